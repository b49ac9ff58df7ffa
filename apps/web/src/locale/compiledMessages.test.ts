import format, { type CompiledMessage } from 'icu-minify/format';
import { createTranslator } from 'next-intl';
import { describe, expect, test } from 'vitest';
import { compiledMessagesOf } from './compiledMessages.ts';
import { LOCALES } from './locale.ts';
import { messagesOf } from './messages.ts';

type Leaf = readonly [key: string, text: string, compiled: CompiledMessage];

const leavesOf = (texts: object, compiled: object, path = ''): readonly Leaf[] =>
  Object.entries(texts).flatMap(([key, text]): readonly Leaf[] => {
    const of: unknown = Object.entries(compiled).find(([name]) => name === key)?.[1];
    return typeof text === 'string'
      ? [[`${path}${key}`, text, of as CompiledMessage]]
      : leavesOf(text, of as object, `${path}${key}.`);
  });

const formatters = {
  getDateTimeFormat: (...args: ConstructorParameters<typeof Intl.DateTimeFormat>) => new Intl.DateTimeFormat(...args),
  getNumberFormat: (...args: ConstructorParameters<typeof Intl.NumberFormat>) => new Intl.NumberFormat(...args),
  getPluralRules: (...args: ConstructorParameters<typeof Intl.PluralRules>) => new Intl.PluralRules(...args),
};

/** Whatever a text asks for: the names of its arguments and tags, all given the same. */
const valuesOf = (text: string, value: number | string) =>
  Object.fromEntries([
    ...[...text.matchAll(/\{\s*(\w+)\s*[,}]/g)].map(([, name]) => [name, value]),
    ...[...text.matchAll(/<(\w+)>/g)].map(([, name]) => [name, (chunks: unknown) => `<${String(chunks)}>`]),
  ]);

describe.each(LOCALES)('%s', (locale) => {
  test.each([1, 12_345.5, 'word'])(
    'compiled texts say the same as written ones, with %s in their holes',
    async (value) => {
      const leaves = leavesOf(await messagesOf(locale), await compiledMessagesOf(locale));
      expect(leaves.length).toBeGreaterThan(2000);
      const differing = leaves.flatMap(([key, text, compiled]) => {
        const values = valuesOf(text, value);
        const isPlural = /, ?(plural|number)/.test(text);
        if (isPlural && typeof value === 'string') return [];
        const t = createTranslator({ locale, messages: { text } });
        const written = [t.markup('text', values as never)].flat().join('');
        const said = [format(compiled, locale, values, { formatters })].flat().join('');
        return written === said ? [] : [`${key}: ${written} / ${said}`];
      });
      expect(differing).toEqual([]);
    },
  );

  test('a compiled text is a plain object or list: React sends nothing else', async () => {
    const compiled = await compiledMessagesOf(locale);
    expect(JSON.parse(JSON.stringify(compiled))).toStrictEqual(compiled);
  });
});
