import { type DropReason, dropReason } from '@netstrata/metrics/dropReasons';
import type { dropReasonWords } from '@netstrata/metrics/zh-CN';
import { useCallback } from 'react';
import { lazyWords } from './lazyWords.ts';
import { useChinese } from './useChinese.ts';

const chinese = lazyWords<typeof dropReasonWords>(
  async () => (await import('@netstrata/metrics/zh-CN')).dropReasonWords,
);

/** Meaning and remedy of a reason for drops, as a host tells it: English at once, Chinese as soon as it is loaded. */
export const useDropReasonWords = (): ((reason: string | undefined) => Pick<DropReason, 'meaning' | 'remedy'>) => {
  const words = useChinese(chinese);
  return useCallback((reason) => (words ?? dropReason)(reason), [words]);
};
