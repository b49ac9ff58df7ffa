import { SOCKET_STATE_NAMES } from '../socketLists.ts';
import {
  FILTER_FIELDS,
  FILTER_LIMITS,
  FILTER_PROTOCOLS,
  type FilterField,
  type FilterFieldName,
  fieldNamed,
} from './fields.ts';

/** What may stand where somebody types. */
export interface FilterCompletion {
  /** The letters that a choice takes the place of. */
  readonly start: number;
  readonly end: number;
  /** What stands there already, in small letters. */
  readonly typed: string;
  /** The field whose value is typed; undefined where a field is. */
  readonly field: FilterFieldName | undefined;
  /** Fields with what follows them, or values that are the same on every host. */
  readonly options: readonly string[];
}

const HEAD = /^(-?)([a-z][a-z0-9]*)(?::(?:>=|<=|>|<|=)?|>=|<=|>|<|=)/i;

/** What could be written at `caret`. Never throws. */
export function completeSocketFilter(text: string, caret: number): FilterCompletion {
  const wordStart = text.slice(0, caret).search(/\S*$/);
  const wordEnd = caret + text.slice(caret).search(/\s|$/);
  const word = text.slice(wordStart, caret);
  const [head = '', , name = ''] = HEAD.exec(word) ?? [];
  const field = fieldNamed(name);
  if (field === undefined) {
    const start = wordStart + (word.startsWith('-') ? 1 : 0);
    const typed = text.slice(start, caret).toLowerCase();
    const options = (Object.keys(FILTER_FIELDS) as FilterFieldName[])
      .filter((known) => known.startsWith(typed))
      .map((known) => `${known}${suffixOf(FILTER_FIELDS[known])}`);
    return { start, end: wordEnd, typed, field: undefined, options };
  }
  const start = wordStart + Math.max(head.length, word.lastIndexOf(',') + 1);
  const typed = text.slice(start, caret).replaceAll('"', '').toLowerCase();
  const options = valuesOf(FILTER_FIELDS[field]).filter((value) => value.startsWith(typed));
  return { start, end: wordEnd, typed, field, options };
}

/** What is compared is mostly sought above a bound. */
function suffixOf(field: FilterField): string {
  return field.kind === 'number' && field.unit !== 'port' && field.field !== 'pid' && field.field !== 'inode'
    ? '>'
    : ':';
}

function valuesOf(field: FilterField): readonly string[] {
  switch (field.kind) {
    case 'state':
      return SOCKET_STATE_NAMES;
    case 'protocol':
      return FILTER_PROTOCOLS;
    case 'limit':
      return Object.keys(FILTER_LIMITS);
    case 'number':
      return field.unit === 'share' || field.unit === 'memory' ? ['50%', '80%', '95%'] : [];
    default:
      return [];
  }
}
