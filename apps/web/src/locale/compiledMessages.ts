import compile from 'icu-minify/compile';
import type { Locale } from './locale.ts';
import { type Messages, messagesOf } from './messages.ts';

type Tree = { readonly [key: string]: string | Tree };

/** React sends plain objects only, and the compiler's have no prototype: a clone has. */
const compiled = (tree: Tree): object =>
  Object.fromEntries(
    Object.entries(tree).map(([key, value]) => [
      key,
      typeof value === 'string' ? structuredClone(compile(value)) : compiled(value),
    ]),
  );

const known = new Map<Locale, Promise<Messages>>();

/**
 * All texts of one language, read by the server once, so that no browser has to: what reads them is a tenth of the script of a page.
 * The keys are those of `Messages`; a text with arguments is a list that `useTranslations` fills.
 */
export const compiledMessagesOf = (locale: Locale): Promise<Messages> => {
  const before = known.get(locale);
  if (before !== undefined) return before;
  const texts = messagesOf(locale).then((messages) => compiled(messages) as Messages);
  known.set(locale, texts);
  return texts;
};
