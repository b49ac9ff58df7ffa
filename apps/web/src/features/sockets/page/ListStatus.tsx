import { formatAge, formatValue } from '@netstrata/metrics';
import { useLocale, useTranslations } from 'next-intl';
import { useClocked } from '../../connection/live.ts';
import styles from './Grid.module.css';
import type { ListSeen } from './useListWindow.ts';

interface ListStatusProps {
  readonly id: string;
  readonly list: ListSeen;
  readonly filter: string;
  /** Another filter is typed, which cannot be understood. */
  readonly isFormer: boolean;
}

/** How many there are, how many match, and from when that is. */
export const ListStatus = ({ id, list, filter, isFormer }: ListStatusProps) => {
  const t = useTranslations('sockets.page');
  const locale = useLocale();
  const { answer, trouble, isOld } = list;
  const seenMs = answer?.timeMs;
  const seconds = useClocked((state, nowMs) =>
    seenMs === undefined ? undefined : Math.max(0, Math.floor((nowMs + state.clockOffsetMs - seenMs) / 1000)),
  );
  if (trouble !== undefined)
    return (
      <p role="alert" className="text-busy-ink text-sm">
        {t('failed', { message: trouble })}
      </p>
    );
  if (answer === undefined)
    return (
      <p role="status" className="text-soft text-sm">
        {t('asking')}
      </p>
    );
  if (isFormer)
    return (
      <p id={id} role="status" className="min-w-0 break-words text-busy-ink text-sm">
        {filter === '' ? t('formerAll') : t('former', { filter })}
      </p>
    );
  const total = t('count', { count: answer.total, total: formatValue(answer.total, 'count') });
  return (
    <p className="flex flex-wrap gap-x-3 text-soft text-sm tabular-nums">
      <span role="status">
        {filter !== '' ? t('matched', { matched: formatValue(answer.matched, 'count'), total }) : total}
        {answer.groupTotal !== undefined && ` · ${t('grouped', { groups: answer.groupTotal })}`}
      </span>
      <span role="status">{isOld && <span className={styles['late']}>{t('askingAgain')}</span>}</span>
      <span className="text-faint">{t('age', { age: formatAge((seconds ?? 0) * 1000, locale) })}</span>
    </p>
  );
};
