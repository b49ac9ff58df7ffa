import { ProtocolError } from '@netstrata/protocol';
import type { ApplyOrder, ChangeOrder, SettingRef, WantedChange } from '@netstrata/protocol/types';
import { plainText } from './plainText.ts';

/**
 * Checks of what the server asks of changes, by hand as those of `replies.ts`. Each gives a value of its own making, with nothing in it
 * that was not asked for, or fails with a ProtocolError `bad-request`, which says what was wrong. Names and values are looked at
 * further by the keeper: here is only what they are made of.
 */

type Fields = Readonly<Record<string, unknown>>;

/** Of one unit, and of one preview. */
export const MOST_SETTINGS = 32;
/** Words of an id, from which the name of a file is made. */
export const CHANGE_ID = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;
const NAME = /^[a-z][A-Za-z0-9_.-]{0,127}$/;
const NAMESPACE = /^(host|[1-9][0-9]{0,9})$/;
/** As the kernel has it: no white space, slash or colon, and no more than 15 bytes. */
const DEVICE = /^[^\s/:\0]{1,15}$/u;
/** The values that the kernel prints and takes: one line, and less than a page of memory. */
const VALUE = /^[\x20-\x7e\t]{0,4000}$/;
const MOST_QUEUE = 65_535;
const MOST_GIVEN_TEXT = 4000;
const MOST_BY = 200;
const MOST_BECAUSE = 500;
const CONFIRM_WITHIN_MS = { least: 1000, most: 600_000 };
const ACTIONS = ['confirm', 'undo', 'persist', 'unpersist'] as const;

/** Settings to tell of. */
export function settingsOf(value: unknown): readonly SettingRef[] {
  return listOf(value, settingOf, 'change:preview');
}

/** A unit to make. `confirmWithinMs` is in milliseconds. */
export function applyOrderOf(value: unknown): ApplyOrder {
  const operation = 'change:apply';
  const fields = fieldsOf(value, operation);
  const { confirmWithinMs } = fields;
  const { least, most } = CONFIRM_WITHIN_MS;
  if (
    typeof confirmWithinMs !== 'number' ||
    !Number.isInteger(confirmWithinMs) ||
    confirmWithinMs < least ||
    confirmWithinMs > most
  )
    throw bad(operation, `confirmWithinMs is no whole number from ${least} to ${most}`);
  return {
    id: idOf(fields, operation),
    changes: listOf(fields['changes'], wantedOf, operation),
    by: textOf(fields, 'by', MOST_BY, operation),
    because: textOf(fields, 'because', MOST_BECAUSE, operation),
    confirmWithinMs,
  };
}

/** What to do with a unit that is there. */
export function changeOrderOf(value: unknown): ChangeOrder {
  const operation = 'change:order';
  const fields = fieldsOf(value, operation);
  const action = ACTIONS.find((known) => known === fields['action']);
  if (action === undefined) throw bad(operation, `there is no such action; there are ${ACTIONS.join(', ')}`);
  const { evenIfChanged = false } = fields;
  if (typeof evenIfChanged !== 'boolean') throw bad(operation, 'evenIfChanged is neither true nor false');
  return { id: idOf(fields, operation), action, by: textOf(fields, 'by', MOST_BY, operation), evenIfChanged };
}

function settingOf(value: unknown, operation: string): SettingRef {
  const { tunable, namespace, device = undefined, queue = undefined } = fieldsOf(value, operation);
  if (typeof tunable !== 'string' || !NAME.test(tunable)) throw bad(operation, 'a setting has no name');
  if (typeof namespace !== 'string' || !NAMESPACE.test(namespace))
    throw bad(operation, `${tunable}: the namespace is neither "host" nor an inode number`);
  if (device !== undefined && (typeof device !== 'string' || !isDevice(device)))
    throw bad(operation, `${tunable}: the device has no name of a device`);
  if (queue !== undefined && (typeof queue !== 'number' || !Number.isInteger(queue) || queue < 0 || queue > MOST_QUEUE))
    throw bad(operation, `${tunable}: the queue is no number of a queue`);
  return {
    tunable,
    namespace,
    ...(device === undefined ? {} : { device }),
    ...(queue === undefined ? {} : { queue }),
  };
}

function wantedOf(value: unknown, operation: string): WantedChange {
  const setting = settingOf(value, operation);
  const { value: wanted, expectedBefore } = fieldsOf(value, operation);
  if (typeof wanted !== 'string' || !VALUE.test(wanted))
    throw bad(operation, `${setting.tunable}: the value is no line of plain text`);
  if (typeof expectedBefore !== 'string' || !VALUE.test(expectedBefore))
    throw bad(operation, `${setting.tunable}: expectedBefore is no line of plain text`);
  return { ...setting, value: wanted, expectedBefore };
}

function listOf<T>(value: unknown, one: (value: unknown, operation: string) => T, operation: string): readonly T[] {
  if (!Array.isArray(value) || value.length === 0 || value.length > MOST_SETTINGS)
    throw bad(operation, `from 1 to ${MOST_SETTINGS} settings are needed`);
  // From an iterator: `map` would pass holes by.
  return Array.from(value, (each) => one(each, operation));
}

function idOf({ id }: Fields, operation: string): string {
  if (typeof id !== 'string' || !CHANGE_ID.test(id)) throw bad(operation, 'the id is none');
  return id;
}

/** Bounded, and without anything that could start a line of its own in a file. */
function textOf(fields: Fields, name: 'by' | 'because', most: number, operation: string): string {
  const text = fields[name];
  if (typeof text !== 'string' || text.length > MOST_GIVEN_TEXT)
    throw bad(operation, `"${name}" is no text of a usual length`);
  return plainText(text, most);
}

function isDevice(name: string): boolean {
  return DEVICE.test(name) && name !== '.' && name !== '..' && !/\p{Cc}/u.test(name) && Buffer.byteLength(name) <= 15;
}

function fieldsOf(value: unknown, operation: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw bad(operation, 'it is no object');
  return value as Fields;
}

function bad(operation: string, what: string): ProtocolError {
  return new ProtocolError('bad-request', operation, `The ${operation} message cannot be used: ${what}.`);
}
