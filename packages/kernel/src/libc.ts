import koffi, { type KoffiFunc } from 'koffi';
import { errnoName } from './errnoName.ts';

/**
 * The C library's calls that Node does not offer. Loaded from the process itself, so that any libc works.
 *
 * Buffers are passed by address and filled in place; a result of -1 leaves its reason in `errno()`.
 */
const libc = koffi.load(null);

type Int = number;
type Size = number;

/** What a call gave that ran on a thread, and why where that is -1. */
export interface ThreadedResult {
  readonly result: number;
  readonly errno: number;
}

/**
 * The same call on a thread of Node's pool, for those that wait for the kernel's locks or for hardware. What it is given must not
 * change or be closed until it has come back.
 */
function onThread<Arguments extends unknown[]>(
  call: KoffiFunc<(...given: Arguments) => number>,
): (...given: Arguments) => Promise<ThreadedResult> {
  return (...given) =>
    new Promise((resolve, reject) => {
      const done = (error: unknown, result: number) => {
        // The reason is kept for this callback alone; naming what was given keeps its buffers until then.
        if (error === null || error === undefined) resolve({ result, errno: koffi.errno() });
        else reject(new Error(`a call of ${given.length} arguments could not be made`, { cause: error }));
      };
      call.async(...([...given, done] as Parameters<typeof call.async>));
    });
}

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
export const send: KoffiFunc<(fd: Int, bytes: Uint8Array, length: Size, flags: Int) => Size> = libc.func(
  'int64_t send(int, void *, uint64_t, int)',
);
export const recv: KoffiFunc<(fd: Int, buffer: Uint8Array, length: Size, flags: Int) => Size> = libc.func(
  'int64_t recv(int, void *, uint64_t, int)',
);
export const sendOnThread = onThread(send);
export const recvOnThread = onThread(recv);
/** Its second argument is unsigned long, its third what that request takes. */
export const ioctl: KoffiFunc<(fd: Int, request: number, argument: Uint8Array) => Int> = libc.func(
  'int ioctl(int, uint64_t, void *)',
);
export const ioctlOnThread = onThread(ioctl);
/** `headers` holds as many struct mmsghdr as `count` says, with the addresses of their buffers: see `addressOf`. */
export const recvmmsg: (fd: Int, headers: Uint8Array, count: Int, flags: Int, timeout: null) => Int = libc.func(
  'int recvmmsg(int, void *, uint32_t, int, void *)',
);
export const read: (fd: Int, buffer: Uint8Array, length: Size) => Size = libc.func(
  'int64_t read(int, void *, uint64_t)',
);
export const close: (fd: Int) => Int = libc.func('int close(int)');
/** For calls that a C library may be too old to have: numbers from 424 on are the same on every machine. */
export const syscall: (number: number, first: number, second: number, third: number) => number = libc.func(
  'int64_t syscall(int64_t, int64_t, int64_t, int64_t)',
);
/** The same for those of five arguments. */
export const syscallOfFive: (...given: readonly [number, number, number, number, number, number]) => number = libc.func(
  'int64_t syscall(int64_t, int64_t, int64_t, int64_t, int64_t, int64_t)',
);
/** Moves the calling thread, and no other, into the namespace that `fd` stands for. */
export const setns: (fd: Int, kind: Int) => Int = libc.func('int setns(int, int)');
/** The address is a number: that of a mapping in /proc/self/smaps. */
export const madvise: (address: number, length: Size, advice: Int) => Int = libc.func(
  'int madvise(uintptr_t, uint64_t, int)',
);
/** Writes into `name`, of 16 bytes at least; null where there is no such device. */
export const ifIndexToName: (index: number, name: Uint8Array) => string | null = libc.func(
  'char *if_indextoname(uint32_t, void *)',
);
const openHandle: (mount: Int, handle: Uint8Array, flags: Int) => Int = libc.func(
  'int open_by_handle_at(int, void *, int)',
);
/** `fd` is negative where it fails, then with the reason. */
export function openByHandleAt(
  mount: Int,
  handle: Uint8Array,
  flags: Int,
): { readonly fd: Int; readonly error: string | undefined } {
  const fd = openHandle(mount, handle, flags);
  return { fd, error: fd < 0 ? errnoName(koffi.errno()) : undefined };
}
export const fanotifyInit: (flags: Int, eventFlags: Int) => Int = libc.func('int fanotify_init(uint32_t, uint32_t)');
export const fanotifyMark: (fd: Int, flags: Int, mask: number, folder: Int, path: string) => Int = libc.func(
  'int fanotify_mark(int, uint32_t, uint64_t, int, const char *)',
);
export const sysconf: (name: Int) => number = libc.func('int64_t sysconf(int)');
export const clockGettime: (clock: Int, timespec: BigInt64Array) => Int = libc.func('int clock_gettime(int, void *)');

/** Where the bytes of a buffer are, for a structure that points to them: a buffer made with `new ArrayBuffer` never moves. */
export function addressOf(bytes: Uint8Array): bigint {
  return BigInt(koffi.address(bytes));
}

/** A watch of a descriptor; it keeps no process alive. */
export interface Readiness {
  /** No calls until `resume`. */
  readonly pause: () => void;
  readonly resume: () => void;
  /** Before its descriptor is closed. */
  readonly end: () => void;
}

/** Calls `act` on the event loop whenever there is something to read; costs nothing while there is not. */
export function whenReadable(fd: number, act: () => void): Readiness {
  const handle = koffi.node.poll(fd, { readable: true }, act);
  handle.unref();
  return {
    pause: () => handle.stop(),
    resume: () => {
      handle.start({ readable: true }, act);
      handle.unref();
    },
    end: () => handle.close(),
  };
}

/** Why the last call gave -1, as a number. */
export function errno(): number {
  return koffi.errno();
}

/** Bytes of a pointer. */
export const POINTER_BYTES: number = koffi.sizeof('void *');
