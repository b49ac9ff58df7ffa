'use client';
import type { ChangeRecord } from '@netstrata/protocol/types';
import { useTranslations } from 'next-intl';
import { BUTTON } from '../../../components/button.ts';
import { clockTime } from '../../../components/clockTime.ts';
import { CalmIcon, SaturatedIcon } from '../../../components/icons.tsx';
import { useSession } from '../../session/useSession.ts';
import { NotRestored } from '../NotRestored.tsx';
import { settingKey } from '../settings.ts';
import { useWho } from '../useWho.ts';
import { BeforeAfter } from '../Values.tsx';
import { whoIs } from '../who.ts';
import { dismiss } from './dismissed.ts';
import styles from './Pending.module.css';

interface UndoneNoticeProps {
  readonly change: ChangeRecord;
  /** Told the id of the change when somebody has read it; it is not told again then. */
  readonly onRead?: (id: string) => void;
}

/** What the host took back, by itself or because somebody asked: which change, why, and whether all of it is as before. */
export const UndoneNotice = ({ change, onRead = dismiss }: UndoneNoticeProps) => {
  const t = useTranslations('changes');
  const { undo, decidedBy = 'host' } = change;
  const who = useWho();
  const { me } = useSession();
  if (undo === undefined) return null;
  const asked =
    whoIs(decidedBy, me?.name).kind === 'you'
      ? t('pending.undoneWhy.you')
      : t('pending.undoneBy', { who: who(decidedBy) });
  const why = undo.reason === 'asked' ? asked : t(`pending.undoneWhy.${undo.reason}`);
  const isWhole = undo.settings.every(({ outcome }) => outcome === 'restored');
  const Icon = isWhole ? CalmIcon : SaturatedIcon;
  return (
    <div
      className={styles['pending']}
      data-change={change.id}
      data-state="undone"
      data-tone={isWhole ? 'good' : 'bad'}
      role="status"
    >
      <Icon className={`mt-0.5 size-5 ${isWhole ? 'text-calm-ink' : 'text-saturated-ink'}`} />
      <div className="min-w-0 flex-1 space-y-0.5 text-sm">
        <p className="text-pretty break-words">
          <strong className="font-semibold">{t('pending.undone')}</strong>{' '}
          <span className="text-faint tabular-nums">{clockTime(undo.timeMs)}</span>{' '}
          {change.changes.map((setting) => (
            <span key={settingKey(setting)} className="mr-3">
              <BeforeAfter setting={{ ...setting, before: setting.after, after: setting.before }} />
            </span>
          ))}
        </p>
        <p className="text-pretty text-soft">{why}</p>
        <NotRestored change={change} />
      </div>
      <button type="button" className={BUTTON.plain} onClick={() => onRead(change.id)}>
        {t('pending.dismiss')}
      </button>
    </div>
  );
};
