import type { Ledger } from '@netstrata/db';
import type { ChangeRecord, SettingRef, TunablesReport } from '@netstrata/protocol';
import type { LiveHost } from '../live/LiveHost.ts';
import { aboutUnit } from './asker.ts';
import type { BookEntry, ChangeBook } from './ChangeBook.ts';
import { isSame, keyOf, named, normal } from './settings.ts';

const REBOOTED = 'lost when the host was started again: it was not set at boot';
const REPLACED = 'changed by somebody else since';

/** States of changes whose values are set, or may be. */
const STANDING: readonly ChangeRecord['state'][] = ['applying', 'unknown', 'pending', 'kept'];

/** Notices kept values that are not there any more, and when they are there again. */
export class LostValues {
  readonly #ledger: Pick<Ledger, 'audit'>;
  readonly #book: ChangeBook;
  readonly #isAsked: (id: string) => boolean;

  /** @param isAsked whether the host is being asked to do something with a change: then its values are about to move */
  constructor(ledger: Pick<Ledger, 'audit'>, book: ChangeBook, isAsked: (id: string) => boolean) {
    this.#ledger = ledger;
    this.#book = book;
    this.#isAsked = isAsked;
  }

  /** After a host has told its values. */
  look(host: LiveHost): void {
    // Of a setting that was changed again, only the newest change says what it should be.
    const newer = new Set<string>();
    for (const entry of this.#book.entries(host, STANDING)) {
      const { record } = entry;
      if (record.state === 'kept' && !this.#isAsked(record.id)) this.#lookAt(host, entry, newer);
      for (const change of record.changes) newer.add(keyOf(change));
    }
  }

  #lookAt(host: LiveHost, { record, notes }: BookEntry, newer: ReadonlySet<string>): void {
    const { tunables } = host;
    const appliedMs = (record.appliedMs ?? 0) - (host.clockOffsetMs ?? 0);
    if (tunables === undefined || tunables.timeMs < appliedMs) return;
    const lost = record.changes.flatMap(({ before: _, after, ...setting }) => {
      const now = newer.has(keyOf(setting)) ? undefined : valueNow(tunables, setting, record);
      return now === undefined || isSame(setting.tunable, now, after) ? [] : [{ setting, now: normal(now) }];
    });
    const before = record.lost ?? [];
    if (JSON.stringify(lost) === JSON.stringify(before)) return;
    const rebooted = notes.bootId !== undefined && notes.bootId !== host.facts.bootId;
    const why = rebooted ? REBOOTED : REPLACED;
    const next: ChangeRecord =
      lost.length === 0
        ? { ...record, lost: undefined, problem: undefined }
        : { ...record, lost, problem: `${lost.map(({ setting }) => named(setting)).join(', ')}: ${why}` };
    this.#book.put({ record: next, notes });
    if (lost.length <= before.length) return;
    this.#ledger.audit.append({
      action: 'change.lost',
      outcome: 'done',
      actor: `host:${host.hostId}`,
      from: '',
      ...aboutUnit(record),
      because: next.problem,
      before: lost.map(({ setting }) => named(setting)).join('; '),
      after: lost.map(({ setting, now }) => `${named(setting)} = ${now}`).join('; '),
    });
  }
}

/** Undefined where it is not known. What the agent did not look at since it started is as it was. */
function valueNow(
  { values, others }: TunablesReport,
  setting: SettingRef,
  { lost }: Pick<ChangeRecord, 'lost'>,
): string | undefined {
  if (setting.namespace === 'host' && setting.device === undefined) return values[setting.tunable];
  const key = keyOf(setting);
  if (others === undefined) return lost?.find((each) => keyOf(each.setting) === key)?.now;
  return others.find((each) => keyOf(each) === key)?.value;
}
