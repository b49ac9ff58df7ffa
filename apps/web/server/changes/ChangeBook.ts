import type { Advice } from '@netstrata/advisor';
import type { Ledger } from '@netstrata/db';
import type { Words } from '@netstrata/metrics';
import type { ChangeRecord, ErrorCode, Verdict } from '@netstrata/protocol';
import { ProtocolError } from '@netstrata/protocol';
import type { LiveHost } from '../live/LiveHost.ts';
import { outlived } from './outlived.ts';
import type { VerdictPlan } from './verdictPlan.ts';

/** What the server remembers of a change beside what people see. */
export interface ChangeNotes {
  /** Of the host when it was applied: another one by now means a reboot. */
  readonly bootId?: string | undefined;
  /** How it is told whether it helped. */
  readonly plan?: VerdictPlan | undefined;
  /** The advice that proposed it, as it was then: what is still to do for the change is on it while that is verified. */
  readonly advice?: Advice<Words> | undefined;
  /** What the one who asked was told, so that they are told the same when they ask again. */
  readonly failure?: { readonly code: ErrorCode; readonly message: string | Words } | undefined;
  /** What the problem of the record says, in every language. */
  readonly problem?: Words | undefined;
  /** What the verdict of the record says, in every language. */
  readonly verdict?: Words | undefined;
}

/** A record as people are told of it, in every language that is known. */
export interface ToldChange extends Omit<ChangeRecord, 'verdict' | 'problem'> {
  readonly problem?: string | Words | undefined;
  readonly verdict?: Verdict | Verdict<Words> | undefined;
}

export interface BookEntry {
  readonly record: ChangeRecord;
  readonly notes: ChangeNotes;
}

type Host = Pick<LiveHost, 'hostId'>;

const RESTARTED: Words = {
  en: 'the server was restarted before the host had answered',
  'zh-CN': '主机应答之前服务器重启了',
};

/** Of each host, what is looked at and told. */
const TOLD = 50;

/** The changes of all hosts in the ledger, each only through its own host. */
export class ChangeBook {
  readonly #ledger: Pick<Ledger, 'changes'>;
  readonly #changed: (hostId: string) => void;
  /** By host, what is asked for with every sample. */
  readonly #newest = new Map<string, readonly ChangeRecord[]>();

  /** @param changed told after a record of a host has become another */
  constructor(ledger: Pick<Ledger, 'changes'>, changed: (hostId: string) => void) {
    this.#ledger = ledger;
    this.#changed = changed;
  }

  /** The newest 50, the newest first. */
  of({ hostId }: Host): readonly ChangeRecord[] {
    const known = this.#newest.get(hostId);
    if (known !== undefined) return known;
    const records = this.#ledger.changes.of(hostId, TOLD).map(({ record }) => record);
    this.#newest.set(hostId, records);
    return records;
  }

  /** The newest first, for people, to be sent in their language. */
  told({ hostId }: Host, limit: number = TOLD): readonly ToldChange[] {
    return this.#ledger.changes.of(hostId, limit).map((kept) => toldOf(entryOf(kept)));
  }

  /** All that are in these states, however many came after them, the newest first. */
  entries({ hostId }: Host, states: readonly ChangeRecord['state'][]): readonly BookEntry[] {
    return this.#ledger.changes.ofInStates(hostId, states).map(entryOf);
  }

  /** Undefined also for a change of another host. */
  find({ hostId }: Host, id: string): BookEntry | undefined {
    const kept = this.#ledger.changes.get(id);
    return kept === undefined || kept.record.hostId !== hostId ? undefined : entryOf(kept);
  }

  /** Whether any host has it. */
  has(id: string): boolean {
    return this.#ledger.changes.get(id) !== undefined;
  }

  /** @throws ProtocolError `not-found`, also for a change of another host */
  get(host: Host, id: string): BookEntry {
    const entry = this.find(host, id);
    if (entry !== undefined) return entry;
    throw new ProtocolError('not-found', 'change', { en: 'this host has no such change', 'zh-CN': '本机没有这个更改' });
  }

  /** On disk when it returns. `request` is kept with a record that it made. */
  put({ record, notes }: BookEntry, request?: Parameters<Ledger['changes']['begin']>[1]): void {
    const kept = { record, notes: JSON.stringify(notes) };
    if (request === undefined) this.#ledger.changes.put(kept);
    else this.#ledger.changes.begin(kept, request);
    this.#newest.delete(record.hostId);
    this.#changed(record.hostId);
  }

  /** Changes that wait, or are kept. */
  standing(): readonly ChangeRecord[] {
    return this.#ledger.changes.inStates(['pending', 'kept', 'unknown']).map(({ record }) => record);
  }

  /** Forgets changes from before a moment that tell nothing of the present any more. */
  forget(beforeMs: number): void {
    const { changes } = this.#ledger;
    for (const hostId of changes.hostsBefore(beforeMs)) {
      const ids = outlived(changes.decidedBefore(hostId, beforeMs));
      if (ids.length === 0) continue;
      changes.remove(ids);
      this.#newest.delete(hostId);
      this.#changed(hostId);
    }
  }

  /** Changes that were asked for when the server ended: only their hosts know what became of them. */
  recall(): void {
    for (const kept of this.#ledger.changes.inStates(['applying'])) {
      const { record, notes } = entryOf(kept);
      this.put({
        record: { ...record, state: 'unknown', problem: RESTARTED.en },
        notes: { ...notes, problem: RESTARTED },
      });
    }
  }
}

/** Where a record was written before there were words, English is all there is. */
export function toldOf({ record, notes }: BookEntry): ToldChange {
  const { verdict, problem } = record;
  return {
    ...record,
    ...(problem !== undefined && notes.problem?.en === problem && { problem: notes.problem }),
    ...(verdict !== undefined &&
      notes.verdict?.en === verdict.reason && { verdict: { ...verdict, reason: notes.verdict } }),
  };
}

const entryOf = ({ record, notes }: { readonly record: ChangeRecord; readonly notes: string }): BookEntry => ({
  record,
  notes: JSON.parse(notes) as ChangeNotes,
});
