import { getSystemErrorMap } from 'node:util';
import koffi from 'koffi';

/** A failed call into libc: `code` as Node names it (EADDRINUSE), `operation` the call and what it was about. */
export class LibcError extends Error {
  readonly code: string;
  readonly operation: string;

  constructor(operation: string, errno: number) {
    const [code, text] = getSystemErrorMap().get(-errno) ?? [`errno ${errno}`, 'unknown error'];
    super(`${operation}: ${text} (${code})`);
    this.name = 'LibcError';
    this.code = code;
    this.operation = operation;
  }
}

/** The calls that Node has no function for. A negative result means failure and leaves its reason in errno. */
export interface Libc {
  socket(family: number, type: number, protocol: number): number;
  bind(fd: number, address: Uint8Array, length: number): number;
  connect(fd: number, address: Uint8Array, length: number): number;
  listen(fd: number, backlog: number): number;
  accept4(fd: number, address: null, length: null, flags: number): number;
  getsockname(fd: number, address: Uint8Array, length: Uint8Array): number;
  setsockopt(fd: number, level: number, name: number, value: Uint8Array, length: number): number;
  getsockopt(fd: number, level: number, name: number, value: Uint8Array, length: Uint8Array): number;
  send(fd: number, data: Uint8Array, length: number, flags: number): number;
  sendto(fd: number, data: Uint8Array, length: number, flags: number, to: Uint8Array, toLength: number): number;
  socketpair(family: number, type: number, protocol: number, fds: Uint8Array): number;
  recv(fd: number, data: Uint8Array, length: number, flags: number): number;
  poll(fds: Uint8Array, count: number, timeoutMs: number): number;
  ppoll(fds: Uint8Array, count: number, timeout: Uint8Array, mask: null): number;
  /** `address` is where the bytes are in memory: no view of a buffer has to be made for each packet. */
  read(fd: number, address: number, length: number): number;
  write(fd: number, address: number, length: number): number;
  open(path: string, flags: number): number;
  close(fd: number): number;
  ioctl(fd: number, request: number, argument: Uint8Array): number;
  setns(fd: number, type: number): number;
  clock_gettime(clock: number, timespec: Uint8Array): number;
  setrlimit(resource: number, limits: Uint8Array): number;
  getrusage(who: number, usage: Uint8Array): number;
}

const DECLARATIONS: Readonly<Record<keyof Libc, string>> = {
  socket: 'int socket(int, int, int)',
  bind: 'int bind(int, void*, uint32_t)',
  connect: 'int connect(int, void*, uint32_t)',
  listen: 'int listen(int, int)',
  accept4: 'int accept4(int, void*, void*, int)',
  getsockname: 'int getsockname(int, _Out_ void*, _Inout_ void*)',
  setsockopt: 'int setsockopt(int, int, int, void*, uint32_t)',
  getsockopt: 'int getsockopt(int, int, int, _Out_ void*, _Inout_ void*)',
  send: 'int64_t send(int, void*, uint64_t, int)',
  sendto: 'int64_t sendto(int, void*, uint64_t, int, void*, uint32_t)',
  socketpair: 'int socketpair(int, int, int, _Out_ void*)',
  recv: 'int64_t recv(int, _Out_ void*, uint64_t, int)',
  poll: 'int poll(_Inout_ void*, uint64_t, int)',
  ppoll: 'int ppoll(_Inout_ void*, uint64_t, void*, void*)',
  read: 'int64_t read(int, uintptr_t, uint64_t)',
  write: 'int64_t write(int, uintptr_t, uint64_t)',
  open: 'int open(const char*, int)',
  close: 'int close(int)',
  ioctl: 'int ioctl(int, uint64_t, _Inout_ void*)',
  setns: 'int setns(int, int)',
  clock_gettime: 'int clock_gettime(int, _Out_ void*)',
  setrlimit: 'int setrlimit(int, void*)',
  getrusage: 'int getrusage(int, _Out_ void*)',
};

const library = koffi.load('libc.so.6');

/** libc, called on the calling thread: what `setns` changes there stays changed for that thread alone. */
export const libc = Object.fromEntries(
  Object.entries(DECLARATIONS).map(([name, declaration]) => [name, library.func(declaration)]),
) as unknown as Libc;

/** The reason of the last failed call on this thread, as a number. */
export const lastErrno = (): number => koffi.errno();

/** Where a buffer's bytes are; the buffer must be kept referenced while the number is in use. */
export const memoryAddress = (buffer: Uint8Array): number => Number(koffi.address(buffer));

/** @throws LibcError when `result` says that the call failed. */
export const checked = (operation: string, result: number): number => {
  if (result < 0) throw new LibcError(operation, lastErrno());
  return result;
};
