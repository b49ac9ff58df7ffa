import { ProtocolError } from '@netstrata/protocol';
import type {
  ApplyOrder,
  ChangeOrder,
  HostChange,
  HostPreview,
  SettingPreview,
  SettingRef,
  UndoReason,
} from '@netstrata/protocol/types';
import type { Clock } from '../clock/Clock.ts';
import type { Log } from '../log.ts';
import { reasonOf } from '../reasonOf.ts';
import { type ChangeJournal, MOST_UNITS } from './ChangeJournal.ts';
import { checkWanted, isSameAs } from './checkWanted.ts';
import { DeadMan } from './DeadMan.ts';
import { BootSettings } from './keep/BootSettings.ts';
import type { SysctlFile } from './keep/SysctlFile.ts';
import { lookAt } from './lookAt.ts';
import { mustBeFree } from './mustBeFree.ts';
import { applyOrderOf, changeOrderOf, settingsOf } from './orders.ts';
import { Queue } from './Queue.ts';
import { nameOf, type SettingDriver } from './SettingDriver.ts';
import type { Unit } from './Unit.ts';
import { refusalOf, UnitWriter } from './UnitWriter.ts';

export interface ChangeKeeperParts {
  readonly journal: ChangeJournal;
  /** The first that knows a name has it. */
  readonly drivers: readonly SettingDriver[];
  readonly file: SysctlFile;
  /** Sentences for each setting that something else sets too. */
  readonly overrides: (settings: readonly SettingRef[]) => Promise<readonly (readonly string[])[]>;
  readonly clock: Clock;
  readonly bootId: string;
  /** Whether the agent was started with permission to change anything. */
  readonly mayApply: boolean;
  readonly log: Log;
  /** All units, when one changed. */
  readonly onChange: (changes: readonly HostChange[]) => void;
  readonly onWritten: (settings: readonly SettingRef[]) => void;
}

const MOST_PENDING = 32;
/** Of the report, whose oldest units are left out beyond it. */
const MOST_REPORT_BYTES = 400_000;
const NOT_ALLOWED = 'This agent was started without --allow-apply: it changes nothing on its host.';

/**
 * Whoever asks for a change of this host asks here, and here alone it is decided: the server may be wrong, or in the wrong hands. What is
 * changed is taken back unless it is confirmed in time. One thing is done at a time.
 */
export class ChangeKeeper {
  readonly #parts: ChangeKeeperParts;
  readonly #queue = new Queue();
  readonly #units: UnitWriter;
  readonly #boot: BootSettings;
  readonly #deadMan: DeadMan;
  #stopped = false;

  constructor(parts: ChangeKeeperParts) {
    const { bootId, clock, drivers, file, journal, log, onWritten } = parts;
    this.#parts = parts;
    this.#boot = new BootSettings({ drivers, file, journal, wallMs: clock.wallMs });
    this.#units = new UnitWriter({ bootId, drivers, journal, log, onWritten, wallMs: clock.wallMs });
    this.#deadMan = new DeadMan(
      clock,
      (id, why) => void this.#due(id, why === 'lost' ? 'connection-lost' : 'not-confirmed'),
    );
  }

  /** All units: those that wait, then the newest first. */
  get report(): readonly HostChange[] {
    let bytes = 0;
    const newest = this.#parts.journal.units.map(({ change }) => change).reverse();
    const waits = ({ state }: HostChange) => state === 'pending';
    const all = [...newest.filter(waits), ...newest.filter((change) => !waits(change))];
    return all.slice(0, MOST_UNITS).filter((change) => {
      bytes += JSON.stringify(change).length;
      return bytes <= MOST_REPORT_BYTES;
    });
  }

  /** Whether a setting has this value because it was changed or put back here, rather than by somebody else. */
  isOurs(setting: SettingRef, value: string): boolean {
    return this.#units.isOurs(setting, value);
  }

  /** Takes back what an agent before this one could not. Before anything else; never fails. */
  recover(): Promise<void> {
    return this.#queue.run(async () => {
      const { journal, log, bootId, file } = this.#parts;
      await journal.open();
      for (const unit of journal.units) {
        try {
          if (unit.change.state === 'pending' || unit.undoing !== undefined) await this.#recoverOne(unit);
          else if (unit.change.state === 'kept' && unit.bootId === bootId) this.#units.remember(unit.change);
          else if (unit.bootId === bootId && unit.change.undo?.settings.some(({ outcome }) => outcome === 'failed'))
            await this.#units.takeBack(unit, unit.change.undo.reason, false);
        } catch (cause) {
          log.error('a change could not be taken back', { id: unit.change.id, reason: reasonOf(cause) });
        }
      }
      try {
        await this.#boot.agree();
      } catch (cause) {
        log.warn('what is set at boot cannot be looked at', { file: file.path, reason: reasonOf(cause) });
      }
    });
  }

  /** Fails with a ProtocolError `bad-request`. */
  async preview(given: unknown): Promise<HostPreview> {
    const { drivers, file, mayApply, overrides } = this.#parts;
    const wanted = settingsOf(given);
    const overriddenBy = await overrides(wanted);
    const settings: SettingPreview[] = [];
    for (const [at, setting] of wanted.entries())
      settings.push({ ...setting, ...(await lookAt(setting, drivers)), overriddenBy: overriddenBy[at] ?? [] });
    return { settings, mayApply, reason: mayApply ? '' : NOT_ALLOWED, persistPath: file.path };
  }

  /** Makes all changes of a unit or none. Asked for again it answers how the unit is now. Fails with a ProtocolError. */
  apply(given: unknown): Promise<HostChange> {
    return this.#allowed('change:apply', async () => this.#apply(applyOrderOf(given)));
  }

  /** Keeps, takes back, or writes into the file of the next boot. Fails with a ProtocolError. */
  order(given: unknown): Promise<HostChange> {
    return this.#allowed('change:order', async () => {
      const order = changeOrderOf(given);
      const unit = this.#parts.journal.get(order.id);
      if (unit === undefined)
        throw new ProtocolError('not-found', 'change:order', `This host knows of no change ${order.id}.`);
      const change = await this.#orderOf(unit, order);
      this.#parts.log.info(`change: ${order.action}`, { id: order.id, by: order.by, state: change.state });
      return change;
    });
  }

  /** Without the server nobody can confirm: what waits, waits no longer than a reconnect may take. */
  connectionLost(): void {
    this.#deadMan.lost();
  }

  connected(): void {
    this.#deadMan.found();
  }

  /** Takes back what waits, at once. Nothing is changed from then on. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#queue.run(async () => {
      this.#deadMan.stop();
      for (const { change } of this.#parts.journal.units)
        if (change.state === 'pending') await this.#undoAlone(change.id, 'agent-restarted');
    });
  }

  #allowed(operation: string, work: () => Promise<HostChange>): Promise<HostChange> {
    return this.#queue.run(async () => {
      if (!this.#parts.mayApply) throw new ProtocolError('forbidden', operation, NOT_ALLOWED);
      if (this.#stopped)
        throw new ProtocolError('unavailable', operation, 'This agent is ending: try again in a moment.');
      return work();
    });
  }

  async #apply(order: ApplyOrder): Promise<HostChange> {
    const { clock, drivers, journal, log } = this.#parts;
    const { id, by, because, confirmWithinMs } = order;
    const known = journal.get(id)?.change;
    if (known !== undefined) {
      if (!isSameAs(known, order, drivers))
        throw new ProtocolError('conflict', 'change:apply', `There is another change ${id} already: take a new id.`);
      if (known.undo?.reason === 'write-refused') throw refusalOf(known);
      return known;
    }
    mustBeFree(order.changes, id, journal.units);
    if (this.#deadMan.size >= MOST_PENDING)
      throw new ProtocolError(
        'overloaded',
        'change:apply',
        `${MOST_PENDING} changes wait already: decide on one of them.`,
      );
    const checked = await checkWanted(order.changes, drivers);
    const appliedMs = clock.wallMs();
    const deadline = clock.monoMs() + confirmWithinMs;
    const changes = checked.map(({ drive: _, ...change }) => change);
    const change: HostChange = {
      id,
      state: 'pending',
      changes,
      by,
      because,
      appliedMs,
      deadlineMs: appliedMs + confirmWithinMs,
    };
    // Before the first write: whatever fails after it, this is taken back.
    this.#deadMan.arm(id, { monoMs: deadline, patient: checked.some(({ drive }) => drive.entry.disruptive) });
    try {
      const unit = await this.#units.make(change, checked);
      log.info('changed, until it is confirmed', { id, by, settings: changes.map(nameOf).join(' '), confirmWithinMs });
      return unit.change;
    } finally {
      if (journal.get(id)?.change.state !== 'pending') this.#deadMan.disarm(id);
      this.#changed();
    }
  }

  async #orderOf(unit: Unit, order: ChangeOrder): Promise<HostChange> {
    const { change } = unit;
    const { action, evenIfChanged = false } = order;
    try {
      if (action === 'undo') return await this.#undo(change.id, 'asked', evenIfChanged);
      if (change.state === 'undone') throw conflict(`Change ${change.id} was taken back: make it anew.`);
      if (action === 'confirm') return await this.#confirm(unit);
      if (change.state !== 'kept') throw conflict(`Change ${change.id} waits for a confirmation: confirm it first.`);
      return await (action === 'persist' ? this.#boot.persist(unit) : this.#boot.unpersist(unit));
    } finally {
      this.#changed();
    }
  }

  async #confirm(unit: Unit): Promise<HostChange> {
    const { change } = unit;
    const { drivers, journal } = this.#parts;
    if (change.state === 'kept') return change;
    for (const each of change.changes) {
      const { current = 'not readable' } = await lookAt(each, drivers);
      if (current !== each.after)
        throw conflict(
          `${nameOf(each)} is ${current} now and not ${each.after}: somebody changed it since. Take the change back, or make it anew.`,
        );
    }
    const { deadlineMs: _, ...rest } = change;
    const kept: HostChange = { ...rest, state: 'kept' };
    await journal.save({ ...unit, change: kept });
    this.#deadMan.disarm(change.id);
    return kept;
  }

  async #undo(id: string, reason: UndoReason, evenIfChanged = false): Promise<HostChange> {
    const { journal, log } = this.#parts;
    const unit = journal.get(id);
    if (unit === undefined) throw new ProtocolError('not-found', 'change:order', `This host knows of no change ${id}.`);
    const { change } = unit;
    if (change.state === 'undone' && (change.undo?.settings ?? []).every(({ outcome }) => outcome === 'restored'))
      return change;
    mustBeFree(change.changes, id, journal.units);
    if (change.state === 'kept') {
      await journal.save({ ...unit, undoing: { reason, evenIfChanged } });
      // Whoever asked hears that it stays: it must not be taken back behind their back at the next start.
      await this.#boot.drop(change).catch(async (cause: unknown) => {
        await journal.save(unit).catch(() => journal.hold(unit));
        throw cause;
      });
    }
    const undone = await this.#units.takeBack(unit, reason, evenIfChanged);
    this.#deadMan.disarm(id);
    const left = undone.change.undo?.settings.filter(({ outcome }) => outcome !== 'restored').map(nameOf) ?? [];
    const say = left.length === 0 ? log.info : log.warn;
    say('a change was taken back', { id, reason, ...(left.length === 0 ? {} : { notRestored: left.join(' ') }) });
    return undone.change;
  }

  async #recoverOne(unit: Unit): Promise<void> {
    const { bootId, log } = this.#parts;
    const { change, undoing } = unit;
    if (change.state === 'kept') await this.#boot.drop(change);
    const { reason, evenIfChanged } = undoing ?? { reason: 'agent-restarted' as const, evenIfChanged: false };
    if (unit.bootId === bootId) await this.#units.takeBack(unit, reason, evenIfChanged);
    else await this.#units.noteGone(unit);
    log.warn('a change that an agent before this one left was taken back', { id: change.id, by: change.by });
  }

  async #due(id: string, reason: UndoReason): Promise<void> {
    await this.#queue.run(async () => {
      if (this.#parts.journal.get(id)?.change.state === 'pending') await this.#undoAlone(id, reason);
    });
  }

  /** Nobody has asked, so nobody is told but by the log and the report. */
  async #undoAlone(id: string, reason: UndoReason): Promise<void> {
    try {
      await this.#undo(id, reason);
    } catch (cause) {
      this.#parts.log.error('a change could not be taken back', { id, reason: reasonOf(cause) });
    }
    this.#changed();
  }

  #changed(): void {
    this.#parts.onChange(this.report);
  }
}

function conflict(message: string): ProtocolError {
  return new ProtocolError('conflict', 'change:order', message);
}
