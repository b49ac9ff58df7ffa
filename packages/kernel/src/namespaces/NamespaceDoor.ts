import { closeSync, fstatSync, openSync, writeSync } from 'node:fs';
import { errnoName } from '../errnoName.ts';
import { KernelError, toKernelError } from '../KernelError.ts';
import { errno, setns } from '../libc.ts';

const CLONE_NEWNET = 0x4000_0000;
/** What the calling thread itself is in. */
const OWN = '/proc/thread-self/ns/net';
/** sysexits.h: a system call that cannot fail has failed. */
const EX_OSERR = 71;
const STDERR = 2;

/** The namespace that somebody wants to be in, and the number that proves that the file is still its. */
export interface NamespaceTarget {
  readonly inode: number;
  /** /proc/PID/ns/net or a file that it is mounted on. */
  readonly path: string;
}

/** A process that cannot get home must end: whatever it read from then on would be said of the wrong namespace. */
function endStranded(reason: string): never {
  writeSync(STDERR, `the way back from another network namespace failed (${reason}): this process ends\n`);
  process.exit(EX_OSERR);
}

/**
 * Takes the calling thread into another network namespace for one synchronous action: what is opened there (a socket, a file below
 * /proc/thread-self/net) stays there, and can be used from home. A visit costs about 15 µs. Other threads, and with them whatever
 * Node does in the background, stay where they are.
 *
 * Needs CAP_SYS_ADMIN (`permission` says so), and CAP_SYS_PTRACE for the link of another user's process.
 * Source: https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git/tree/net/core/net_namespace.c?h=v6.18 (netns_install)
 */
export class NamespaceDoor {
  readonly #setns: (fd: number, kind: number) => number;
  readonly #end: (reason: string) => never;
  #home: number | undefined;

  /** Another `setns` and `end` than the real ones are for tests. */
  constructor(parts: { readonly setns?: typeof setns; readonly end?: (reason: string) => never } = {}) {
    this.#setns = parts.setns ?? setns;
    this.#end = parts.end ?? endStranded;
  }

  /**
   * Does `action` inside: it must not return before it is done. Fails with a KernelError, `vanished` when the namespace is gone, or with
   * what `action` threw. Where the way back fails the process ends.
   */
  inside<T>(target: NamespaceTarget, action: () => T): T {
    const home = this.#openHome();
    const fd = openNamespace(target);
    try {
      if (this.#setns(fd, CLONE_NEWNET) !== 0) throw refusal(target.path);
      try {
        return action();
      } finally {
        if (this.#setns(home, CLONE_NEWNET) !== 0) this.#end(errnoName(errno()));
      }
    } finally {
      closeSync(fd);
    }
  }

  /** Gives the one descriptor back that it keeps: the way home. */
  close(): void {
    if (this.#home !== undefined) closeSync(this.#home);
    this.#home = undefined;
  }

  #openHome(): number {
    try {
      this.#home ??= openSync(OWN, 'r');
      return this.#home;
    } catch (cause) {
      throw toKernelError(cause, 'open', OWN);
    }
  }
}

function openNamespace({ inode, path }: NamespaceTarget): number {
  let fd: number;
  try {
    fd = openSync(path, 'r');
  } catch (cause) {
    const error = toKernelError(cause, 'open', path);
    if (error.code === 'not-found') throw new KernelError({ code: 'vanished', operation: 'open', path, cause });
    if (error.code !== 'permission') throw error;
    throw new KernelError({ code: 'permission', operation: 'open', path, detail: 'CAP_SYS_PTRACE is missing', cause });
  }
  if (fstatSync(fd).ino === inode) return fd;
  closeSync(fd);
  throw new KernelError({ code: 'vanished', operation: 'open', path, detail: `it is not ${inode} any more` });
}

function refusal(path: string): KernelError {
  const name = errnoName(errno());
  const detail = name === 'EPERM' ? 'CAP_SYS_ADMIN is missing' : name;
  return new KernelError({ code: name === 'EPERM' ? 'permission' : 'unreadable', operation: 'setns', path, detail });
}
