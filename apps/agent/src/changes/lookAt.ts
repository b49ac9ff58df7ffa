import type { SettingPreview, SettingRef } from '@netstrata/protocol/types';
import { reasonOf } from '../reasonOf.ts';
import { isPlainValue, plainText } from './plainText.ts';
import { MOST_PROBLEM } from './putBack.ts';
import { driveOf, type SettingDriver } from './SettingDriver.ts';

/** What a setting is now and what it may be, or why that cannot be told. Never fails. */
export async function lookAt(
  setting: SettingRef,
  drivers: readonly SettingDriver[],
): Promise<Pick<SettingPreview, 'current' | 'offered' | 'limits' | 'problem' | 'readOnly'>> {
  const drive = driveOf(drivers, setting.tunable);
  if (drive === undefined) return { problem: 'It is not in the catalogue: it cannot be changed.' };
  const { driver } = drive;
  const misplaced = driver.misplaced(setting);
  if (misplaced !== undefined) return { problem: misplaced };
  try {
    const current = await driver.read(setting);
    if (!isPlainValue(current))
      return { problem: 'Its value is too long to be put back in one line: it is not changed.' };
    return {
      current,
      offered: await driver.offered(setting),
      limits: await driver.limits?.(setting),
      ...(driver.isReadOnly?.(setting) === true && { readOnly: true }),
    };
  } catch (cause) {
    return { problem: plainText(reasonOf(cause), MOST_PROBLEM) };
  }
}
