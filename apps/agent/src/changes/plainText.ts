/** Control characters, separators of lines, what turns the direction of writing, halves of characters. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/gu;
/** Longer than any value of the catalogue, which is a mask of 8,192 CPUs. */
const VALUE = /^[\x20-\x7e]{0,2400}$/;

/** One line that can stand in a log, a file or a page without starting another: what a person cannot see becomes a space. */
export function plainText(text: string, mostCharacters: number): string {
  return text.replace(UNSEEN, ' ').trim().slice(0, mostCharacters).toWellFormed();
}

/** Whether a value can be told to the server, and written back in one line. */
export function isPlainValue(value: string): boolean {
  return VALUE.test(value);
}
