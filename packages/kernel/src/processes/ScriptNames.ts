import { type FileHandle, open } from 'node:fs/promises';
import { OneAtATime } from '../OneAtATime.ts';
import { scriptOf } from './scriptOf.ts';

const PATH = '/proc/PID/cmdline';
/** Options and the path of a script are in front. */
const MOST_BYTES = 4096;
/** For all that are asked for at a time. */
const LIMIT_MS = 250;
/** A process that has just been forked still has the arguments of its parent. */
const LOOKS = 2;

interface Named {
  readonly pid: number;
  readonly name: string;
}

interface Known {
  readonly script: string | undefined;
  readonly looks: number;
}

/**
 * Path: /proc/PID/cmdline. What interpreters run (`scriptOf`), so that ten processes called node are told apart. Each process is asked
 * twice and remembered then.
 *
 * The kernel takes the arguments out of the process's own memory, and waits where that is locked, for as long as it takes (`ps`
 * hangs there): they are read behind a time limit, one after the other, and until one that hangs returns no other is asked.
 *
 * Kernel: https://github.com/torvalds/linux/blob/v6.18/fs/proc/base.c (get_mm_cmdline)
 */
export class ScriptNames {
  readonly #procRoot: string;
  readonly #known = new Map<string, Known>();
  readonly #reads = new OneAtATime(PATH);

  constructor(procRoot = '/proc') {
    this.#procRoot = procRoot;
  }

  /** Undefined of what runs none, does not say, or was not asked yet. */
  of(process: Named): string | undefined {
    return this.#known.get(keyOf(process))?.script;
  }

  /** Asks those that are not known yet, and forgets all others. Never fails. */
  async learn(processes: readonly Named[]): Promise<void> {
    const here = new Set(processes.map(keyOf));
    for (const key of this.#known.keys()) if (!here.has(key)) this.#known.delete(key);
    const asked = processes.filter((process) => (this.#known.get(keyOf(process))?.looks ?? 0) < LOOKS);
    if (asked.length === 0) return;
    try {
      await this.#reads.run(LIMIT_MS, async () => {
        for (const process of asked) await this.#ask(process);
      });
    } catch {
      // Out of time, or one still hangs: the rest is asked for at the next report.
    }
  }

  async #ask(process: Named): Promise<void> {
    const key = keyOf(process);
    const script = await this.#read(process.pid);
    this.#known.set(key, { script, looks: (this.#known.get(key)?.looks ?? 0) + 1 });
  }

  /** Undefined too where it is gone or hidden. */
  async #read(pid: number): Promise<string | undefined> {
    let file: FileHandle | undefined;
    try {
      file = await open(`${this.#procRoot}/${pid}/cmdline`);
      const { buffer, bytesRead } = await file.read(Buffer.alloc(MOST_BYTES), 0, MOST_BYTES, 0);
      return scriptOf(buffer.toString('utf8', 0, bytesRead));
    } catch {
      return undefined;
    } finally {
      await file?.close();
    }
  }
}

const keyOf = ({ pid, name }: Named): string => `${pid} ${name}`;
