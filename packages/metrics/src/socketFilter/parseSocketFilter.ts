import type { Words } from '../words/index.ts';
import { FILTER_FIELDS, type FilterFieldName, fieldNamed } from './fields.ts';
import { nearest } from './nearest.ts';
import { type FilterWord, splitWords } from './splitWords.ts';
import { TROUBLES } from './troubles.ts';
import type { Compare, FilterResult, SocketTerm } from './types.ts';
import { testsOf } from './valueTests.ts';

export const MOST_FILTER_LETTERS = 400;
const MOST_WORDS = 32;

/** `name`, how it is compared, and what with. */
const HEAD = /^([a-z][a-z0-9]*)(:(?:>=|<=|>|<|=)?|>=|<=|>|<|=)/i;

/** Inside this file only: what ends the parsing of a filter. */
class Trouble extends Error {
  readonly start: number;
  readonly end: number;
  readonly words: Words;

  constructor(start: number, end: number, words: Words) {
    super(words.en);
    this.start = start;
    this.end = end;
    this.words = words;
  }
}

/**
 * Words apart by spaces, all of which must match: `state:established dport:443 proc:nginx rcv>80% -peer:10.0.0.0/8`. Alternatives
 * stand behind commas (`state:syn-sent,syn-recv`), a dash before a word negates it, `=` asks for a whole name, `proc:-` for none, quotation marks keep spaces together, any word without
 * a field must be part of an address with its port, a process name, a state or a congestion control. Letters match in either case.
 * Never throws: what is wrong is told with its place.
 */
export function parseSocketFilter(text: string): FilterResult {
  try {
    if (text.length > MOST_FILTER_LETTERS)
      throw new Trouble(MOST_FILTER_LETTERS, text.length, TROUBLES.tooLong(MOST_FILTER_LETTERS));
    const { words, open } = splitWords(text);
    if (open !== undefined) throw new Trouble(open, text.length, TROUBLES.open());
    const extra = words[MOST_WORDS];
    if (extra !== undefined) throw new Trouble(extra.start, text.length, TROUBLES.tooMany(MOST_WORDS));
    const netns = netnsOf(words);
    const terms = words.filter((word) => headOf(word).field !== 'netns').flatMap(termOf);
    return { ok: true, filter: { terms, netns } };
  } catch (cause) {
    if (!(cause instanceof Trouble)) throw cause;
    const { start, end, words } = cause;
    return { ok: false, trouble: { start, end, message: words } };
  }
}

interface Head {
  readonly negated: boolean;
  readonly field: FilterFieldName | undefined;
  /** Undefined where there is a colon alone. */
  readonly operator: Compare | undefined;
  /** What follows, with its place. */
  readonly value: FilterWord;
}

function headOf({ raw, start }: FilterWord): Head {
  const negated = raw.length > 1 && raw.startsWith('-');
  const skip = negated ? 1 : 0;
  const [all = '', name = '', mark = ''] = HEAD.exec(raw.slice(skip)) ?? [];
  const field = fieldNamed(name);
  const isText = field === undefined && !isSlip(name, mark);
  if (isText) {
    const value = { raw: raw.slice(skip), start: start + skip };
    return { negated, field: undefined, operator: undefined, value };
  }
  const at = skip + all.length;
  if (field === undefined) {
    const names = Object.keys(FILTER_FIELDS);
    throw new Trouble(
      start + skip,
      start + skip + name.length,
      TROUBLES.unknownField(name, nearest(name, names), names),
    );
  }
  const operator = mark === ':' ? undefined : (mark.replace(':', '') as Compare);
  return { negated, field, operator, value: { raw: raw.slice(at), start: start + at } };
}

/** `fe80::1` is an address; `stat:listen` is a slip that must not silently match nothing. */
function isSlip(name: string, mark: string): boolean {
  return mark !== '' && (mark !== ':' || (/[g-z]/i.test(name) && /^[a-z]+$/i.test(name)));
}

function termOf(word: FilterWord): readonly SocketTerm[] {
  const { negated, field, operator, value } = headOf(word);
  const text = value.raw.replaceAll('"', '').toLowerCase();
  if (field === undefined) return text === '' ? [] : [{ negated, tests: [{ kind: 'text', text }] }];
  const end = value.start + value.raw.length;
  const { kind } = FILTER_FIELDS[field];
  if (operator !== undefined && operator !== '=' && kind !== 'number')
    throw new Trouble(word.start, end, TROUBLES.cannotCompare(field));
  const tests = partsOf(value).map((part) => {
    const found = testsOf(field, operator, part.raw);
    if (found.ok) return found.test;
    throw new Trouble(
      part.raw === '' ? word.start : part.start,
      part.start + Math.max(part.raw.length, 0),
      found.message,
    );
  });
  return [{ negated, tests }];
}

/** Alternatives stand behind commas, but not between quotation marks. */
function partsOf({ raw, start }: FilterWord): readonly FilterWord[] {
  if (raw.includes('"')) return [{ raw: raw.replaceAll('"', ''), start }];
  let at = start;
  return raw.split(',').map((part) => {
    const one = { raw: part, start: at };
    at += part.length + 1;
    return one;
  });
}

function netnsOf(words: readonly FilterWord[]): string | undefined {
  const named = words.map((word) => ({ word, head: headOf(word) })).filter(({ head }) => head.field === 'netns');
  const [first, second] = named;
  if (first === undefined) return undefined;
  const { head, word } = first;
  const endOf = (each: FilterWord) => each.start + each.raw.length;
  if (head.negated || (head.operator !== undefined && head.operator !== '='))
    throw new Trouble(word.start, endOf(word), TROUBLES.notNetns());
  const name = head.value.raw.replaceAll('"', '').toLowerCase();
  if (name === '') throw new Trouble(word.start, endOf(word), TROUBLES.noNetns());
  if (second !== undefined) throw new Trouble(second.word.start, endOf(second.word), TROUBLES.manyNetns(named.length));
  return name;
}
