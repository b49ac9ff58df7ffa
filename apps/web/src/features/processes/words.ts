import type { useTranslations } from 'next-intl';

/** The texts of this feature in the reader's language, for what is not a component. */
export type ProcessWords = ReturnType<typeof useTranslations<'processes'>>;
