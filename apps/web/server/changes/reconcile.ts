import type { ChangeRecord, HostChange } from '@netstrata/protocol';
import { isSame, keyOf } from './settings.ts';

/** What the host's word is joined with. */
export interface Reconciling {
  readonly nowMs: number;
  /** Our clock minus the host's. */
  readonly offsetMs: number;
  /** Who decided, where somebody of ours asked for what the host now says; the host by itself otherwise. */
  readonly decidedBy?: string | undefined;
}

/** Who decided when nobody asked: the host's agent. */
export const HOST = 'host';

/** Whether what a host says is about the settings and values of this record, and nothing that was not asked. */
export function isAbout(record: ChangeRecord, said: HostChange): boolean {
  if (record.id !== said.id || record.changes.length !== said.changes.length) return false;
  const bySetting = new Map(said.changes.map((change) => [keyOf(change), change]));
  return record.changes.every((change) => {
    const told = bySetting.get(keyOf(change));
    const same = (side: 'before' | 'after') => isSame(change.tunable, told?.[side] ?? '', change[side]);
    return told !== undefined && same('after') && same('before');
  });
}

/** States that a host's word may lead to; what is undone stays undone, and what is kept is not pending again. */
const FOLLOWS: Readonly<Record<ChangeRecord['state'], readonly HostChange['state'][]>> = {
  applying: ['pending', 'kept', 'undone'],
  unknown: ['pending', 'kept', 'undone'],
  refused: ['pending', 'kept'],
  pending: ['pending', 'kept', 'undone'],
  kept: ['kept', 'undone'],
  undone: ['undone'],
};

/** The record as the host's word makes it; the same object when that says nothing new or nothing that can follow. */
export function reconcile(record: ChangeRecord, said: HostChange, how: Reconciling): ChangeRecord {
  if (!FOLLOWS[record.state].includes(said.state)) return record;
  const { nowMs, offsetMs } = how;
  const isPending = said.state === 'pending';
  // What is known by our clock stays: the offset of another clock is known to some seconds.
  const deadlineMs = said.deadlineMs === undefined ? undefined : Math.round(said.deadlineMs + offsetMs);
  const next: ChangeRecord = {
    ...record,
    state: said.state,
    appliedMs: record.appliedMs ?? nowMs,
    confirmByMs: isPending ? (record.confirmByMs ?? deadlineMs) : undefined,
    ...(isPending ? { decidedMs: undefined, decidedBy: undefined } : decisionOf(record, said, how)),
    keptBefore: keptBefore(record, said),
    undo: said.undo ?? record.undo,
    persisted: said.persisted,
    problem: said.state === 'kept' && record.lost !== undefined ? record.problem : undefined,
    lost: said.state === 'kept' ? record.lost : undefined,
  };
  return JSON.stringify(next) === JSON.stringify(record) ? record : next;
}

/** That it was kept, and by whom, goes on being known when it is taken back. */
function keptBefore(
  { state, decidedMs, decidedBy = HOST, keptBefore: known }: ChangeRecord,
  said: HostChange,
): ChangeRecord['keptBefore'] {
  if (state !== 'kept' || said.state !== 'undone' || decidedMs === undefined) return known;
  return { timeMs: decidedMs, by: decidedBy };
}

function decisionOf(record: ChangeRecord, said: HostChange, { nowMs, offsetMs, decidedBy }: Reconciling) {
  if (said.state === record.state) return { decidedMs: record.decidedMs, decidedBy: record.decidedBy };
  const byItself = said.undo !== undefined && said.undo.reason !== 'asked';
  const askedBy = decidedBy ?? (record.state === 'unknown' ? record.decidedBy : undefined);
  return {
    decidedMs: said.undo === undefined ? nowMs : Math.round(said.undo.timeMs + offsetMs),
    decidedBy: byItself ? HOST : (askedBy ?? HOST),
  };
}
