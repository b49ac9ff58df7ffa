import type { AppliedChange, UndoneSetting } from '@netstrata/protocol/types';
import { reasonOf } from '../reasonOf.ts';
import { isPlainValue, plainText } from './plainText.ts';
import { driveOf, refOf, type SettingDriver } from './SettingDriver.ts';

/** Of what is told of one setting, in characters. */
export const MOST_PROBLEM = 400;

export interface PutBackHow {
  readonly drivers: readonly SettingDriver[];
  /** Also where the value is neither the one before nor the one of the change. */
  readonly evenIfChanged: boolean;
  /** Called before each writing. */
  readonly onWrite: (change: AppliedChange, value: string) => void;
}

/**
 * Gives one setting the value that it had before a change, unless it is another's by now, and looks whether the kernel took it. Never
 * fails: what went wrong is in the answer. Doing it twice does no harm.
 */
export async function putBack(change: AppliedChange, how: PutBackHow): Promise<UndoneSetting> {
  const setting = refOf(change);
  const { before, after } = change;
  let value: string | undefined;
  const left = (outcome: UndoneSetting['outcome'], problem = ''): UndoneSetting => ({
    ...setting,
    outcome,
    ...(value !== undefined && isPlainValue(value) ? { value } : {}),
    problem: plainText(problem, MOST_PROBLEM),
  });
  const drive = driveOf(how.drivers, change.tunable);
  if (drive === undefined) return left('failed', 'the catalogue of this version does not have it');
  const { driver } = drive;
  const misplaced = driver.misplaced(setting);
  if (misplaced !== undefined) return left('failed', misplaced);
  try {
    value = await driver.read(setting);
    if (value === before) return left('restored');
    if (value !== after && !how.evenIfChanged)
      return left('changed-by-another', `it is not ${after} but ${value}: somebody changed it since`);
    how.onWrite(change, before);
    await driver.write(setting, before);
    value = await driver.read(setting);
    if (value === before) return left('restored');
    return left('failed', `${before} was written, and the kernel made ${value} of it`);
  } catch (cause) {
    return left('failed', reasonOf(cause));
  }
}
