import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { arch, tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readMachineFacts } from './machineFacts.ts';

const shell = (command: string) => execFileSync('sh', ['-c', command], { encoding: 'utf8' }).trim();

test('gives what the machine says of itself', () => {
  expect(readMachineFacts()).toMatchObject({
    hostname: shell('uname -n'),
    kernelRelease: shell('uname -r'),
    arch: arch(),
    cpuCount: Number(shell('getconf _NPROCESSORS_ONLN')),
    pageSizeBytes: Number(shell('getconf PAGESIZE')),
    memTotalBytes: Number(/^MemTotal: +(\d+) kB$/m.exec(readFileSync('/proc/meminfo', 'utf8'))?.[1]) * 1024,
    bootId: readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim(),
  });
});

test('takes the first machine id that is one', () => {
  const folder = mkdtempSync(join(tmpdir(), 'netstrata-machine-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const uninitialized = file('a', 'uninitialized\n');
  const good = file('b', '0123456789abcdef0123456789abcdef\n');
  const missing = join(folder, 'missing');
  expect(readMachineFacts('/proc', [missing, uninitialized, good]).machineId).toBe('0123456789abcdef0123456789abcdef');
  expect(readMachineFacts('/proc', [missing, uninitialized]).machineId).toBeUndefined();
});

test('says so where there is no /proc', () => {
  expect(() => readMachineFacts('/nonexistent')).toThrow(expect.objectContaining({ code: 'not-found' }));
});
