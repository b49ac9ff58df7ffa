import type { AppliedChange, HostChange, SettingRef, UndoneSetting, UndoReason } from '@netstrata/protocol/types';
import { CHANGE_ID, MOST_SETTINGS } from './orders.ts';
import { isPlainValue, plainText } from './plainText.ts';
import { refOf } from './SettingDriver.ts';

/** A unit of changes as the journal keeps it: what the server is told, and what only its keeper needs. */
export interface Unit {
  readonly change: HostChange;
  /** The boot in which it was made: another one knows nothing of it. */
  readonly bootId: string;
  /** It is being taken back, which must be gone through with whatever happens. */
  readonly undoing?: { readonly reason: UndoReason; readonly evenIfChanged: boolean } | undefined;
}

const FORMAT = 1;
const REASONS: readonly UndoReason[] = [
  'not-confirmed',
  'connection-lost',
  'agent-restarted',
  'write-refused',
  'asked',
];
const OUTCOMES: readonly UndoneSetting['outcome'][] = ['restored', 'changed-by-another', 'failed'];
const STATES: readonly HostChange['state'][] = ['pending', 'kept', 'undone'];
const MOST_TEXT = 4096;
const MOST_LINE = 500;
const NAMESPACE = /^(host|[1-9][0-9]{0,9})$/;

/** A unit as its file in the journal has it. */
export function textOfUnit({ change, bootId, undoing }: Unit): string {
  return `${JSON.stringify({ format: FORMAT, bootId, undoing, change }, undefined, 1)}\n`;
}

/**
 * The unit that a file of the journal holds; undefined for whatever else it may be: torn, of another format, written by somebody else.
 * Nothing is taken over that was not checked.
 */
export function unitOf(text: string, id: string): Unit | undefined {
  try {
    return readUnit(JSON.parse(text), id);
  } catch {
    return undefined;
  }
}

/** What is no such thing ends the reading: nothing of the file is used then. */
class Odd extends Error {}

type Fields = Readonly<Record<string, unknown>>;

function readUnit(value: unknown, id: string): Unit {
  const fields = fieldsOf(value);
  const change = fieldsOf(fields['change']);
  if (fields['format'] !== FORMAT || change['id'] !== id || !CHANGE_ID.test(id)) throw new Odd();
  const undoing = optional(fields['undoing'], (given) => {
    const { reason, evenIfChanged } = fieldsOf(given);
    if (typeof evenIfChanged !== 'boolean') throw new Odd();
    return { reason: oneOf(REASONS, reason), evenIfChanged };
  });
  return {
    bootId: textIn(fields, 'bootId'),
    undoing,
    change: {
      id,
      state: oneOf(STATES, change['state']),
      changes: listOf(change['changes'], readChange),
      by: lineIn(change, 'by'),
      because: lineIn(change, 'because'),
      appliedMs: timeIn(change, 'appliedMs'),
      deadlineMs: optional(change['deadlineMs'], () => timeIn(change, 'deadlineMs')),
      undo: optional(change['undo'], readUndo),
      persisted: optional(change['persisted'], (given) => {
        const persisted = fieldsOf(given);
        return { path: lineIn(persisted, 'path'), timeMs: timeIn(persisted, 'timeMs') };
      }),
    },
  };
}

function readSetting(fields: Fields): SettingRef {
  const { device, queue } = fields;
  const namespace = textIn(fields, 'namespace');
  if (!NAMESPACE.test(namespace)) throw new Odd();
  if (queue !== undefined && !(Number.isSafeInteger(queue) && (queue as number) >= 0)) throw new Odd();
  return refOf({
    tunable: textIn(fields, 'tunable'),
    namespace,
    device: device === undefined ? undefined : textIn(fields, 'device'),
    queue: queue as number | undefined,
  });
}

function readChange(value: unknown): AppliedChange {
  const fields = fieldsOf(value);
  return { ...readSetting(fields), before: valueIn(fields, 'before'), after: valueIn(fields, 'after') };
}

function readUndo(value: unknown): NonNullable<HostChange['undo']> {
  const fields = fieldsOf(value);
  return {
    reason: oneOf(REASONS, fields['reason']),
    timeMs: timeIn(fields, 'timeMs'),
    settings: listOf(fields['settings'], (each) => {
      const setting = fieldsOf(each);
      return {
        ...readSetting(setting),
        outcome: oneOf(OUTCOMES, setting['outcome']),
        value: optional(setting['value'], () => valueIn(setting, 'value')),
        problem: lineIn(setting, 'problem'),
      };
    }),
  };
}

function listOf<T>(value: unknown, one: (value: unknown) => T): readonly T[] {
  if (!Array.isArray(value) || value.length === 0 || value.length > MOST_SETTINGS) throw new Odd();
  return value.map(one);
}

function optional<T>(value: unknown, read: (value: unknown) => T): T | undefined {
  return value === undefined ? undefined : read(value);
}

function oneOf<T>(known: readonly T[], value: unknown): T {
  const found = known.find((each) => each === value);
  if (found === undefined) throw new Odd();
  return found;
}

function textIn(fields: Fields, name: string): string {
  const text = fields[name];
  if (typeof text !== 'string' || text.length > MOST_TEXT) throw new Odd();
  return text;
}

/** As it was written by this product: one line, of which the server takes no more. */
function lineIn(fields: Fields, name: string): string {
  const text = textIn(fields, name);
  if (text !== plainText(text, MOST_LINE)) throw new Odd();
  return text;
}

function valueIn(fields: Fields, name: string): string {
  const text = textIn(fields, name);
  if (!isPlainValue(text)) throw new Odd();
  return text;
}

function timeIn(fields: Fields, name: string): number {
  const time = fields[name];
  if (typeof time !== 'number' || !Number.isFinite(time) || time < 0) throw new Odd();
  return time;
}

function fieldsOf(value: unknown): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Odd();
  return value as Fields;
}
