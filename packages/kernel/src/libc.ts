import koffi from 'koffi';

/**
 * The C library's calls that Node does not offer. Loaded from the process itself, so that any libc works.
 *
 * Buffers are passed by address and filled in place; a result of -1 leaves its reason in `errno()`.
 */
const libc = koffi.load(null);

type Int = number;
type Size = number;

export const socket: (domain: Int, type: Int, protocol: Int) => Int = libc.func('int socket(int, int, int)');
export const bind: (fd: Int, address: Uint8Array, length: Int) => Int = libc.func('int bind(int, void *, uint32_t)');
export const connect: (fd: Int, address: Uint8Array, length: Int) => Int = libc.func(
  'int connect(int, void *, uint32_t)',
);
export const getsockname: (fd: Int, address: Uint8Array, length: Uint32Array) => Int = libc.func(
  'int getsockname(int, void *, void *)',
);
export const setsockopt: (fd: Int, level: Int, name: Int, value: Uint8Array, length: Int) => Int = libc.func(
  'int setsockopt(int, int, int, void *, uint32_t)',
);
export const getsockopt: (fd: Int, level: Int, name: Int, value: Uint8Array, length: Uint32Array) => Int = libc.func(
  'int getsockopt(int, int, int, void *, void *)',
);
export const send: (fd: Int, bytes: Uint8Array, length: Size, flags: Int) => Size = libc.func(
  'int64_t send(int, void *, uint64_t, int)',
);
export const recv: (fd: Int, buffer: Uint8Array, length: Size, flags: Int) => Size = libc.func(
  'int64_t recv(int, void *, uint64_t, int)',
);
export const close: (fd: Int) => Int = libc.func('int close(int)');
/** For calls that a C library may be too old to have: numbers from 424 on are the same on every machine. */
export const syscall: (number: number, first: number, second: number, third: number) => number = libc.func(
  'int64_t syscall(int64_t, int64_t, int64_t, int64_t)',
);
export const sysconf: (name: Int) => number = libc.func('int64_t sysconf(int)');
export const clockGettime: (clock: Int, timespec: BigInt64Array) => Int = libc.func('int clock_gettime(int, void *)');

/** Why the last call gave -1, as a number. */
export function errno(): number {
  return koffi.errno();
}
