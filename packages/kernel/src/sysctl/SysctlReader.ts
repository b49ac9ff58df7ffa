import { closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { toKernelError } from '../KernelError.ts';
import { parseSysctl } from './readSysctl.ts';
import { sysctlPath } from './sysctlPath.ts';

/** Values are numbers and words; only a bitmap of reserved ports can be longer. The kernel clears as much memory as is asked for. */
const USUAL_BYTES = 512;
const LONGEST_BYTES = 64 * 1024;

interface Kept {
  readonly path: string;
  fd: number | undefined;
  text: string;
  value: string;
}

/**
 * Sysctls that are read over and over, on the calling thread: each file stays open, so that a reading is one call of the kernel,
 * a fifth of what opening it each time costs. One descriptor a name, until `close`.
 */
export class SysctlReader {
  readonly #procRoot: string;
  readonly #kept = new Map<string, Kept>();
  #buffer = Buffer.alloc(USUAL_BYTES);

  constructor(procRoot = '/proc') {
    this.#procRoot = procRoot;
  }

  /** Fails as readSysctl; after a failure the file is opened anew by the next reading. */
  read(name: string): string {
    const kept = this.#kept.get(name) ?? this.#keep(name);
    try {
      kept.fd ??= openSync(kept.path, 'r');
      const text = this.#readWhole(kept.fd);
      if (text !== kept.text) {
        kept.text = text;
        kept.value = parseSysctl(text);
      }
      return kept.value;
    } catch (cause) {
      drop(kept);
      throw toKernelError(cause, 'read', kept.path);
    }
  }

  close(): void {
    for (const kept of this.#kept.values()) drop(kept);
    this.#kept.clear();
  }

  #keep(name: string): Kept {
    const kept = { path: join(this.#procRoot, 'sys', ...sysctlPath(name)), fd: undefined, text: '', value: '' };
    this.#kept.set(name, kept);
    return kept;
  }

  /** In one read from the start: the kernel makes the text anew for it, and gives no second part of some. */
  #readWhole(fd: number): string {
    const bytes = readSync(fd, this.#buffer, 0, this.#buffer.length, 0);
    if (bytes < this.#buffer.length || bytes >= LONGEST_BYTES) return this.#buffer.toString('utf8', 0, bytes);
    const usual = this.#buffer;
    this.#buffer = Buffer.alloc(LONGEST_BYTES);
    try {
      return this.#readWhole(fd);
    } finally {
      this.#buffer = usual;
    }
  }
}

function drop(kept: Kept): void {
  const { fd } = kept;
  kept.fd = undefined;
  try {
    if (fd !== undefined) closeSync(fd);
  } catch {
    // A close that fails leaves nothing to do: Linux has released the descriptor all the same.
  }
}
