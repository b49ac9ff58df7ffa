'use client';
import { useRouter } from 'next/navigation';
import { useCallback } from 'react';
import { rememberChoice } from '../theme/rememberChoice.ts';
import { LOCALE_COOKIE, type Locale } from './locale.ts';

/** Changes the language of the whole page in place: the server renders the same tree again, whatever is open stays open. */
export const useSwitchLocale = (): ((locale: Locale) => void) => {
  const { refresh } = useRouter();
  return useCallback(
    (locale) => {
      rememberChoice(LOCALE_COOKIE, locale);
      refresh();
    },
    [refresh],
  );
};
