import { ProtocolError } from '@netstrata/protocol';
import type { AppliedChange, SettingRef, WantedChange } from '@netstrata/protocol/types';
import { parseTunable } from '@netstrata/tunables';
import { reasonOf } from '../reasonOf.ts';
import { isPlainValue } from './plainText.ts';
import { type Drive, driveOf, keyOf, nameOf, refOf, type SettingDriver } from './SettingDriver.ts';

/** A change that may be made, with whoever makes it. */
export interface CheckedChange extends AppliedChange {
  readonly drive: Drive;
}

const OPERATION = 'change:apply';

const spaced = (text: string): string => text.replace(/\s+/g, ' ').trim();
const refuse = (code: 'bad-request' | 'conflict' | 'unavailable', message: string): ProtocolError =>
  new ProtocolError(code, OPERATION, message);

/**
 * Everything that must hold before a setting is changed: its name is in the catalogue, its value in bounds and among what the kernel
 * offers, and its value now the one that was expected. Fails with a ProtocolError: `bad-request`, `conflict` with the value of now, or
 * `unavailable` with what the kernel said.
 */
export async function checkWanted(
  changes: readonly WantedChange[],
  drivers: readonly SettingDriver[],
): Promise<readonly CheckedChange[]> {
  const keys = new Set(changes.map(keyOf));
  if (keys.size < changes.length) throw refuse('bad-request', 'One setting is named twice: once in a unit is enough.');
  const checked: CheckedChange[] = [];
  for (const change of changes) checked.push(await checkOne(change, drivers));
  if (checked.every(({ before, after }) => before === after))
    throw refuse('bad-request', 'Nothing would change: every setting has that value already.');
  return checked;
}

async function checkOne(wanted: WantedChange, drivers: readonly SettingDriver[]): Promise<CheckedChange> {
  const name = nameOf(wanted);
  const setting = refOf(wanted);
  const drive = driveOf(drivers, wanted.tunable);
  if (drive === undefined) throw refuse('bad-request', `${name} is not in the catalogue: it cannot be changed.`);
  const misplaced = drive.driver.misplaced(setting);
  if (misplaced !== undefined) throw refuse('bad-request', `${misplaced}.`);
  const { current, offered, limits } = await readNow(setting, drive);
  if (!isPlainValue(current))
    throw refuse('unavailable', `${name} has a value that could not be put back in one line: it is not changed.`);
  const parsed = parseTunable(drive.entry, wanted.value, offered, limits);
  if (!parsed.ok) throw refuse('bad-request', `${parsed.error.message}; allowed is ${parsed.error.allowed}.`);
  if (current !== spaced(wanted.expectedBefore))
    throw refuse(
      'conflict',
      `${name} is ${current} now and not ${spaced(wanted.expectedBefore)}: look again before changing it.`,
    );
  return { ...setting, before: current, after: parsed.text, drive };
}

async function readNow(setting: SettingRef, { driver }: Drive) {
  try {
    const current = await driver.read(setting);
    return { current, offered: await driver.offered(setting), limits: await driver.limits?.(setting) };
  } catch (cause) {
    throw new ProtocolError('unavailable', OPERATION, `${nameOf(setting)} cannot be read: ${reasonOf(cause)}.`, {
      cause,
    });
  }
}

/** Whether a unit is what an order asks for, told by its contents alone: for orders that arrive twice. */
export function isSameAs(
  made: { readonly changes: readonly AppliedChange[]; readonly by: string; readonly because: string },
  order: { readonly changes: readonly WantedChange[]; readonly by: string; readonly because: string },
  drivers: readonly SettingDriver[],
): boolean {
  // Masks of CPUs are made as wide as the machine: both are brought to the shortest form.
  const plain = ({ tunable }: SettingRef, value: string) => {
    const drive = driveOf(drivers, tunable);
    const parsed = drive && parseTunable(drive.entry, value);
    return parsed?.ok === true ? parsed.text : value;
  };
  const wanted = order.changes.map((change) => [
    keyOf(change),
    spaced(change.expectedBefore),
    plain(change, change.value),
  ]);
  const present = made.changes.map((change) => [keyOf(change), change.before, plain(change, change.after)]);
  return made.by === order.by && made.because === order.because && JSON.stringify(wanted) === JSON.stringify(present);
}
