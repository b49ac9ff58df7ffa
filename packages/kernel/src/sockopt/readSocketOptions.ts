import { readlinkSync } from 'node:fs';
import { KernelError } from '../KernelError.ts';
import { getsockopt } from '../libc.ts';
import { cookieText } from '../netlink/cookieText.ts';
import { parseSocketLink } from '../processes/procPid.ts';
import type { SocketOptionName, SocketOptionValue, SocketOptionValues } from '../types.ts';
import { borrowDescriptor } from './borrowDescriptor.ts';
import { hasLevel, SOCKET_OPTIONS, type SocketOption } from './socketOptions.ts';

const SOL_SOCKET = 1;
const SO_PROTOCOL = 38;
const SO_DOMAIN = 39;
const SO_COOKIE = 57;
/** The longest value, the name of a device or an algorithm, is 16 bytes. */
const MOST_BYTES = 64;

/** A socket and where it was last seen open. */
export interface OpenSocket {
  readonly pid: number;
  readonly fd: number;
  readonly inode: number;
  /** Undefined where only the inode is known. */
  readonly cookie: string | undefined;
}

/**
 * The options of another process's socket, through a copy of its descriptor that lives for the reading only. Before anything is
 * believed, the copy is proven to be that very socket, by its inode and its cookie. Options that this kernel or this kind of socket does not
 * have are left out.
 *
 * Fails with a KernelError as `borrowDescriptor` does, `vanished` also where the descriptor is another file by now.
 */
export function readSocketOptions({ pid, fd, inode, cookie }: OpenSocket): SocketOptionValues {
  return borrowDescriptor({ pid, fd }, (copy) => {
    if (!isSame(copy, inode, cookie)) {
      const path = `/proc/${pid}/fd/${fd}`;
      throw new KernelError({ code: 'vanished', operation: 'getsockopt', path, detail: 'it is another file now' });
    }
    const nature = { domain: number(copy, SO_DOMAIN), protocol: number(copy, SO_PROTOCOL) };
    const values: Partial<Record<SocketOptionName, SocketOptionValue>> = {};
    for (const name of Object.keys(SOCKET_OPTIONS) as SocketOptionName[]) {
      const option: SocketOption = SOCKET_OPTIONS[name];
      const value = hasLevel(option.level, nature)
        ? optionValue(option, read(copy, option.level, option.name))
        : undefined;
      if (value !== undefined) values[name] = value;
    }
    return values;
  });
}

function isSame(fd: number, inode: number, cookie: string | undefined): boolean {
  if (parseSocketLink(readlinkSync(`/proc/self/fd/${fd}`)) !== inode) return false;
  const bytes = cookie === undefined ? undefined : read(fd, SOL_SOCKET, SO_COOKIE);
  if (bytes === undefined) return cookie === undefined;
  return cookieText({ cookieLow: bytes.getUint32(0, true), cookieHigh: bytes.getUint32(4, true) }) === cookie;
}

function number(fd: number, name: number): number {
  return read(fd, SOL_SOCKET, name)?.getInt32(0, true) ?? -1;
}

/** Undefined where the kernel refuses. */
function read(fd: number, level: number, name: number): DataView | undefined {
  const value = new Uint8Array(MOST_BYTES);
  const length = new Uint32Array([MOST_BYTES]);
  if (getsockopt(fd, level, name, value, length) !== 0) return undefined;
  return new DataView(value.buffer, 0, Math.min(length[0] ?? 0, MOST_BYTES));
}

function optionValue({ kind }: SocketOption, value: DataView | undefined): SocketOptionValue | undefined {
  if (value === undefined) return undefined;
  switch (kind) {
    case 'text':
      return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('latin1').replace(/\0.*$/s, '');
    case 'linger':
      if (value.byteLength < 8) return undefined;
      return value.getInt32(0, true) === 0 ? false : value.getInt32(4, true);
    case 'timeval':
      if (value.byteLength < 16) return undefined;
      return Number(value.getBigInt64(0, true)) * 1000 + Number(value.getBigInt64(8, true)) / 1000;
    case 'limit':
      // All ones, in as many bytes as this kernel sends: there is none.
      return Buffer.from(value.buffer, value.byteOffset, value.byteLength).every((byte) => byte === 0xff)
        ? false
        : integerOf(value);
    default: {
      const plain = integerOf(value);
      return kind === 'flag' && plain !== undefined ? plain !== 0 : plain;
    }
  }
}

/** Almost all are ints; a pacing rate is an unsigned long where the caller has room for one. */
function integerOf(value: DataView): number | undefined {
  if (value.byteLength >= 8) return Number(value.getBigUint64(0, true));
  if (value.byteLength >= 4) return value.getInt32(0, true);
  return value.byteLength > 0 ? value.getUint8(0) : undefined;
}
