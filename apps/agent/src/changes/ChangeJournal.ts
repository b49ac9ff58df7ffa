import { lstatSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ProtocolError } from '@netstrata/protocol';
import type { Log } from '../log.ts';
import { reasonOf } from '../reasonOf.ts';
import { codeOf, Disk, readPlain } from './Disk.ts';
import { CHANGE_ID } from './orders.ts';
import { textOfUnit, type Unit, unitOf } from './Unit.ts';

const ENDING = '.json';
/** Of what is not understood: it is kept beside, and never looked at again. */
const ASIDE = '.set-aside';
/** Where a unit is written before it takes its place. One is enough: one is written at a time. */
const DRAFT = 'draft.tmp';
/** What is kept, and told. */
export const MOST_UNITS = 200;
/** 32 settings with the longest values, and more. */
const MOST_BYTES = 1024 * 1024;
const MODE = 0o600;

export interface ChangeJournalParts {
  /** The folder of the journal; made when the first unit is written. */
  readonly folder: string;
  readonly log: Log;
  readonly disk?: Disk;
}

/**
 * The units of changes of this host on its disk, one file each, whole whenever the power goes: it is the truth about what was changed. The
 * newest 200 are kept; of more, those that were taken back go first and those that wait for a confirmation never.
 *
 * What is found there and is no unit (torn, of another format, of another user, a link, a folder) is set aside under another name and
 * said, never acted on and never deleted: somebody may have to look at it.
 */
export class ChangeJournal {
  readonly #folder: string;
  readonly #log: Log;
  readonly #disk: Disk;
  readonly #units = new Map<string, Unit>();

  constructor({ folder, log, disk = new Disk() }: ChangeJournalParts) {
    this.#folder = folder;
    this.#log = log;
    this.#disk = disk;
  }

  /** Oldest first. */
  get units(): readonly Unit[] {
    return [...this.#units.values()].sort((a, b) => a.change.appliedMs - b.change.appliedMs);
  }

  get(id: string): Unit | undefined {
    return this.#units.get(id);
  }

  /** Reads what is there; once, before all else. Never fails: what cannot be read is said in the log. */
  async open(): Promise<void> {
    for (const name of this.#names()) {
      if (name === DRAFT || name.endsWith(ASIDE)) continue;
      const problem = this.#read(name);
      if (problem !== undefined) await this.#setAside(name, problem);
    }
  }

  /** On disk when it returns. Fails with a ProtocolError `unavailable`, and the unit is as it was then. */
  async save(unit: Unit): Promise<void> {
    const { id } = unit.change;
    try {
      mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
      const problem = this.#folderProblem();
      if (problem !== undefined) throw new Error(problem);
      await this.#disk.replace(join(this.#folder, `${id}${ENDING}`), textOfUnit(unit), { draft: DRAFT, mode: MODE });
    } catch (cause) {
      const message = `The journal of changes cannot be written, so nothing is changed: ${reasonOf(cause)}`;
      throw new ProtocolError('unavailable', 'change:journal', message, { cause });
    }
    this.#units.set(id, unit);
    await this.#prune();
  }

  /** For what has happened already, where `save` failed: the next start will find the unit as it was before. */
  hold(unit: Unit): void {
    this.#units.set(unit.change.id, unit);
  }

  /** Others who may write there could have values of their choosing restored. */
  #folderProblem(): string | undefined {
    const stats = lstatSync(this.#folder);
    if (!stats.isDirectory()) return `${this.#folder} is no folder`;
    if (stats.uid !== process.geteuid?.()) return `${this.#folder} belongs to another user`;
    return (stats.mode & 0o022) === 0 ? undefined : `others may write in ${this.#folder}: chmod it to 700`;
  }

  #names(): readonly string[] {
    try {
      const problem = this.#folderProblem();
      if (problem === undefined) return readdirSync(this.#folder).sort();
      this.#log.error('the journal of changes is not used', { problem });
    } catch (cause) {
      if (codeOf(cause) !== 'ENOENT')
        this.#log.error('the journal of changes cannot be read', { folder: this.#folder, reason: reasonOf(cause) });
    }
    return [];
  }

  /** What keeps it from being a unit. */
  #read(name: string): string | undefined {
    const id = name.endsWith(ENDING) ? name.slice(0, -ENDING.length) : '';
    if (!CHANGE_ID.test(id)) return 'its name is none of a change';
    try {
      const file = readPlain(join(this.#folder, name), MOST_BYTES);
      if (file === undefined) return undefined;
      if (file.uid !== process.geteuid?.()) return 'it belongs to another user';
      if ((file.mode & 0o022) !== 0) return 'others may write it';
      const unit = unitOf(file.bytes.toString('utf8'), id);
      if (unit === undefined) return 'it is torn, or none of this version';
      this.#units.set(id, unit);
      return undefined;
    } catch (cause) {
      return reasonOf(cause);
    }
  }

  async #setAside(name: string, problem: string): Promise<void> {
    const path = join(this.#folder, name);
    try {
      let to = `${path}${ASIDE}`;
      for (let n = 2; exists(to); n++) to = `${path}.${n}${ASIDE}`;
      await this.#disk.rename(path, to);
      this.#log.error('a file in the journal of changes is set aside: nothing that it says is done', {
        file: to,
        problem,
      });
    } catch (cause) {
      this.#log.error('a file in the journal of changes is passed by', {
        file: path,
        problem,
        reason: reasonOf(cause),
      });
    }
  }

  async #prune(): Promise<void> {
    const excess = this.#units.size - MOST_UNITS;
    if (excess <= 0) return;
    const { units } = this;
    const inState = (state: Unit['change']['state']) => units.filter(({ change }) => change.state === state);
    for (const { change } of [...inState('undone'), ...inState('kept')].slice(0, excess)) {
      try {
        await this.#disk.remove(join(this.#folder, `${change.id}${ENDING}`));
        this.#units.delete(change.id);
      } catch (cause) {
        this.#log.warn('an old change stays in the journal', { id: change.id, reason: reasonOf(cause) });
      }
    }
  }
}

function exists(path: string): boolean {
  try {
    lstatSync(path);
    return true;
  } catch {
    return false;
  }
}
