import { LOCALES, type Locale, type Localised, type Words } from './types.ts';

/** True of an object with a text in each language and nothing else. The last language is asked first: hardly any other object has it. */
function isWords(value: object): value is Words {
  return (
    'zh-CN' in value &&
    LOCALES.every((locale) => typeof (value as Partial<Words>)[locale] === 'string') &&
    Object.keys(value).length === LOCALES.length
  );
}

/** The value with every text in it in one language. What holds no texts is handed on as it is; only what holds some is copied. */
export function localised<T>(value: T, locale: Locale): Localised<T> {
  return replaced(value, locale) as Localised<T>;
}

function replaced(value: unknown, locale: Locale): unknown {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  if (Array.isArray(value)) return replacedItems(value, locale);
  if (isWords(value)) return value[locale];
  const fields = value as Readonly<Record<string, unknown>>;
  let copy: Record<string, unknown> | undefined;
  for (const key of Object.keys(fields)) {
    const before = fields[key];
    const after = replaced(before, locale);
    if (after === before) continue;
    copy ??= { ...fields };
    copy[key] = after;
  }
  return copy ?? value;
}

function replacedItems(items: readonly unknown[], locale: Locale): readonly unknown[] {
  let copy: unknown[] | undefined;
  for (const [place, before] of items.entries()) {
    const after = replaced(before, locale);
    if (after === before) continue;
    copy ??= [...items];
    copy[place] = after;
  }
  return copy ?? items;
}
