'use client';
import { useTranslations } from 'next-intl';
import { clockDay, clockInstant, clockMoment } from '../../components/clockTime.ts';
import type { TimeRange } from './timeRange.ts';

/** Minutes would not tell the ends of such a stretch apart. */
const SHORT_MS = 10 * 60_000;

/** A stretch in words: "Last hour", "12:00 – 12:30", a short one to the second; with `full` to the second and with the day. */
export const useRangeText = (): ((range: TimeRange, full?: boolean) => string) => {
  const t = useTranslations('time');
  return (range, full = false) => {
    if (range.kind === 'live') return t('live');
    if (range.kind === 'last') return t(`last.${range.last}`);
    const show = full ? clockDay : range.toMs - range.fromMs < SHORT_MS ? clockInstant : clockMoment;
    return t('between', { from: show(range.fromMs), to: show(range.toMs) });
  };
};
