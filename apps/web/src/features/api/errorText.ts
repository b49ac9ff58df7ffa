import type { ErrorCode } from '@netstrata/protocol';
import english from '../../../messages/en/errors.json' with { type: 'json' };
import chinese from '../../../messages/zh-CN/errors.json' with { type: 'json' };

type Known = ErrorCode | 'unreachable' | 'status';
const TEXTS: Readonly<Record<string, Readonly<Record<Known, string>>>> = { en: english, 'zh-CN': chinese };

/**
 * Why something was not done, in the language of the page: what the code means, and the server's own sentence, which is English, as detail.
 * It goes on a sentence and ends none. Answers of the API are read outside React, so the texts are taken without a hook.
 */
export const errorText = (code: string, detail: string): string => {
  const texts = TEXTS[typeof document === 'undefined' ? 'en' : document.documentElement.lang] ?? english;
  const text = Object.hasOwn(texts, code) ? texts[code as Known] : '{detail}';
  return text.replace('{detail}', () => detail);
};
