import { basename } from 'node:path';

/** Programs whose first argument that is no option is what they run. */
const INTERPRETER = /^(?:node|nodejs|bun|tsx|python[\d.]*|ruby[\d.]*|perl|php[\d.]*|java|lua[\d.]*|(?:ba|da|k|z)?sh)$/;
const PYTHON = /^python/;
/** Written behind the program of an interpreter, with a value of their own that is no script. */
const WITH_VALUE: ReadonlySet<string> = new Set([
  '-r',
  '--require',
  '--import',
  '--loader',
  '-cp',
  '-classpath',
  '-W',
  '-X',
]);
/** What follows is code, which may hold anything. */
const CODE: ReadonlySet<string> = new Set(['-c', '-e', '-p', '-pe', '-E', '--eval', '--print']);
/** A path that ends as scripts do, of characters that no address with a password and no assignment has all of. */
const SCRIPT = /^[\p{L}\p{N}_./+ -]+\.(?:[cm]?[jt]sx?|py|rb|pl|php|sh|jar|lua|exs)$/u;
const MODULE = /^[\p{L}\p{N}_]+(?:\.[\p{L}\p{N}_]+)*$/u;
const MOST_CHARACTERS = 120;

/**
 * The script that an interpreter runs, by the arguments of its process: `/srv/api/server.js` of `node --inspect /srv/api/server.js
 * --password secret`. Nothing else of them is told, as arguments may hold secrets; undefined where no argument is surely a script.
 * Of a long path the end.
 */
export function scriptOf(cmdline: string): string | undefined {
  const [path = '', ...words] = cmdline.split('\0');
  const program = basename(path);
  if (!INTERPRETER.test(program)) return undefined;
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    if (CODE.has(word)) return undefined;
    if (word === '-m' && PYTHON.test(program)) return wordIf(MODULE, words[at + 1]);
    if (WITH_VALUE.has(word)) at++;
    else if (!word.startsWith('-')) return wordIf(SCRIPT, word);
  }
  return undefined;
}

function wordIf(pattern: RegExp, word = ''): string | undefined {
  if (!pattern.test(word)) return undefined;
  return word.length > MOST_CHARACTERS ? `…${word.slice(1 - MOST_CHARACTERS)}` : word;
}
