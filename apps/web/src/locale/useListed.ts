import { useTranslations } from 'next-intl';
import { useCallback } from 'react';

/** Puts words one after the other as the language does: "a, b" and "a、b". */
export const useListed = (): ((words: readonly string[]) => string) => {
  const comma = useTranslations('layers.list')('comma');
  return useCallback((words) => words.join(comma), [comma]);
};
