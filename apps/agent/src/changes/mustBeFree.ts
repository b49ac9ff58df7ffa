import { ProtocolError } from '@netstrata/protocol';
import type { SettingRef } from '@netstrata/protocol/types';
import { keyOf, nameOf } from './SettingDriver.ts';
import type { Unit } from './Unit.ts';

/** Fails with a ProtocolError `conflict` where one of the settings is part of another unit than `id` that waits for a confirmation. */
export function mustBeFree(settings: readonly SettingRef[], id: string, units: readonly Unit[]): void {
  const keys = new Set(settings.map(keyOf));
  for (const { change } of units) {
    if (change.state !== 'pending' || change.id === id) continue;
    const taken = change.changes.find((each) => keys.has(keyOf(each)));
    if (taken === undefined) continue;
    const message = `${nameOf(taken)} is part of change ${change.id} by ${change.by}, which is not decided yet: wait for it.`;
    throw new ProtocolError('conflict', 'change:apply', message);
  }
}
