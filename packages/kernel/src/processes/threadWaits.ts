import { readdirSync } from 'node:fs';
import type { ThreadWaits, WaitKind } from '../processRows.ts';
import { parseSocketLink, REFUSED, readFdLink } from './procPid.ts';
import { readSmallFile } from './readSmallFile.ts';
import { SYSCALL_WAITS, type SyscallWait, waitOfWchan } from './syscallWaits.ts';

/** What /proc/PID/task/TID/syscall says of a thread that is in no known system call. */
export interface ThreadSyscall {
  readonly wait: SyscallWait;
  /** The first argument; a descriptor where the call takes one. */
  readonly descriptor: number;
}

const LINE =
  /^(-?\d{1,5})(?: 0x([0-9a-f]{1,16}) 0x[0-9a-f]{1,16} 0x[0-9a-f]{1,16} 0x[0-9a-f]{1,16} 0x[0-9a-f]{1,16} 0x[0-9a-f]{1,16})? 0x([0-9a-f]{1,16}) 0x[0-9a-f]{1,16}\n$/;
/** A stack below this belongs to a 32-bit program, whose system calls have other numbers. */
const LEAST_STACK = 2 ** 32;

/**
 * Path: /proc/PID/task/TID/syscall: `running`, or the number of the system call that the thread is blocked in, its six arguments,
 * stack and instruction pointer, in hex; -1 with the pointers alone for one that is blocked in none. Needs what ptrace needs:
 * the same user and what Yama allows, or CAP_SYS_PTRACE. Undefined for text that says nothing of a kind known here.
 *
 * Versions: with CONFIG_HAVE_ARCH_TRACEHOOK, every architecture this product runs on.
 * Kernel: https://github.com/torvalds/linux/blob/v6.18/fs/proc/base.c#L680
 */
export function parseSyscall(text: string, arch: string): ThreadSyscall | undefined {
  if (text === 'running\n') return { wait: 'running', descriptor: -1 };
  const [, number = '', first = '', stack = ''] = LINE.exec(text) ?? [];
  const table = SYSCALL_WAITS[arch];
  if (number === '' || table === undefined || Number.parseInt(stack, 16) < LEAST_STACK) return undefined;
  return { wait: table.get(Number(number)) ?? 'other', descriptor: first === '' ? -1 : Number.parseInt(first, 16) };
}

export interface ThreadWaitsOptions {
  readonly procRoot: string;
  /** Of a process with more threads so many are looked at, spread over all. */
  readonly mostThreads: number;
  readonly arch?: string;
}

/**
 * What the threads of a process wait in: by their system call and, where that may not be read, by /proc/PID/task/TID/wchan, the
 * kernel function they sleep in. That file says `0` both for a thread that runs and where the kernel will not tell: `hidden`.
 * Kernel: https://github.com/torvalds/linux/blob/v6.18/fs/proc/base.c#L400
 */
export function readThreadWaits(pid: number, options: ThreadWaitsOptions): ThreadWaits {
  const { procRoot, mostThreads, arch = process.arch } = options;
  const threads = spread(listThreads(procRoot, pid), mostThreads);
  const counts: Partial<Record<WaitKind, number>> = {};
  let looked = 0;
  for (const thread of threads) {
    const wait = waitOf(procRoot, { pid, thread, arch });
    if (wait === undefined) continue;
    looked++;
    counts[wait] = (counts[wait] ?? 0) + 1;
  }
  return { counts, looked };
}

function listThreads(procRoot: string, pid: number): readonly string[] {
  try {
    return readdirSync(`${procRoot}/${pid}/task`);
  } catch {
    return [];
  }
}

/** The first, and others at even distances. */
function spread(threads: readonly string[], most: number): readonly string[] {
  if (threads.length <= most) return threads;
  return Array.from({ length: most }, (_, n) => threads[Math.floor((n * threads.length) / most)] ?? '');
}

/** Undefined for a thread that is gone. */
function waitOf(
  procRoot: string,
  { pid, thread, arch }: { readonly pid: number; readonly thread: string; readonly arch: string },
): WaitKind | undefined {
  const folder = `${procRoot}/${pid}/task/${thread}`;
  const text = readSmallFile(`${folder}/syscall`);
  const call = typeof text === 'string' ? parseSyscall(text, arch) : undefined;
  if (call !== undefined && call.wait !== 'other') return ofDescriptor(procRoot, pid, call);
  const name = readSmallFile(`${folder}/wchan`);
  if (typeof name !== 'string') return text === REFUSED || name === REFUSED ? 'hidden' : undefined;
  const wait = waitOfWchan(name);
  if (wait !== undefined) return wait;
  return call === undefined && (name === '0' || name === '') ? 'hidden' : 'other';
}

/** Reading from a socket is receiving, from anything else reading. */
function ofDescriptor(procRoot: string, pid: number, { wait, descriptor }: ThreadSyscall): WaitKind {
  if (wait !== 'read-descriptor' && wait !== 'write-descriptor') return wait;
  const link = readFdLink(procRoot, pid, String(descriptor));
  const isSocket = typeof link === 'string' && parseSocketLink(link) !== undefined;
  if (wait === 'read-descriptor') return isSocket ? 'receive' : 'read';
  return isSocket ? 'send' : 'write';
}
