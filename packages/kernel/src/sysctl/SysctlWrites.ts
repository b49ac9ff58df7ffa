import { fstatSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { errnoName } from '../errnoName.ts';
import { KernelError } from '../KernelError.ts';
import { close, errno, fanotifyInit, fanotifyMark, type Readiness, read, whenReadable } from '../libc.ts';
import { readComm } from '../processes/procPid.ts';
import { sysctlPath } from './sysctlPath.ts';
import { decodeWriteEvents, type WriteEvent } from './writeEvents.ts';

const PATH = 'fanotify';
const CLOEXEC_NONBLOCK = 0x3;
const O_CLOEXEC = 0o2000000;
const FAN_MARK_ADD = 0x1;
const FAN_MODIFY = 0x2;
const AT_FDCWD = -100;
const BUFFER_BYTES = 16 * 1024;
/** Between two looks: a process that writes without a pause costs no more than this allows. */
const PAUSE_MS = 50;

/** Somebody wrote a sysctl, with success. */
export interface SysctlWrite {
  readonly name: string;
  readonly pid: number;
  /** /proc/PID/comm; undefined when the process was gone, which those that write one value often are. */
  readonly command: string | undefined;
}

/** `lost`: the kernel had no room for some. */
export type OnWrites = (writes: readonly SysctlWrite[], lost: boolean) => void;

/**
 * Who writes sysctls of this process's network namespace, told by the kernel in the moment that they are written (fanotify, a mark on
 * each file). Nothing happens, and nothing is spent, while nobody writes. What another mount namespace writes is told too; another
 * procfs, as a container has one for its processes, is not.
 *
 * Source: https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git/tree/fs/notify/fanotify/fanotify_user.c?h=v6.18
 */
export class SysctlWrites {
  readonly #names = new Map<number, string>();
  readonly #buffer = new Uint8Array(new ArrayBuffer(BUFFER_BYTES));
  readonly #procRoot: string;
  readonly #onWrites: OnWrites;
  #fd: number;
  #readiness: Readiness | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Watches from now on, those of `names` that this kernel has. Fails with a KernelError: `permission` without CAP_SYS_ADMIN. */
  constructor(names: readonly string[], onWrites: OnWrites, procRoot = '/proc') {
    this.#procRoot = procRoot;
    this.#onWrites = onWrites;
    this.#fd = fanotifyInit(CLOEXEC_NONBLOCK, O_CLOEXEC);
    if (this.#fd < 0) throw refusal('open');
    try {
      for (const name of names) this.watch(name);
      this.#readiness = whenReadable(this.#fd, () => this.#look());
    } catch (cause) {
      this.close();
      throw cause;
    }
  }

  /** One more, where this kernel has it by now. Fails with a KernelError. */
  watch(name: string): void {
    const path = join(this.#procRoot, 'sys', ...sysctlPath(name));
    if (fanotifyMark(this.#fd, FAN_MARK_ADD, FAN_MODIFY, AT_FDCWD, path) !== 0) {
      if (errnoName(errno()) === 'ENOENT') return;
      throw refusal('mark');
    }
    // The mark keeps the inode, and with it its number, for as long as it is there.
    this.#names.set(statSync(path).ino, name);
  }

  /** Tells at once what was written and not told yet. */
  look(): void {
    if (this.#fd >= 0) this.#look();
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#readiness?.end();
    this.#readiness = undefined;
    if (this.#fd >= 0) close(this.#fd);
    this.#fd = -1;
  }

  #look(): void {
    const writes: SysctlWrite[] = [];
    let lost = false;
    for (;;) {
      const length = read(this.#fd, this.#buffer, this.#buffer.length);
      if (length <= 0) break;
      const decoded = decodeWriteEvents(this.#buffer.subarray(0, length));
      lost ||= decoded.lost;
      for (const event of decoded.events) {
        const write = this.#writeOf(event);
        if (write !== undefined) writes.push(write);
      }
    }
    this.#rest();
    if (writes.length > 0 || lost) this.#onWrites(writes, lost);
  }

  /** The command first: the process may be about to end. */
  #writeOf({ fd, pid }: WriteEvent): SysctlWrite | undefined {
    try {
      const command = pid > 0 ? readComm(this.#procRoot, pid) : undefined;
      const name = this.#names.get(fstatSync(fd).ino);
      return name === undefined ? undefined : { name, pid, command };
    } finally {
      close(fd);
    }
  }

  #rest(): void {
    this.#readiness?.pause();
    this.#timer = setTimeout(() => this.#readiness?.resume(), PAUSE_MS);
    this.#timer.unref();
  }
}

function refusal(operation: string): KernelError {
  const name = errnoName(errno());
  if (name === 'EPERM')
    return new KernelError({ code: 'permission', operation, path: PATH, detail: 'CAP_SYS_ADMIN is missing' });
  return new KernelError({
    code: name === 'ENOSYS' ? 'unsupported' : 'unreadable',
    operation,
    path: PATH,
    detail: name,
  });
}
