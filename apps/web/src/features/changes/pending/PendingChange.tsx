'use client';
import type { FormatOptions } from '@netstrata/metrics';
import type { ChangeRecord } from '@netstrata/protocol/types';
import { useTranslations } from 'next-intl';
import { BUTTON } from '../../../components/button.ts';
import { UnknownIcon } from '../../../components/icons.tsx';
import { useClocked, useFreshness } from '../../connection/live.ts';
import { useMay, useSession } from '../../session/useSession.ts';
import { settingKey } from '../settings.ts';
import { useWho } from '../useWho.ts';
import { BeforeAfter } from '../Values.tsx';
import { whoIs } from '../who.ts';
import { Decision } from './Decision.tsx';
import { dismiss } from './dismissed.ts';
import styles from './Pending.module.css';
import { PendingVerdict } from './PendingVerdict.tsx';
import { toneOf } from './pending.ts';
import { spokenMoment, useCountdown } from './useCountdown.ts';

const Countdown = ({ change }: { readonly change: ChangeRecord }) => {
  const t = useTranslations('changes');
  const seconds = useCountdown(change);
  if (seconds === undefined) return null;
  const whole = Math.max(1, ((change.confirmByMs ?? 0) - (change.appliedMs ?? change.requestedMs)) / 1000);
  const spoken = spokenMoment(seconds);
  return (
    <div className={styles['countdown']}>
      <span className="block font-semibold text-xl tabular-nums leading-6" role="timer" aria-live="off">
        {t('pending.seconds', { seconds })}
      </span>
      <span className="block text-2xs text-faint">{t('pending.back')}</span>
      <span aria-hidden="true" className={styles['track']}>
        <span style={{ transform: `scaleX(${Math.min(1, seconds / whole)})` }} />
      </span>
      <span aria-live="polite" className="sr-only">
        {spoken === undefined
          ? t('pending.begun', { seconds: Math.round(whole) })
          : t('pending.spoken', { seconds: spoken })}
      </span>
    </div>
  );
};

interface PendingChangeProps {
  readonly change: ChangeRecord;
  readonly options: FormatOptions;
}

/** A change that waits for somebody: what, how long still, whether it helps, and the decision. */
export const PendingChange = ({ change, options }: PendingChangeProps) => {
  const t = useTranslations('changes');
  const { me } = useSession();
  const who = useWho();
  const isMine = whoIs(change.by, me?.name).kind === 'you';
  const { may, why } = useMay('operator');
  const { kind } = useFreshness(change.hostId);
  const seconds = useCountdown(change);
  const isLost = kind === 'lost';
  // By then the host has put it back or kept it, whatever the page can learn of that.
  const isOver = useClocked(
    ({ clockOffsetMs }, nowMs) => nowMs + clockOffsetMs > (change.confirmByMs ?? change.requestedMs),
  );
  const isWaiting = change.state === 'pending';
  return (
    <div className={styles['pending']} data-change={change.id} data-state={change.state} data-tone={toneOf(change)}>
      {isWaiting && !isLost && <Countdown change={change} />}
      <div className={styles['told']}>
        <p className="text-pretty break-words text-sm">
          <span className="text-soft">{isMine ? t('pending.byYou') : t('pending.by', { who: who(change.by) })}</span>{' '}
          {change.changes.map((setting) => (
            <span key={settingKey(setting)} className="mr-3">
              <BeforeAfter setting={setting} />
            </span>
          ))}
        </p>
        {isLost ? (
          <p className="text-busy-ink text-sm">{t('pending.lost')}</p>
        ) : change.state === 'unknown' ? (
          <p className="flex items-start gap-1.5 text-busy-ink text-sm">
            <UnknownIcon className="mt-0.5 size-4" />
            <span className="min-w-0 text-pretty break-words">
              {t('pending.unknown')}
              {change.problem !== undefined && change.problem !== '' && (
                <span className="block text-soft">{t('serverSays', { problem: change.problem })}</span>
              )}
            </span>
          </p>
        ) : change.state === 'applying' ? (
          <p className="text-soft text-sm">{t('pending.applying')}</p>
        ) : kind === 'silent' ? (
          <p className="text-busy-ink text-sm">{t('pending.silent')}</p>
        ) : seconds === 0 ? (
          <p className="text-busy-ink text-sm">{t('pending.timeUp')}</p>
        ) : (
          <PendingVerdict change={change} options={options} />
        )}
      </div>
      {/* Also while nothing is heard: that may be over by the time it is pressed, and an answer that is waited for is told here. */}
      {isWaiting && (seconds ?? 0) > 0 && may && <Decision change={change} />}
      {change.state === 'unknown' && isOver && (
        <button type="button" onClick={() => dismiss(change.id)} className={BUTTON.plain}>
          {t('pending.dismiss')}
        </button>
      )}
      {isWaiting && why !== '' && <p className="max-w-sm text-pretty text-faint text-xs">{why}</p>}
    </div>
  );
};
