import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { waitOfWchan } from './syscallWaits.ts';
import { parseSyscall, readThreadWaits } from './threadWaits.ts';

const line = (number: number, first = '0x3') =>
  `${number} ${first} 0x7f8218109c20 0x400 0xffffffff 0x0 0x8 0x7f8218108ec0 0x7f8218326cae\n`;

test.each([
  ['x64', line(281), 'epoll'],
  ['arm64', line(22), 'epoll'],
  ['x64', line(426), 'io_uring'],
  ['x64', line(7), 'poll'],
  ['arm64', line(73), 'poll'],
  ['x64', line(288), 'accept'],
  ['arm64', line(242), 'accept'],
  ['x64', line(45), 'receive'],
  ['x64', line(0), 'read-descriptor'],
  ['arm64', line(63), 'read-descriptor'],
  ['x64', line(202), 'futex'],
  ['x64', line(999), 'other'],
  ['x64', '-1 0x7ffe7acc1218 0x7f3bbc38e2ad\n', 'other'],
  ['x64', 'running\n', 'running'],
  // A 32-bit program: its call of this number is another.
  ['x64', '3 0x3 0x0 0x0 0x0 0x0 0x0 0xffd0a010 0xf7f2a549\n', undefined],
  ['riscv64', line(22), undefined],
  ['x64', line(281).trim(), undefined],
  ['x64', '', undefined],
])('on %s %j is %s', (arch, text, wait) => expect(parseSyscall(text, arch)?.wait).toBe(wait));

test('takes no other text for a system call', () => {
  for (let length = 0; length < line(281).length; length++)
    expect(parseSyscall(line(281).slice(0, length), 'x64')).toBe(undefined);
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(parseSyscall(`281 ${text}`, 'x64')).toBe(undefined);
    }),
  );
});

test.each([
  ['ep_poll', 'epoll'],
  ['do_epoll_wait', 'epoll'],
  ['poll_schedule_timeout.constprop.0', 'poll'],
  ['inet_csk_accept', 'accept'],
  ['io_cqring_wait', 'io_uring'],
  ['futex_wait_queue_me', 'futex'],
  ['wait_woken', undefined],
  ['0', undefined],
])('a thread that sleeps in %s waits in %s', (name, wait) => expect(waitOfWchan(name)).toBe(wait));

function proc(threads: readonly Readonly<Record<string, string>>[]): string {
  const procRoot = mkdtempSync(join(tmpdir(), 'netstrata-waits-'));
  onTestFinished(() => rmSync(procRoot, { recursive: true }));
  mkdirSync(join(procRoot, '10/fd'), { recursive: true });
  symlinkSync('socket:[5]', join(procRoot, '10/fd/3'));
  symlinkSync('/dev/null', join(procRoot, '10/fd/4'));
  for (const [at, files] of threads.entries()) {
    const folder = join(procRoot, '10/task', String(1000 + at));
    mkdirSync(folder, { recursive: true });
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  }
  return procRoot;
}
const options = (procRoot: string, mostThreads = 16) => ({ procRoot, mostThreads, arch: 'x64' });

test('counts the threads of a process by what they wait in', () => {
  const procRoot = proc([
    { syscall: line(281), wchan: 'ep_poll' },
    { syscall: line(0), wchan: 'wait_woken' },
    { syscall: line(0, '0x4'), wchan: 'pipe_read' },
    { syscall: line(1), wchan: 'sk_stream_wait_memory' },
    { syscall: line(16), wchan: 'do_vfs_ioctl' },
    { syscall: 'running\n', wchan: '0' },
    { wchan: 'ep_poll' },
    { wchan: '0' },
    {},
  ]);
  expect(readThreadWaits(10, options(procRoot))).toEqual({
    looked: 8,
    counts: { epoll: 2, receive: 1, read: 1, send: 1, other: 1, running: 1, hidden: 1 },
  });
});

test('of many threads looks at some, the first among them', () => {
  const procRoot = proc(Array.from({ length: 40 }, (_, at) => ({ syscall: at === 0 ? line(281) : line(202) })));
  expect(readThreadWaits(10, options(procRoot, 8))).toEqual({ looked: 8, counts: { epoll: 1, futex: 7 } });
  expect(readThreadWaits(11, options(procRoot))).toEqual({ looked: 0, counts: {} });
});
