'use client';
import { useTranslations } from 'next-intl';
import { clockDay, clockMoment } from '../../components/clockTime.ts';
import type { TimeRange } from './timeRange.ts';

/** A stretch in words: "Last hour", "12:00 – 12:30"; with `full` to the second and with the day. */
export const useRangeText = (): ((range: TimeRange, full?: boolean) => string) => {
  const t = useTranslations('time');
  return (range, full = false) => {
    if (range.kind === 'live') return t('live');
    if (range.kind === 'last') return t(`last.${range.last}`);
    const show = full ? clockDay : clockMoment;
    return t('between', { from: show(range.fromMs), to: show(range.toMs) });
  };
};
