'use client';
import type { KeySummary } from '@netstrata/protocol/types';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { BUTTON } from '../../../components/button.ts';
import { Confirm } from '../../../components/Confirm.tsx';
import { clockMoment } from '../../../components/clockTime.ts';
import { ask } from '../../api/ask.ts';
import { byText } from '../byText.ts';
import { Mark, Row } from '../Rows.tsx';
import { useAges } from '../useAges.ts';

interface KeyRowsProps {
  readonly keys: readonly KeySummary[];
  /** Where they are revoked: `/api/v1/tokens`. */
  readonly address: string;
  /** Which of the two they are. */
  readonly of: 'tokens' | 'wall';
  readonly reload: () => Promise<void>;
}

const isOver = ({ endedMs, expiresMs }: KeySummary): boolean => endedMs !== null || expiresMs <= Date.now();

/** What programs and screens hold: those that are good first, then what has ended. */
export const KeyRows = ({ keys, address, of, reload }: KeyRowsProps) => {
  const s = useTranslations('settings');
  const { ago, ends } = useAges();
  const roles = useTranslations('session.roles');
  const [asking, setAsking] = useState<KeySummary>();
  const revoke = async ({ id }: KeySummary): Promise<string | undefined> => {
    const answer = await ask(`${address}/${encodeURIComponent(id)}/revoke`, {});
    await reload();
    // Somebody else was quicker: it is revoked all the same.
    if (answer.ok || answer.refusal.code === 'conflict') return undefined;
    return s('notDone', { why: answer.refusal.message });
  };
  return (
    <>
      <ul>
        {keys
          .toSorted((a, b) => Number(isOver(a)) - Number(isOver(b)))
          .map((key) => {
            const { id, name, role, createdMs, createdBy, expiresMs, endedMs, lastUsedMs } = key;
            const over = isOver(key);
            return (
              <Row
                key={id}
                past={over}
                title={name}
                marks={
                  <>
                    {role !== null && <Mark>{roles(role)}</Mark>}
                    {over && <Mark>{endedMs === null ? s('ended') : s('revoked')}</Mark>}
                  </>
                }
                facts={[
                  lastUsedMs === null ? s('neverUsed') : s('used', { ago: ago(lastUsedMs) }),
                  !over && ends(expiresMs),
                  s('made', { when: clockMoment(createdMs), by: byText(createdBy) }),
                ]}
                actions={
                  !over && (
                    <button type="button" className={BUTTON.small} onClick={() => setAsking(key)}>
                      {s('revoke')}
                    </button>
                  )
                }
              />
            );
          })}
      </ul>
      {asking !== undefined && (
        <Confirm
          title={s(`${of}.revokeAsk.title`, { name: asking.name })}
          action={s('revoke')}
          cancel={s('cancel')}
          onConfirm={() => revoke(asking)}
          onClose={() => setAsking(undefined)}
        >
          {s(`${of}.revokeAsk.body`)}
        </Confirm>
      )}
    </>
  );
};
