import type { ChangeRecord, SettingRef } from '@netstrata/protocol';
import { ProtocolError } from '@netstrata/protocol';
import { keyOf, namedWords } from './settings.ts';

/** A host that has not said what became of a change has taken it back this long after its time at the latest. */
const SILENCE_MS = 120_000;

/** Whether nobody may touch its settings yet. */
export function isOpen({ state, confirmByMs }: ChangeRecord, nowMs: number): boolean {
  if (state === 'unknown') return confirmByMs !== undefined && nowMs < confirmByMs + SILENCE_MS;
  return state === 'applying' || state === 'pending';
}

/** @throws ProtocolError `conflict` that names who holds one of the settings and until when */
export function refuseHeld(records: readonly ChangeRecord[], settings: readonly SettingRef[], nowMs: number): void {
  const wanted = new Set(settings.map(keyOf));
  for (const record of records) {
    const held = isOpen(record, nowMs) ? record.changes.find((change) => wanted.has(keyOf(change))) : undefined;
    if (held === undefined) continue;
    const { by, confirmByMs } = record;
    const name = namedWords(held);
    const until = confirmByMs === undefined ? '' : ` until ${new Date(confirmByMs).toISOString()}`;
    const when = confirmByMs === undefined ? '会' : `在 ${new Date(confirmByMs).toISOString()} 之前`;
    throw new ProtocolError('conflict', 'change', {
      en: `${by} is changing ${name.en}, and may confirm that${until}: wait, or ask them`,
      'zh-CN': `${by} 正在更改 ${name['zh-CN']}，可能${when}确认：请等待，或询问对方`,
    });
  }
}
