import type { ChangeRecord, SettingRef } from '@netstrata/protocol';
import { changeable, parseTunable } from '@netstrata/tunables';
import { keyOf } from './settings.ts';

/** A setting as a change left it, and who wanted it so. */
export interface KeptSetting {
  readonly ref: SettingRef;
  readonly before: string;
  readonly after: string;
  readonly by: string;
  readonly because: string;
  readonly timeMs: number;
  /** Whether the catalogue takes the value: what a host only claims may be anything. */
  readonly sound: boolean;
}

/** Every setting that is kept, as its newest kept change left it, by name. `records` are the newest first. */
export function keptSettings(records: readonly ChangeRecord[]): readonly KeptSetting[] {
  const bySetting = new Map<string, KeptSetting>();
  for (const { state, changes, by, because, decidedMs, requestedMs } of records) {
    if (state !== 'kept') continue;
    for (const { before, after, ...ref } of changes) {
      if (bySetting.has(keyOf(ref))) continue;
      const sound = isSound(ref.tunable, after);
      bySetting.set(keyOf(ref), { ref, before, after, by, because, timeMs: decidedMs ?? requestedMs, sound });
    }
  }
  const name = ({ ref: { tunable, device = '', queue = 0 } }: KeptSetting) =>
    `${tunable} ${device} ${String(queue).padStart(5)}`;
  return [...bySetting.values()].toSorted((a, b) => (name(a) < name(b) ? -1 : 1));
}

function isSound(name: string, value: string): boolean {
  const entry = changeable(name);
  return entry !== undefined && parseTunable(entry, value).ok;
}
