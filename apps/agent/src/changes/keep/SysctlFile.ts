import { mkdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { ProtocolError } from '@netstrata/protocol';
import type { HostChange } from '@netstrata/protocol/types';
import { reasonOf } from '../../reasonOf.ts';
import { Disk, readPlain } from '../Disk.ts';
import { plainText } from '../plainText.ts';
import { type KeptLine, keptLinesIn, withLines } from './sysctlLines.ts';

const MOST_BYTES = 1024 * 1024;
/** Everyone may read how a machine is set up, as with the other files there. */
const MODE = 0o644;
const MOST_BY = 200;
const MOST_BECAUSE = 500;

/**
 * The file that sets what was kept when the machine starts: /etc/sysctl.d/90-netstrata.conf. Written whole or not at all; lines of others
 * stay as they are; without a line of anybody it goes. It is never written through a symbolic link, nor in a folder where others may write.
 *
 * Fails with a ProtocolError `unavailable` that says why; the file is as it was then.
 */
export class SysctlFile {
  readonly path: string;
  readonly #disk: Disk;

  constructor(path: string, disk = new Disk()) {
    this.path = path;
    this.#disk = disk;
  }

  /** Sets all of a change at boot, in place of what this file set of the same before. */
  async put(change: HostChange, timeMs: number): Promise<void> {
    const empty = change.changes.find(({ after }) => after === '');
    if (empty !== undefined)
      throw new ProtocolError(
        'bad-request',
        'change:order',
        `${empty.tunable} is empty, which a file of sysctls cannot say: it is empty after a start unless something sets it.`,
      );
    const text = this.#read();
    await this.#write(text, withLines(text, { drop: ({ id }) => id === change.id, add: linesFor(change, timeMs) }));
  }

  /** Takes the lines of a change out. What one of `others` had set of the same, when it was kept before, is set again. */
  async remove(id: string, others: readonly HostChange[]): Promise<void> {
    const text = this.#read();
    if (text === undefined) return;
    const lines = keptLinesIn(text);
    const free = new Set(lines.filter((line) => line.id === id).map(({ key }) => key));
    if (free.size === 0) return;
    const add = new Map<string, KeptLine>();
    for (const other of others)
      for (const line of linesFor(other, other.persisted?.timeMs ?? 0)) if (free.has(line.key)) add.set(line.key, line);
    await this.#write(text, withLines(text, { drop: (line) => line.id === id, add: [...add.values()] }));
  }

  /** What the file has of a change: lines of its `own`, those of an `other` change that set the same since, or `none`. */
  linesOf({ id, changes }: HostChange): 'own' | 'other' | 'none' {
    const lines = keptLinesIn(this.#read() ?? '');
    if (lines.some((line) => line.id === id)) return 'own';
    return lines.some(({ key }) => changes.some(({ tunable }) => tunable === key)) ? 'other' : 'none';
  }

  /** Removes what a crash may have left beside it. */
  async tidy(): Promise<void> {
    await this.#disk.removeIfThere(join(dirname(this.path), this.#draft));
  }

  /** Only names that end with .conf are read at boot. */
  get #draft(): string {
    return `.${basename(this.path)}.draft`;
  }

  #read(): string | undefined {
    try {
      return readPlain(this.path, MOST_BYTES)?.bytes.toString('latin1');
    } catch (cause) {
      throw this.#trouble(cause);
    }
  }

  async #write(before: string | undefined, after: string | undefined): Promise<void> {
    if (after === before) return;
    const folder = dirname(this.path);
    try {
      mkdirSync(folder, { recursive: true, mode: 0o755 });
      if ((statSync(folder).mode & 0o022) !== 0) throw new Error(`others than its owner may write in ${folder}`);
      if (after === undefined) await this.#disk.remove(this.path);
      else {
        const mode = readPlain(this.path, MOST_BYTES)?.mode ?? MODE;
        await this.#disk.replace(this.path, Buffer.from(after, 'latin1'), { draft: this.#draft, mode });
      }
    } catch (cause) {
      throw this.#trouble(cause);
    }
  }

  #trouble(cause: unknown): ProtocolError {
    const message = `${this.path} cannot be used to keep settings: ${reasonOf(cause)}.`;
    return new ProtocolError('unavailable', 'change:order', message, { cause });
  }
}

function linesFor({ id, changes, by, because }: HostChange, timeMs: number): readonly KeptLine[] {
  const who = plainText(by, MOST_BY) || 'somebody';
  const why = plainText(because, MOST_BECAUSE) || 'no reason given';
  // One character a byte, as the rest of the file.
  const note = Buffer.from(`${new Date(timeMs).toISOString()}, ${who}: ${why}`, 'utf8').toString('latin1');
  return changes.map(({ tunable, after }) => ({ key: tunable, value: after, id, note }));
}
