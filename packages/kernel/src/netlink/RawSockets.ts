import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { KernelError, toKernelError } from '../KernelError.ts';
import type { InetSocketDetail } from '../types.ts';
import { parseProcNetRaw } from './procNetRaw.ts';
import type { SockDiag } from './SockDiag.ts';
import { toInetDetail } from './toInetDetail.ts';

/**
 * Every raw socket of this network namespace: by NETLINK_SOCK_DIAG, or, where the kernel was built without that for raw sockets, from
 * /proc/net/raw and raw6, which know neither cookie nor buffer sizes.
 */
export class RawSockets {
  readonly #diag: Pick<SockDiag, 'dumpAll'>;
  readonly #procRoot: string;
  /** Until the kernel says otherwise: each question makes a kernel without it look for the module. */
  #hasDiag = true;

  constructor(diag: Pick<SockDiag, 'dumpAll'>, procRoot = '/proc') {
    this.#diag = diag;
    this.#procRoot = procRoot;
  }

  /** Fails with a KernelError. */
  list(): readonly InetSocketDetail[] {
    if (this.#hasDiag) {
      try {
        const sockets: InetSocketDetail[] = [];
        this.#diag.dumpAll('raw', (cursor) => sockets.push(toInetDetail(cursor, 'raw')));
        return sockets;
      } catch (cause) {
        if (!(cause instanceof KernelError && cause.code === 'unsupported')) throw cause;
        this.#hasDiag = false;
      }
    }
    return [...this.#read('raw', 4), ...this.#read('raw6', 6)];
  }

  #read(file: 'raw' | 'raw6', family: 4 | 6): readonly InetSocketDetail[] {
    const path = join(this.#procRoot, 'net', file);
    let text: string;
    try {
      text = readFileSync(path, 'latin1');
    } catch (cause) {
      const error = toKernelError(cause, 'read', path);
      // A kernel without IPv6 has no such file.
      if (error.code === 'not-found') return [];
      throw error;
    }
    return parseProcNetRaw(text, family);
  }
}
