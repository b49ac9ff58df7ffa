'use client';
import { useTranslations } from 'next-intl';
import { clockDay, clockInstant, clockMoment, UNKNOWN_CLOCK } from '../../components/clockTime.ts';
import { useInBrowser } from '../../components/useInBrowser.ts';
import type { TimeRange } from './timeRange.ts';

/** Minutes would not tell the ends of such a stretch apart. */
const SHORT_MS = 10 * 60_000;

/** A stretch in words: "Last hour", "12:00 – 12:30", a short one to the second; with `full` to the second and with the day. */
export const useRangeText = (): ((range: TimeRange, full?: boolean) => string) => {
  const t = useTranslations('time');
  const inBrowser = useInBrowser();
  return (range, full = false) => {
    if (range.kind === 'live') return t('live');
    if (range.kind === 'last') return t(`last.${range.last}`);
    const show = full ? clockDay : range.toMs - range.fromMs < SHORT_MS ? clockInstant : clockMoment;
    if (!inBrowser) return t('between', { from: UNKNOWN_CLOCK, to: UNKNOWN_CLOCK });
    return t('between', { from: show(range.fromMs), to: show(range.toMs) });
  };
};
