import type { Phrasebook } from './phrasebook.ts';
import { socketValue } from './socketValue.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Where sentences of programs stand: the texts under `keys`, in objects that have this. Whatever else stands there is no sentence. */
interface Place {
  readonly has: (fields: Fields) => boolean;
  readonly keys: readonly string[];
}

const isText = (fields: Fields, key: string): boolean => typeof fields[key] === 'string';

/** Kinds of sockets whose ends are told in words. */
const NAMED: readonly unknown[] = ['unix', 'packet'];

const PLACES: readonly Place[] = [
  // Why something cannot be, and what would bring it.
  {
    has: (fields) => ['why', 'reason', 'problem'].some((key) => isText(fields, key)),
    keys: ['what', 'why', 'capability', 'reason', 'problem'],
  },
  // A refusal.
  { has: (fields) => isText(fields, 'code') && isText(fields, 'message'), keys: ['message'] },
  // A setting before it is changed.
  { has: (fields) => Array.isArray(fields['overriddenBy']), keys: ['overriddenBy'] },
  // A setting that somebody changed, and a change.
  { has: (fields) => isText(fields, 'tunable') || Array.isArray(fields['changes']), keys: ['by', 'problem'] },
  // A setting that cannot be read, or several by their names.
  {
    has: (fields) => isText(fields, 'unreadable') || fields['unreadable'] instanceof Object,
    keys: ['unreadable'],
  },
  // A row of the audit.
  {
    has: (fields) => isText(fields, 'hash') && isText(fields, 'action'),
    keys: ['because', 'before', 'after', 'actor'],
  },
  // A socket without an address.
  { has: ({ protocol, kind }) => NAMED.includes(protocol ?? kind), keys: ['local'] },
  // What became of advice.
  { has: (fields) => isText(fields, 'kind') && isText(fields, 'rule'), keys: ['because'] },
];

/**
 * Anything that is sent to a reader of Chinese, with what programs said in English words (why something cannot be seen, and what would
 * bring it; why a change was refused; the values of a socket's fields) in Chinese.
 */
export function agentSaid<T>(value: T, say: Phrasebook): T {
  return said(value, say) as T;
}

function said(value: unknown, say: Phrasebook): unknown {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  if (Array.isArray(value)) {
    const items = value.map((item) => said(item, say));
    return items.every((item, place) => item === value[place]) ? value : items;
  }
  const fields = value as Fields;
  const keys = PLACES.filter(({ has }) => has(fields)).flatMap((place) => place.keys);
  const isSocket = isText(fields, 'cookie') && typeof fields['inode'] === 'number';
  let copy: Record<string, unknown> | undefined;
  for (const key of Object.keys(fields)) {
    const before = fields[key];
    const after = keys.includes(key)
      ? sentences(before, say)
      : isSocket && key === 'fields'
        ? valuesOf(before as Fields)
        : said(before, say);
    if (after === before) continue;
    copy ??= { ...fields };
    copy[key] = after;
  }
  return copy ?? value;
}

/** A text, or those in a list or under names. */
function sentences(value: unknown, say: Phrasebook): unknown {
  if (typeof value === 'string') return say(value);
  if (Array.isArray(value)) return value.map((each) => sentences(each, say));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, sentences(each, say)]));
}

function valuesOf(fields: Fields): Fields {
  return Object.fromEntries(
    Object.entries(fields).map(([id, value]) => [id, typeof value === 'string' ? socketValue(value) : value]),
  );
}
