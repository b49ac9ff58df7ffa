import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { parseSysctl, readSysctl, readSysctls } from './readSysctl.ts';

test.each([
  ['4096\t131072\t33554432\n', '4096 131072 33554432'],
  ['cubic\n', 'cubic'],
  ['\n', ''],
  ['reno cubic bbr \n', 'reno cubic bbr'],
  ['1\t2  3\n4\n', '1 2 3 4'],
])('%j reads %j', (text, value) => {
  expect(parseSysctl(text)).toBe(value);
});

test('gives what `sysctl -n` gives', async () => {
  const value = await readSysctl('net.ipv4.ip_local_port_range');
  expect(value).toMatch(/^\d+ \d+$/);
  const cat = execFileSync('cat', ['/proc/sys/net/ipv4/ip_local_port_range'], { encoding: 'utf8' });
  expect(value).toBe(cat.trim().replace('\t', ' '));
});

test.each([
  ['net.core.nonexistent', 'not-found'],
  ['net.ipv4', 'unreadable'],
  ['kernel.hostname', 'invalid-name'],
  ['net.core.../somaxconn', 'invalid-name'],
])('%s: %s', async (name, code) => {
  await expect(readSysctl(name)).rejects.toMatchObject({ name: 'KernelError', code, operation: 'read' });
});

test('a sysctl that may only be written is refused by the kernel', async () => {
  await expect(readSysctl('net.ipv4.route.flush')).rejects.toMatchObject({
    code: 'permission',
    path: '/proc/sys/net/ipv4/route/flush',
    detail: 'EACCES',
  });
});

test('reads many, and one that fails costs only itself', async () => {
  const procRoot = mkdtempSync(join(tmpdir(), 'netstrata-sysctl-'));
  onTestFinished(() => rmSync(procRoot, { recursive: true }));
  mkdirSync(join(procRoot, 'sys/net/ipv4/conf/eth0.100'), { recursive: true });
  writeFileSync(join(procRoot, 'sys/net/ipv4/tcp_mem'), '1\t2\t3\n');
  writeFileSync(join(procRoot, 'sys/net/ipv4/conf/eth0.100/rp_filter'), '2\n');
  const names = ['net.ipv4.tcp_mem', 'net.ipv4.conf.eth0.100.rp_filter', 'net.core.gone', '../etc', 'net.ipv4.tcp_mem'];
  const { values, errors } = await readSysctls(names, procRoot);
  expect(values).toEqual({ 'net.ipv4.tcp_mem': '1 2 3', 'net.ipv4.conf.eth0.100.rp_filter': '2' });
  expect(Object.entries(errors).map(([name, error]) => [name, error.code])).toEqual([
    ['../etc', 'invalid-name'],
    ['net.core.gone', 'not-found'],
  ]);
});
