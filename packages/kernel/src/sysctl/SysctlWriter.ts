import { closeSync, constants, openSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { KernelError, type KernelErrorCode, toKernelError } from '../KernelError.ts';
import { findNamespace } from '../namespaces/findNamespace.ts';
import { NamespaceDoor } from '../namespaces/NamespaceDoor.ts';
import { visitNamespace } from '../namespaces/visitNamespace.ts';
import { parseSysctl } from './readSysctl.ts';
import { sysctlPath } from './sysctlPath.ts';

const { O_NOFOLLOW, O_RDONLY, O_WRONLY } = constants;
/** The kernel takes a value in one call, and no more than a page of it. */
const LONGEST_VALUE = 4000;
const LONGEST_READ = 64 * 1024;
/** Printable ASCII: a line end or NUL within would end the value early. */
const VALUE = /^[\x20-\x7e]*$/;

const CODE_OF_ERRNO: Readonly<Record<string, KernelErrorCode>> = {
  EINVAL: 'rejected',
  ERANGE: 'rejected',
  E2BIG: 'rejected',
  EBUSY: 'rejected',
  ENOMEM: 'rejected',
  EROFS: 'permission',
};

/**
 * The one place that changes a sysctl. Names below net, vm and fs only (see `sysctlPath`); which of them may be changed at all is the
 * caller's to say. What belongs to a network namespace is read and written in that of this process, or with `namespace`, an inode
 * number, in another one: the kernel decides by the calling thread when the file is opened.
 *
 * Fails with a KernelError, whose `detail` is the errno: `invalid-name`; `not-found` (ENOENT: this kernel or that namespace has none);
 * `permission` (EACCES, EPERM, EROFS); `rejected` (EINVAL and the like: the kernel does not take that value); `vanished` (there is no
 * such namespace, or none that can be entered).
 * Source: https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git/tree/net/sysctl_net.c?h=v6.18 (net_ctl_header_lookup)
 */
export class SysctlWriter {
  readonly #procRoot: string;
  readonly #door = new NamespaceDoor();

  constructor(procRoot = '/proc') {
    this.#procRoot = procRoot;
  }

  /** Its value now, as `readSysctl` gives it. */
  read(name: string, namespace?: number): string {
    const path = this.#pathOf(name);
    return this.#in(namespace, () => readValue(path));
  }

  /** Writes `value` with one call of the kernel, and gives what the kernel says the value is then, which may be another. */
  write(name: string, value: string, namespace?: number): string {
    const path = this.#pathOf(name);
    if (value.length > LONGEST_VALUE || !VALUE.test(value))
      throw new KernelError({ code: 'rejected', operation: 'write', path, detail: 'it is not one line of plain text' });
    return this.#in(namespace, () => {
      writeValue(path, value);
      return readValue(path);
    });
  }

  /**
   * Whether the kernel gives it to be read and not to be written: a network namespace may look at most sysctls that have one value for the
   * machine, and a container often mounts all of them so. Fails as `read` does where there is no such name or namespace.
   */
  isReadOnly(name: string, namespace?: number): boolean {
    const path = this.#pathOf(name);
    return this.#in(namespace, () => {
      try {
        closeSync(openSync(path, O_WRONLY | O_NOFOLLOW));
        return false;
      } catch (cause) {
        const failure = refusal(cause, path);
        if (failure.code === 'permission') return true;
        throw failure;
      }
    });
  }

  close(): void {
    this.#door.close();
  }

  #pathOf(name: string): string {
    return join(this.#procRoot, 'sys', ...sysctlPath(name));
  }

  #in<T>(inode: number | undefined, action: () => T): T {
    if (inode === undefined) return action();
    const found = findNamespace(inode, this.#procRoot);
    if (found === 'own') return action();
    return visitNamespace(this.#door, found, action, this.#procRoot);
  }
}

function writeValue(path: string, value: string): void {
  // With a line end: an empty list of ports is one byte then, and not a call that writes nothing.
  const bytes = Buffer.from(`${value}\n`, 'latin1');
  let written: number;
  try {
    const fd = openSync(path, O_WRONLY | O_NOFOLLOW);
    try {
      written = writeSync(fd, bytes);
    } finally {
      closeSync(fd);
    }
  } catch (cause) {
    throw refusal(cause, path);
  }
  if (written !== bytes.length)
    throw new KernelError({ code: 'rejected', operation: 'write', path, detail: `it took ${written} bytes` });
}

function refusal(cause: unknown, path: string): KernelError {
  const known = toKernelError(cause, 'write', path);
  const code = CODE_OF_ERRNO[known.detail ?? ''] ?? (known.code === 'unreadable' ? 'rejected' : known.code);
  return new KernelError({ code, operation: 'write', path, detail: known.detail, cause });
}

function readValue(path: string): string {
  try {
    const fd = openSync(path, O_RDONLY | O_NOFOLLOW);
    try {
      const buffer = Buffer.alloc(LONGEST_READ);
      return parseSysctl(buffer.toString('latin1', 0, readSync(fd, buffer, 0, LONGEST_READ, 0)));
    } finally {
      closeSync(fd);
    }
  } catch (cause) {
    throw toKernelError(cause, 'read', path);
  }
}
