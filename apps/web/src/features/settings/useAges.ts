import { formatAge } from '@netstrata/metrics';
import { useLocale, useTranslations } from 'next-intl';

const MINUTE_MS = 60_000;

/** How long ago something was and how long it lasts, in words. */
export const useAges = () => {
  const t = useTranslations('settings');
  const locale = useLocale();
  return {
    /** "3 h 12 min ago"; the last minute is "just now". */
    ago: (timeMs: number, nowMs = Date.now()): string =>
      nowMs - timeMs < MINUTE_MS ? t('justNow') : t('ago', { age: formatAge(nowMs - timeMs, locale) }),
    /** "ends in 6 d 23 h". */
    ends: (timeMs: number, nowMs = Date.now()): string => t('endsIn', { age: formatAge(timeMs - nowMs, locale) }),
  };
};
