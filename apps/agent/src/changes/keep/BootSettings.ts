import { ProtocolError } from '@netstrata/protocol';
import type { HostChange } from '@netstrata/protocol/types';
import type { ChangeJournal } from '../ChangeJournal.ts';
import { driveOf, nameOf, type SettingDriver } from '../SettingDriver.ts';
import type { Unit } from '../Unit.ts';
import type { SysctlFile } from './SysctlFile.ts';

export interface BootSettingsParts {
  readonly file: SysctlFile;
  readonly journal: ChangeJournal;
  readonly drivers: readonly SettingDriver[];
  readonly wallMs: () => number;
}

/** Which kept changes are set again when the machine starts. */
export class BootSettings {
  readonly #parts: BootSettingsParts;

  constructor(parts: BootSettingsParts) {
    this.#parts = parts;
  }

  /** Fails with a ProtocolError: `bad-request` for what no file of sysctls can set, `unavailable` when the file cannot be written. */
  async persist(unit: Unit): Promise<HostChange> {
    const { drivers, file, journal, wallMs } = this.#parts;
    const { change } = unit;
    for (const each of change.changes) {
      const cannot = driveOf(drivers, each.tunable)?.entry.cannotKeep ?? elsewhere(each);
      if (cannot !== undefined) throw new ProtocolError('bad-request', 'change:order', cannot);
    }
    const timeMs = wallMs();
    await file.put(change, timeMs);
    const persisted: HostChange = { ...change, persisted: { path: file.path, timeMs } };
    await journal.save({ ...unit, change: persisted });
    return persisted;
  }

  async unpersist(unit: Unit): Promise<HostChange> {
    await this.drop(unit.change);
    const { persisted: _, ...change } = unit.change;
    await this.#parts.journal.save({ ...unit, change });
    return change;
  }

  /** Takes its lines out of the file, and no more. Where a change before it set the same at boot, that one's line comes back. */
  async drop(change: HostChange): Promise<void> {
    const { file, journal } = this.#parts;
    const others = journal.units.map((unit) => unit.change);
    await file.remove(
      change.id,
      others.filter(({ id, state, persisted }) => id !== change.id && state === 'kept' && persisted !== undefined),
    );
  }

  /**
   * Goes by the file where the journal says another thing: a person may have edited it, or a crash come between the two. Fails with a
   * ProtocolError.
   */
  async agree(): Promise<void> {
    const { file, journal } = this.#parts;
    await file.tidy();
    for (const unit of journal.units) {
      const { change } = unit;
      const lines = file.linesOf(change);
      const isSet = lines === 'own' || (lines === 'other' && change.persisted !== undefined);
      if (change.state !== 'kept' || isSet === (change.persisted !== undefined)) continue;
      const { persisted: _, ...rest } = change;
      const persisted = isSet ? { persisted: { path: file.path, timeMs: change.appliedMs } } : {};
      await journal.save({ ...unit, change: { ...rest, ...persisted } });
    }
  }
}

function elsewhere(setting: HostChange['changes'][number]): string | undefined {
  if (setting.namespace === 'host') return undefined;
  return `${nameOf(setting)} belongs to a network namespace that is made anew with its container: set it where the container is described.`;
}
