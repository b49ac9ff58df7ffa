import { spawn, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, onTestFinished, type TestContext, test } from 'vitest';
import { KernelError } from '../KernelError.ts';
import { Commands } from '../testing/commands.ts';
import { type SysctlWrite, SysctlWrites } from './SysctlWrites.ts';

const commands = new Commands({ spawn, spawnSync });
const NAME = 'net.ipv4.tcp_fin_timeout';
const FILE = '/proc/sys/net/ipv4/tcp_fin_timeout';

/** Watches one sysctl, which the test may write: it has its value back at the end. */
function watch(context: TestContext, names = [NAME]) {
  const before = readFileSync(FILE, 'utf8');
  const seen: SysctlWrite[] = [];
  try {
    const writes = new SysctlWrites(names, (some) => seen.push(...some));
    onTestFinished(() => {
      writes.close();
      writeFileSync(FILE, before);
    });
    writeFileSync(FILE, before);
    return { seen, writes };
  } catch (cause) {
    if (cause instanceof KernelError && cause.code === 'permission')
      context.skip('watching writes needs CAP_SYS_ADMIN');
    throw cause;
  }
}

test('who wrote is told with its command, and whoever only reads is not', async (context) => {
  const { seen } = watch(context);
  await expect.poll(() => seen).toEqual([{ name: NAME, pid: process.pid, command: expect.any(String) }]);
  readFileSync(FILE);
  // The shell stays for a moment, so that its name is there to be read.
  const script = `cat ${FILE} >/dev/null; echo 59 >${FILE}; sleep 5`;
  const shell = spawn('bash', ['-c', `${script}; :`], { stdio: 'ignore' });
  await expect.poll(() => seen.slice(1)).toEqual([{ name: NAME, pid: shell.pid, command: 'bash' }]);
});

test('a refused write, and the same sysctl of another namespace, are no writes of this one', async (context) => {
  const { seen } = watch(context);
  await expect.poll(() => seen.length).toBe(1);
  expect(() => writeFileSync(FILE, 'no number')).toThrow();
  if (commands.run(['unshare', '--net', 'true']).status === 0)
    expect(commands.run(['unshare', '--net', 'sh', '-c', `echo 33 >${FILE} && cat ${FILE}`]).stdout).toBe('33\n');
  const { status } = commands.run(['sh', '-c', `echo 58 >${FILE}`]);
  expect(status).toBe(0);
  await expect.poll(() => seen.length).toBe(2);
});

test('names that this kernel lacks are passed by, and all descriptors come back', async (context) => {
  const open = readdirSync('/proc/self/fd').length;
  const { seen, writes } = watch(context, ['net.no.such', NAME]);
  for (let round = 0; round < 20; round++) writeFileSync(FILE, String(60 + round));
  await expect.poll(() => seen.length).toBeGreaterThan(0);
  writes.close();
  expect(readdirSync('/proc/self/fd').length).toBe(open);
});

test('many writers at once are all told', async (context) => {
  const { seen } = watch(context);
  const script = `for n in 1 2 3 4 5 6 7 8; do sh -c 'echo 6'$n' >${FILE}'; done`;
  expect(commands.run(['sh', '-c', script]).status).toBe(0);
  await expect.poll(() => new Set(seen.map(({ pid }) => pid)).size).toBe(9);
});
