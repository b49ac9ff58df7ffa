'use client';
import type { ChangeRecord } from '@netstrata/protocol/types';
import { useTranslations } from 'next-intl';
import { BUTTON } from '../../../components/button.ts';
import { BusyIcon, CalmIcon } from '../../../components/icons.tsx';
import { Action } from '../../advice/Action.tsx';
import { settingKey } from '../settings.ts';
import { TroubleLine } from '../TroubleLine.tsx';
import { useAction } from '../useAction.ts';
import { useMayReach } from '../useMayChange.ts';
import { BeforeAfter } from '../Values.tsx';
import { type DecidedNote, forgetDecided, noteDecided } from './decidedNotes.ts';
import styles from './Pending.module.css';

interface KeptNoticeProps {
  readonly change: ChangeRecord;
  readonly note: DecidedNote;
}

/** What came of a press of Keep: that it is kept, where it is written for the next boot, and what went wrong there. */
export const KeptNotice = ({ change, note: { refusal, left } }: KeptNoticeProps) => {
  const t = useTranslations('changes');
  const advice = useTranslations('advice.applied');
  const { may } = useMayReach(change.hostId);
  const { isBusy, trouble, act } = useAction(change);
  const undo = async (): Promise<void> => {
    if ((await act({ action: 'undo' })) === undefined) noteDecided(change, undefined);
  };
  const Icon = refusal === undefined ? CalmIcon : BusyIcon;
  return (
    <div
      className={styles['pending']}
      data-change={change.id}
      data-state="kept"
      data-tone={refusal === undefined ? 'good' : 'doubtful'}
    >
      <Icon className={`mt-0.5 size-5 ${refusal === undefined ? 'text-calm-ink' : 'text-busy-ink'}`} />
      <div role="status" className="min-w-0 flex-1 space-y-0.5 text-sm">
        <p className="text-pretty break-words">
          <strong className="font-semibold">{t('pending.kept')}</strong>{' '}
          {change.changes.map((setting) => (
            <span key={settingKey(setting)} className="mr-3">
              <BeforeAfter setting={setting} />
            </span>
          ))}
        </p>
        {refusal === undefined ? (
          <p className="text-pretty break-words text-soft">
            {change.persisted === undefined
              ? t('pending.untilBoot')
              : t('pending.atBoot', { path: change.persisted.path })}
          </p>
        ) : (
          <TroubleLine {...refusal} />
        )}
        {trouble !== undefined && <TroubleLine {...trouble} />}
        {left.length > 0 && (
          <>
            <p id={`left-${change.id}`} className="pt-1.5 font-semibold">
              {advice('left')}
            </p>
            <ul
              aria-labelledby={`left-${change.id}`}
              className="list-disc space-y-1 pl-4 text-pretty break-words text-soft"
            >
              {left.map((action) => (
                <li key={action}>
                  <Action action={action} />
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
      <div className={styles['after']}>
        {may && (
          <button type="button" aria-disabled={isBusy} onClick={() => !isBusy && void undo()} className={BUTTON.plain}>
            {t('pending.undo')}
          </button>
        )}
        <button type="button" onClick={() => forgetDecided(change.id)} className={BUTTON.plain}>
          {t('pending.dismiss')}
        </button>
      </div>
    </div>
  );
};
