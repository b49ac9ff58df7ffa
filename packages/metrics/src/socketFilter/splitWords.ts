/** A word of a filter, with its place in the text. */
export interface FilterWord {
  /** As it stands there, quotation marks and all. */
  readonly raw: string;
  readonly start: number;
}

/** Words apart by white space; between quotation marks it belongs to the word. `open` is where a mark stands that nothing closes. */
export function splitWords(text: string): { readonly words: readonly FilterWord[]; readonly open: number | undefined } {
  const words: FilterWord[] = [];
  let start: number | undefined;
  let open: number | undefined;
  for (let at = 0; at <= text.length; at++) {
    const letter = text[at];
    if (letter === '"') open = open === undefined ? at : undefined;
    const isGap = letter === undefined || (open === undefined && /\s/.test(letter));
    if (isGap && start !== undefined) {
      words.push({ raw: text.slice(start, at), start });
      start = undefined;
    } else if (!isGap) {
      start ??= at;
    }
  }
  return { words, open };
}
