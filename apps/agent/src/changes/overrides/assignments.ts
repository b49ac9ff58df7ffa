import { plainText } from '../plainText.ts';

/** One line of a file of sysctls that sets something. */
export interface Assignment {
  /** Below /proc/sys, with slashes; with `*`, `?` and `[…]` it stands for many. */
  readonly path: string;
  readonly value: string;
}

const MOST_LINES = 10_000;
const MOST_VALUE = 120;
const GLOB = /[*?[]/;
const MOST_GLOB = 200;

/**
 * What the text of a file of sysctl.d sets, in order: `key = value`, the key with dots or slashes (the first of them says which), with a
 * dash before it where errors do not count. A key alone, which sets nothing, and comments are passed by.
 */
export function assignmentsIn(text: string): readonly Assignment[] {
  return text
    .split('\n', MOST_LINES)
    .map((line) => line.trim())
    .flatMap((line) => {
      if (line === '' || line.startsWith('#') || line.startsWith(';')) return [];
      const at = line.indexOf('=');
      if (at < 0) return [];
      const key = line.slice(0, at).replace(/^-/, '').trim();
      return key === ''
        ? []
        : [{ path: pathOfKey(key), value: plainText(line.slice(at + 1).replace(/\s+/g, ' '), MOST_VALUE) }];
    });
}

/** As sysctl(8) and systemd read a name: where a dot comes first, dots part it and slashes are dots of a name. */
export function pathOfKey(key: string): string {
  const first = /[./]/.exec(key)?.[0];
  if (first !== '.') return key;
  return key.replace(/[./]/g, (each) => (each === '.' ? '/' : '.'));
}

/** Whether an assignment is about this sysctl. A pattern never reaches across a slash. */
export function sets({ path }: Assignment, wanted: string): boolean {
  if (path === wanted) return true;
  if (!GLOB.test(path) || path.length > MOST_GLOB) return false;
  const parts = path.split('/');
  const words = wanted.split('/');
  return parts.length === words.length && parts.every((part, at) => matches(part, words[at] ?? ''));
}

/** One component. By hand: a pattern somebody else wrote makes no regular expression. */
function matches(pattern: string, word: string): boolean {
  // Of each place in the pattern that was reached so far, the characters that are left.
  let reached = new Set([0]);
  const pieces = [...pattern.matchAll(/\*|\?|\[(!?)([^\]]+)\]|./gs)];
  for (const piece of pieces) {
    const [token, not, set] = piece;
    const next = new Set<number>();
    for (const at of reached) {
      if (token === '*') for (let to = at; to <= word.length; to++) next.add(to);
      else if (at < word.length && takes(token, { not, set }, word[at] ?? '')) next.add(at + 1);
    }
    reached = next;
  }
  return reached.has(word.length);
}

function takes(
  token: string,
  { not, set }: { readonly not?: string | undefined; readonly set?: string | undefined },
  character: string,
): boolean {
  if (token === '?') return true;
  if (set === undefined) return token === character;
  const ranges = [...set.matchAll(/(.)-(.)|(.)/gs)];
  const within = ranges.some(([, from, to, one]) =>
    one === undefined ? character >= (from ?? '') && character <= (to ?? '') : character === one,
  );
  return within !== (not === '!');
}
