import { ProtocolError } from '@netstrata/protocol';
import type { AppliedChange, HostChange, SettingRef, UndoneSetting, UndoReason } from '@netstrata/protocol/types';
import type { Log } from '../log.ts';
import { reasonOf } from '../reasonOf.ts';
import type { ChangeJournal } from './ChangeJournal.ts';
import type { CheckedChange } from './checkWanted.ts';
import { plainText } from './plainText.ts';
import { MOST_PROBLEM, putBack } from './putBack.ts';
import { keyOf, nameOf, refOf, type SettingDriver } from './SettingDriver.ts';
import type { Unit } from './Unit.ts';

export interface UnitWriterParts {
  readonly journal: ChangeJournal;
  readonly drivers: readonly SettingDriver[];
  readonly wallMs: () => number;
  readonly bootId: string;
  readonly log: Log;
  /** After settings were written, whatever became of them. */
  readonly onWritten: (settings: readonly SettingRef[]) => void;
}

interface Refused {
  readonly problem: string;
  /** Whether a write was begun: the value may be any by now, and is ours to put back. */
  readonly touched: boolean;
}

/**
 * Makes the changes of one unit and takes them back. The journal knows of each before the kernel does, so that whoever comes after a crash
 * finds either nothing done, or what to undo.
 */
export class UnitWriter {
  readonly #parts: UnitWriterParts;
  /** What was written last, by setting. */
  readonly #written = new Map<string, string>();

  constructor(parts: UnitWriterParts) {
    this.#parts = parts;
  }

  /** Whether a setting has this value because it was written here. */
  isOurs(setting: SettingRef, value: string): boolean {
    return this.#written.get(keyOf(setting)) === value;
  }

  /** For units that an agent before this one has made. */
  remember({ changes }: HostChange): void {
    for (const change of changes) this.#written.set(keyOf(change), change.after);
  }

  /**
   * Writes all settings of a unit that waits, or none: a refused one, or one of which the kernel makes another value, has the others put back.
   * Fails with a ProtocolError then, and the journal says `undone`; and before anything is written where the journal cannot be.
   */
  async make(change: HostChange, checked: readonly CheckedChange[]): Promise<Unit> {
    const { journal, bootId, onWritten } = this.#parts;
    const unit: Unit = { change, bootId };
    await journal.save(unit);
    let refused: (Refused & { readonly at: number }) | undefined;
    for (const [at, each] of checked.entries()) {
      const problem = await this.#writeOne(each);
      if (problem === undefined) continue;
      refused = { at, ...problem };
      break;
    }
    if (refused === undefined) {
      onWritten(change.changes.map(refOf));
      return unit;
    }
    const { at, problem, touched } = refused;
    // A refused write may have set the first of several numbers: whatever is there now is not somebody's will. What was not written is.
    const settings = await this.#putBack(change.changes, { force: (place) => (touched ? place <= at : place < at) });
    const told = settings.map((setting, place) =>
      place === at
        ? { ...setting, problem: plainText([problem, setting.problem].filter(Boolean).join('; '), MOST_PROBLEM) }
        : setting,
    );
    const undone = this.#undone(unit, 'write-refused', told);
    await this.#saveDone(undone);
    onWritten(change.changes.map(refOf));
    throw refusalOf(undone.change);
  }

  /** Gives all settings the value before, and says how each was left. A second time only those that were not restored at the first. */
  async takeBack(unit: Unit, reason: UndoReason, evenIfChanged: boolean): Promise<Unit> {
    const { change } = unit;
    const settings = await this.#putBack(change.changes, { force: () => evenIfChanged, done: change.undo?.settings });
    const undone = this.#undone(unit, reason, settings);
    await this.#saveDone(undone);
    this.#parts.onWritten(change.changes.map(refOf));
    return undone;
  }

  /** Of a unit from before a reboot: the values went with the kernel that had them, and nothing is written. */
  async noteGone(unit: Unit): Promise<Unit> {
    const settings: UndoneSetting[] = [];
    for (const change of unit.change.changes) settings.push(await this.#lookAfterReboot(change));
    const undone = this.#undone(unit, 'agent-restarted', settings);
    await this.#saveDone(undone);
    return undone;
  }

  async #lookAfterReboot(change: AppliedChange): Promise<UndoneSetting> {
    const { drivers } = this.#parts;
    const gone = 'the machine was started again since, and the value went with it';
    const setting = refOf(change);
    if (setting.namespace !== 'host') return { ...setting, outcome: 'restored', problem: gone };
    try {
      const value = await drivers.find((driver) => driver.entryOf(change.tunable) !== undefined)?.read(setting);
      if (value === change.before) return { ...setting, outcome: 'restored', value, problem: gone };
      return { ...setting, outcome: 'changed-by-another', value, problem: `${gone}; something else set this one` };
    } catch (cause) {
      return { ...setting, outcome: 'restored', problem: `${gone}; it cannot be read now: ${reasonOf(cause)}` };
    }
  }

  /** Why it was not written; undefined when it was. */
  async #writeOne({ drive: { driver }, ...change }: CheckedChange): Promise<Refused | undefined> {
    const { before, after } = change;
    const setting = refOf(change);
    let touched = false;
    try {
      const now = await driver.read(setting);
      if (now !== before) return { problem: `it became ${now} in the same moment`, touched };
      this.#written.set(keyOf(setting), after);
      touched = true;
      await driver.write(setting, after);
      const value = await driver.read(setting);
      return value === after
        ? undefined
        : { problem: `${after} was written, and the kernel made ${value} of it`, touched };
    } catch (cause) {
      return { problem: reasonOf(cause), touched };
    }
  }

  /** The last that was written goes back first. `force`: also where the value is neither of the two that are known. */
  async #putBack(
    changes: readonly AppliedChange[],
    how: { readonly force: (place: number) => boolean; readonly done?: readonly UndoneSetting[] | undefined },
  ): Promise<readonly UndoneSetting[]> {
    const { drivers } = this.#parts;
    const settings: UndoneSetting[] = [];
    for (const [place, change] of [...changes.entries()].reverse()) {
      const done = how.done?.find((each) => each.outcome === 'restored' && keyOf(each) === keyOf(change));
      if (done !== undefined) {
        settings.unshift(done);
        continue;
      }
      const onWrite = () => this.#written.set(keyOf(change), change.before);
      settings.unshift(await putBack(change, { drivers, evenIfChanged: how.force(place), onWrite }));
    }
    return settings;
  }

  #undone(unit: Unit, reason: UndoReason, settings: readonly UndoneSetting[]): Unit {
    const { deadlineMs: _deadline, persisted: _persisted, ...change } = unit.change;
    const timeMs = this.#parts.wallMs();
    return { bootId: unit.bootId, change: { ...change, state: 'undone', undo: { reason, timeMs, settings } } };
  }

  /** The kernel has it already: a journal that cannot be written now says so at the next start, and undoing twice does no harm. */
  async #saveDone(unit: Unit): Promise<void> {
    const { journal, log } = this.#parts;
    try {
      await journal.save(unit);
    } catch (cause) {
      journal.hold(unit);
      log.error('a change was taken back, which the journal could not be told', {
        id: unit.change.id,
        reason: reasonOf(cause),
      });
    }
  }
}

/** Of a sentence to the server. */
const MOST_REFUSAL = 1000;

/** What a unit that the kernel refused is answered with, each time it is asked for. */
export function refusalOf({ undo, changes }: HostChange): ProtocolError {
  const settings = undo?.settings ?? [];
  const problems = settings.filter(({ problem }) => problem !== '').map((each) => `${nameOf(each)}: ${each.problem}`);
  const left = settings.filter(({ outcome }) => outcome !== 'restored').map(nameOf);
  const end = left.length === 0 ? 'All is as before.' : `Not as before: ${left.join(', ')}.`;
  const what = changes.length === 1 ? 'The change was' : `The ${changes.length} changes were`;
  const message = plainText(`${what} refused. ${end} ${problems.join('. ')}.`, MOST_REFUSAL);
  return new ProtocolError('bad-request', 'change:apply', message);
}
