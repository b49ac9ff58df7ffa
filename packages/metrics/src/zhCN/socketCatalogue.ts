import { FIELDS } from '../socketDetail/catalog/zh-CN/fields.ts';
import { OPTION_WORDS, OPTIONS } from '../socketDetail/catalog/zh-CN/options.ts';
import type { SocketCatalogue } from '../socketDetail/types.ts';

/** What everything that is told of a chosen socket means, in Chinese. */
export function socketCatalogueWords({ groups, fields, options }: SocketCatalogue): SocketCatalogue {
  return {
    groups,
    fields: fields.map((field) => ({ ...field, ...texts(FIELDS[field.id]) })),
    options: options.map((option) => {
      const { name, words } = option;
      const own = {
        ...option,
        ...texts(Object.hasOwn(OPTIONS, name) ? OPTIONS[name as keyof typeof OPTIONS] : undefined),
      };
      return words === undefined ? own : { ...own, words: wordsOf(words) };
    }),
  };
}

function texts(given: readonly [title: string, help: string] | undefined) {
  return given === undefined ? {} : { title: given[0], help: given[1] };
}

function wordsOf(english: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(english).map(([value, text]) => [value, OPTION_WORDS[text] ?? text]));
}
