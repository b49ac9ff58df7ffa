'use client';
import type { KeySummary } from '@netstrata/protocol/types';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { BUTTON } from '../../../components/button.ts';
import { clockMoment } from '../../../components/clockTime.ts';
import { Panel } from '../../../components/Panel.tsx';
import { ask } from '../../api/ask.ts';
import { byText } from '../byText.ts';
import { ListingBody } from '../ListingBody.tsx';
import { Mark, Row } from '../Rows.tsx';
import { useAges } from '../useAges.ts';
import { useListing } from '../useListing.ts';

/** Links that somebody may still use; each can be taken back. */
export const Invitations = () => {
  const t = useTranslations('settings.people');
  const { ends } = useAges();
  const s = useTranslations('settings');
  const roles = useTranslations('session.roles');
  const listing = useListing<{ readonly invitations: readonly KeySummary[] }>('/api/v1/invitations');
  const [trouble, setTrouble] = useState<string>();
  const takeBack = async ({ id }: KeySummary): Promise<void> => {
    const answer = await ask(`/api/v1/invitations/${encodeURIComponent(id)}/revoke`, {});
    // Used or taken back meanwhile: the list says so.
    setTrouble(answer.ok || answer.refusal.code === 'conflict' ? undefined : answer.refusal.message);
    await listing.reload();
  };
  return (
    <Panel title={t('open')}>
      {trouble !== undefined && (
        <p role="alert" className="px-4 pt-3 text-saturated-ink text-sm">
          {s('notDone', { why: trouble })}
        </p>
      )}
      <ListingBody listing={listing}>
        {({ invitations }) => {
          const open = invitations.filter(({ endedMs, expiresMs }) => endedMs === null && expiresMs > Date.now());
          if (open.length === 0) return <p className="px-4 py-4 text-soft text-sm">{t('noOpen')}</p>;
          return (
            <ul>
              {open.map((invitation) => (
                <Row
                  key={invitation.id}
                  title={invitation.name}
                  marks={invitation.role !== null && <Mark>{roles(invitation.role)}</Mark>}
                  facts={[
                    ends(invitation.expiresMs),
                    s('made', { when: clockMoment(invitation.createdMs), by: byText(invitation.createdBy) }),
                  ]}
                  actions={
                    <button type="button" className={BUTTON.small} onClick={() => void takeBack(invitation)}>
                      {t('takeBack')}
                    </button>
                  }
                />
              ))}
            </ul>
          );
        }}
      </ListingBody>
      <p className="border-line border-t px-4 py-2.5 text-pretty text-faint text-xs">{t('again')}</p>
    </Panel>
  );
};
