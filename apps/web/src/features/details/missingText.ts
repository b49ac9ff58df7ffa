import type { Missing } from '@netstrata/metrics';
import type { useTranslations } from 'next-intl';

export type DetailWords = ReturnType<typeof useTranslations<'details'>>;

/** Why something is not shown, and what the agent needs to tell it. */
export const missingText = (t: DetailWords, { why, capability }: Missing): string =>
  capability === undefined ? why : t('needs', { why, capability });
