/** Characters that no shell gives a meaning to. */
const PLAIN = /^[\w./:-]+$/;

/** A text as one word of a shell: what it would split or read is quoted. */
export function shellWord(text: string): string {
  return PLAIN.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
