import { COMMAS, joinWords, NO_WORDS, type Words } from '@netstrata/metrics';

/** What was looked at and does not limit, as a sentence; none for nothing. */
export function notLimiting(names: readonly Words[], and = ', not '): Words {
  if (names.length === 0) return NO_WORDS;
  const zh = joinWords(names, COMMAS)['zh-CN'];
  return {
    en: `Not ${names.map(({ en }) => en).join(and)}.`,
    'zh-CN': names.length === 1 ? `${zh}不是瓶颈。` : `${zh}都不是瓶颈。`,
  };
}
