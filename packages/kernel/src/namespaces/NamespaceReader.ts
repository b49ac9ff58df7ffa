import { closeSync, openSync, readSync } from 'node:fs';
import { KernelError, toKernelError } from '../KernelError.ts';
import type { NamespaceCounters, NetworkNamespace } from '../namespaceRows.ts';
import { parseNetSockstat } from '../sources/netSockstat.ts';
import { noteVanished } from '../vanished.ts';
import type { NamespaceDoor } from './NamespaceDoor.ts';
import { COUNTER_FILES, type CounterTexts, namespaceCounters } from './namespaceCounters.ts';
import { namespaceOf } from './nsfs.ts';

/** Of the thread that is inside. */
const INSIDE = '/proc/thread-self/net';
const FIRST_BUFFER_BYTES = 64 * 1024;
/** A row of /proc/net/dev is about 130 bytes: devices beyond 8,000 in one namespace are none that a person looks at. */
const LARGEST_BYTES = 1024 * 1024;
const CHANGED = 'no process that is known lives in it any more';

/**
 * The counters of other network namespaces: /proc/PID/net of a process that lives there, which needs no capability; where only a
 * file keeps the namespace alive, by going there (NamespaceDoor), which needs CAP_SYS_ADMIN. Nothing is kept open: an open file would keep the
 * namespace, and its ends of virtual cables, alive beyond its last process.
 *
 * Synchronous, about 0.2 ms a namespace: these files are printed from memory.
 */
export class NamespaceReader {
  readonly #procRoot: string;
  readonly #door: NamespaceDoor;
  #buffer = Buffer.alloc(FIRST_BUFFER_BYTES);

  constructor(door: NamespaceDoor, procRoot = '/proc') {
    this.#door = door;
    this.#procRoot = procRoot;
  }

  /** Fails with a KernelError: `vanished` when it is gone, `permission` with the capability that is missing. */
  counters(namespace: NetworkNamespace): NamespaceCounters {
    return namespaceCounters(this.#read(namespace, COUNTER_FILES));
  }

  /** Sockets of every kind now: one file instead of six. Fails likewise. */
  sockets(namespace: NetworkNamespace): number | undefined {
    const { sockstat } = this.#read(namespace, ['sockstat']);
    return sockstat === undefined ? undefined : parseNetSockstat(sockstat)['sockets']?.['used'];
  }

  #read(namespace: NetworkNamespace, files: readonly (keyof CounterTexts)[]): CounterTexts {
    try {
      return this.#textsOf(namespace, files);
    } catch (cause) {
      if (cause instanceof KernelError && cause.code === 'vanished') noteVanished('namespaces');
      throw cause;
    }
  }

  #textsOf(namespace: NetworkNamespace, files: readonly (keyof CounterTexts)[]): CounterTexts {
    const { inode, mounts, pids } = namespace;
    for (const pid of pids) {
      const texts = this.#readOf(pid, inode, files);
      if (texts !== undefined) return texts;
    }
    const [path] = mounts;
    if (path === undefined)
      throw new KernelError({ code: 'vanished', operation: 'read', path: namespace.name, detail: CHANGED });
    const fds = this.#door.inside({ inode, path }, () => this.#openAll(INSIDE, files));
    return this.#readAll(INSIDE, fds);
  }

  /** Undefined where the process is gone or has left: it is asked behind the files, as its number may belong to another one meanwhile. */
  #readOf(pid: number, inode: number, files: readonly (keyof CounterTexts)[]): CounterTexts | undefined {
    const folder = `${this.#procRoot}/${pid}/net`;
    try {
      const texts = this.#readAll(folder, this.#openAll(folder, files));
      return namespaceOf(this.#procRoot, pid) === inode ? texts : undefined;
    } catch (cause) {
      const { code } = toKernelError(cause, 'read', folder);
      if (code === 'not-found' || code === 'vanished' || code === 'unreadable') return undefined;
      throw cause;
    }
  }

  /** A file that this kernel lacks is undefined. */
  #openAll(folder: string, files: readonly (keyof CounterTexts)[]): Record<keyof CounterTexts, number | undefined> {
    const fds: Record<keyof CounterTexts, number | undefined> = { ...NONE };
    try {
      for (const file of files) fds[file] = openIfThere(`${folder}/${file}`);
      // A process that ended has a folder without files.
      if (COUNTER_FILES.every((file) => fds[file] === undefined))
        throw new KernelError({ code: 'vanished', operation: 'open', path: folder });
      return fds;
    } catch (cause) {
      closeAll(fds);
      throw cause;
    }
  }

  #readAll(folder: string, fds: Record<keyof CounterTexts, number | undefined>): CounterTexts {
    const texts: Record<keyof CounterTexts, string | undefined> = { ...NONE };
    try {
      for (const file of COUNTER_FILES) {
        const fd = fds[file];
        if (fd !== undefined) texts[file] = this.#readWhole(fd, `${folder}/${file}`);
      }
      return texts;
    } finally {
      closeAll(fds);
    }
  }

  #readWhole(fd: number, path: string): string {
    let length = 0;
    for (;;) {
      if (length === this.#buffer.length) this.#grow(path);
      const bytes = readSync(fd, this.#buffer, length, this.#buffer.length - length, length);
      length += bytes;
      if (bytes === 0) return this.#buffer.toString('latin1', 0, length);
    }
  }

  #grow(path: string): void {
    if (this.#buffer.length >= LARGEST_BYTES) throw new KernelError({ code: 'too-large', operation: 'read', path });
    const larger = Buffer.alloc(this.#buffer.length * 2);
    this.#buffer.copy(larger);
    this.#buffer = larger;
  }
}

const NONE = {
  snmp: undefined,
  netstat: undefined,
  sockstat: undefined,
  dev: undefined,
  snmp6: undefined,
  sockstat6: undefined,
};

function openIfThere(path: string): number | undefined {
  try {
    return openSync(path, 'r');
  } catch (cause) {
    const error = toKernelError(cause, 'open', path);
    if (error.code === 'not-found' || error.code === 'vanished') return undefined;
    throw error;
  }
}

function closeAll(fds: Record<keyof CounterTexts, number | undefined>): void {
  for (const fd of Object.values(fds)) if (fd !== undefined) closeSync(fd);
}
