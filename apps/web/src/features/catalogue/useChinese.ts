import { useLocale } from 'next-intl';
import { useSyncExternalStore } from 'react';
import type { LazyWords } from './lazyWords.ts';

const nothing = () => undefined;
const never = () => nothing;

/** What only readers of Chinese load; undefined in English, and until it is there. */
export const useChinese = <T>(words: LazyWords<T>): T | undefined => {
  const isChinese = useLocale() === 'zh-CN';
  return useSyncExternalStore(isChinese ? words.subscribe : never, isChinese ? words.get : nothing, nothing);
};
