/** The languages that everything which people read is written in. */
export const LOCALES = ['en', 'zh-CN'] as const;

export type Locale = (typeof LOCALES)[number];

/** A text in every language, written side by side where the text is made. Kernel terms, names and commands are the same in all. */
export type Words = Readonly<Record<Locale, string>>;

/** What a reader of one language gets: every text in it is a string. */
export type Localised<T> = T extends Words
  ? // Labels have any keys, these too as far as types go.
    string extends keyof T
    ? T
    : string
  : T extends object
    ? { readonly [Key in keyof T]: Localised<T[Key]> }
    : T;
