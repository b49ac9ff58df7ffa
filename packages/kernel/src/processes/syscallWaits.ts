import type { WaitKind } from '../processRows.ts';

/** `descriptor` depends on what the descriptor in the first argument is. */
export type SyscallWait = WaitKind | 'read-descriptor' | 'write-descriptor';

type Table = ReadonlyMap<number, SyscallWait>;

function table(calls: Partial<Record<SyscallWait, readonly number[]>>): Table {
  const entries = Object.entries(calls) as [SyscallWait, readonly number[]][];
  return new Map(entries.flatMap(([wait, numbers]) => numbers.map((number) => [number, wait] as const)));
}

/**
 * What a thread waits in, by the number of its system call, for the 64-bit calls of each architecture that the agent runs on.
 * x64: https://github.com/torvalds/linux/blob/v6.18/arch/x86/entry/syscalls/syscall_64.tbl
 * arm64: https://github.com/torvalds/linux/blob/v6.18/include/uapi/asm-generic/unistd.h
 */
export const SYSCALL_WAITS: Readonly<Record<string, Table>> = {
  x64: table({
    epoll: [232, 281, 441],
    io_uring: [426],
    poll: [7, 23, 270, 271],
    accept: [43, 288],
    receive: [45, 47, 299],
    send: [44, 46, 307, 40],
    connect: [42],
    'read-descriptor': [0, 17, 19, 295, 327],
    'write-descriptor': [1, 18, 20, 296, 328],
    futex: [202, 449, 455],
    sleep: [35, 230],
    child: [61, 247],
    signal: [34, 128, 130],
  }),
  arm64: table({
    epoll: [22, 441],
    io_uring: [426],
    poll: [72, 73],
    accept: [202, 242],
    receive: [207, 212, 243],
    send: [206, 211, 269, 71],
    connect: [203],
    'read-descriptor': [63, 65, 67, 69, 286],
    'write-descriptor': [64, 66, 68, 70, 287],
    futex: [98, 449, 455],
    sleep: [101, 115],
    child: [260, 95],
    signal: [133, 137],
  }),
};

/** The kernel function that a thread sleeps in, where the system call may not be read; the names differ between versions. */
const WCHAN: readonly (readonly [RegExp, WaitKind])[] = [
  [/^(?:do_epoll_wait|ep_poll)$/, 'epoll'],
  [/^(?:io_cqring_wait|io_sq_thread|io_wq_worker|io_wqe_worker)/, 'io_uring'],
  [/^(?:poll_schedule_timeout|do_sys_poll|do_poll|do_select)/, 'poll'],
  [/^(?:inet_csk_accept|inet_csk_wait_for_connect|unix_accept)$/, 'accept'],
  [/^(?:sk_wait_data|__skb_wait_for_more_packets|unix_stream_(?:data_wait|read_generic))/, 'receive'],
  [/^(?:sk_stream_wait_memory|sock_alloc_send_pskb|sock_wait_for_wmem|unix_wait_for_peer)/, 'send'],
  [/^(?:__)?inet_stream_connect|^inet_wait_for_connect/, 'connect'],
  [/^(?:anon_)?pipe_(?:read|wait)/, 'read'],
  [/^(?:anon_)?pipe_write/, 'write'],
  [/^futex_/, 'futex'],
  [/^(?:hrtimer_nanosleep|do_nanosleep|common_nsleep)/, 'sleep'],
  [/^(?:do_wait|kernel_wait4)/, 'child'],
  [/^(?:do_sigtimedwait|sigsuspend|sys_pause|__do_sys_pause|__x64_sys_pause)/, 'signal'],
];

export function waitOfWchan(name: string): WaitKind | undefined {
  return WCHAN.find(([pattern]) => pattern.test(name))?.[1];
}
