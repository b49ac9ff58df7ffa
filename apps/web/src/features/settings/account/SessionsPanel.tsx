'use client';
import type { SessionSummary } from '@netstrata/protocol/types';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { BUTTON } from '../../../components/button.ts';
import { Confirm } from '../../../components/Confirm.tsx';
import { clockMoment } from '../../../components/clockTime.ts';
import { Panel } from '../../../components/Panel.tsx';
import { ask } from '../../api/ask.ts';
import { signOut } from '../../session/signOut.ts';
import { deviceOf } from '../deviceOf.ts';
import { ListingBody } from '../ListingBody.tsx';
import { Mark, Row } from '../Rows.tsx';
import { useAges } from '../useAges.ts';
import { useListing } from '../useListing.ts';

const end = async ({ id }: SessionSummary): Promise<string | undefined> => {
  const answer = await ask(`/api/v1/sessions/${encodeURIComponent(id)}/revoke`, {});
  return answer.ok || answer.refusal.code === 'not-found' ? undefined : answer.refusal.message;
};

/** Where the person is signed in; each can be ended, here or all others at once. */
export const SessionsPanel = () => {
  const t = useTranslations('settings.account');
  const { ago } = useAges();
  const s = useTranslations('settings');
  const deviceName = ({ userAgent }: SessionSummary): string => {
    const { browser = t('program'), system } = deviceOf(userAgent);
    return system === undefined ? browser : t('session', { browser, system });
  };
  const listing = useListing<{ readonly sessions: readonly SessionSummary[] }>('/api/v1/sessions');
  const [trouble, setTrouble] = useState<string>();
  const [asking, setAsking] = useState(false);
  const others = listing.body?.sessions.filter(({ current }) => !current) ?? [];
  const endOne = async (session: SessionSummary): Promise<void> => {
    if (session.current) return signOut();
    setTrouble(await end(session));
    await listing.reload();
  };
  const endOthers = async (): Promise<string | undefined> => {
    const troubles = await Promise.all(others.map(end));
    await listing.reload();
    return troubles.find((why) => why !== undefined);
  };
  return (
    <Panel
      title={t('sessions')}
      aside={
        others.length > 0 && (
          <button type="button" onClick={() => setAsking(true)} className={`${BUTTON.small} ml-auto`}>
            {t('others')}
          </button>
        )
      }
    >
      {trouble !== undefined && (
        <p role="alert" className="px-4 pt-3 text-saturated-ink text-sm">
          {s('notDone', { why: trouble })}
        </p>
      )}
      <ListingBody listing={listing}>
        {({ sessions }) => (
          <ul>
            {sessions
              .toSorted((a, b) => Number(b.current) - Number(a.current))
              .map((session) => (
                <Row
                  key={session.id}
                  title={deviceName(session)}
                  marks={session.current && <Mark tone="calm">{t('current')}</Mark>}
                  facts={[
                    t('from', { address: session.address }),
                    session.current ? undefined : t('seen', { ago: ago(session.seenMs) }),
                    t('since', { when: clockMoment(session.createdMs) }),
                  ]}
                  actions={
                    <button type="button" className={BUTTON.small} onClick={() => void endOne(session)}>
                      {session.current ? t('endThis') : t('end')}
                    </button>
                  }
                />
              ))}
          </ul>
        )}
      </ListingBody>
      {asking && (
        <Confirm
          title={t('othersAsk.title')}
          action={t('othersAsk.action')}
          cancel={s('cancel')}
          onConfirm={endOthers}
          onClose={() => setAsking(false)}
        >
          {t('othersAsk.body', { count: others.length })}
        </Confirm>
      )}
    </Panel>
  );
};
