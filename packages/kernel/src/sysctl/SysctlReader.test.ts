import { mkdirSync, mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readSysctl } from './readSysctl.ts';
import { SysctlReader } from './SysctlReader.ts';

function folder() {
  const procRoot = mkdtempSync(join(tmpdir(), 'netstrata-sysctl-'));
  onTestFinished(() => rmSync(procRoot, { recursive: true }));
  mkdirSync(join(procRoot, 'sys/net/ipv4'), { recursive: true });
  const write = (text: string) => writeFileSync(join(procRoot, 'sys/net/ipv4/tcp_mem'), text);
  const reader = new SysctlReader(procRoot);
  onTestFinished(() => reader.close());
  const openFiles = () =>
    readdirSync('/proc/self/fd').filter((fd) => {
      try {
        return readlinkSync(`/proc/self/fd/${fd}`).startsWith(procRoot);
      } catch {
        return false;
      }
    }).length;
  return { reader, write, openFiles, remove: () => rmSync(join(procRoot, 'sys/net/ipv4/tcp_mem')) };
}

test('gives the value of now each time, from a file that stays open until it is closed', () => {
  const { reader, write, openFiles } = folder();
  write('1\t2\t3\n');
  expect(reader.read('net.ipv4.tcp_mem')).toBe('1 2 3');
  write('10\t20\t30\n');
  expect(reader.read('net.ipv4.tcp_mem')).toBe('10 20 30');
  write('\n');
  expect(reader.read('net.ipv4.tcp_mem')).toBe('');
  expect(openFiles()).toBe(1);
  reader.close();
  expect(openFiles()).toBe(0);
});

test('a value longer than any usual one is whole, and the next one is not mixed with it', () => {
  const { reader, write } = folder();
  const ports = Array.from({ length: 700 }, (_, at) => 10_000 + at * 2).join(',');
  write(`${ports}\n`);
  expect(reader.read('net.ipv4.tcp_mem')).toBe(ports);
  write('7\n');
  expect(reader.read('net.ipv4.tcp_mem')).toBe('7');
});

test('says what is missing, and finds it when it is there again', () => {
  const { reader, write, openFiles } = folder();
  const missing = expect.objectContaining({ name: 'KernelError', code: 'not-found', operation: 'read' });
  expect(() => reader.read('net.ipv4.tcp_mem')).toThrow(missing);
  write('4\n');
  expect(reader.read('net.ipv4.tcp_mem')).toBe('4');
  expect(openFiles()).toBe(1);
  expect(() => reader.read('kernel.hostname')).toThrow(expect.objectContaining({ code: 'invalid-name' }));
});

test('agrees with the reading that opens the file, on the real kernel', async () => {
  const reader = new SysctlReader();
  onTestFinished(() => reader.close());
  for (const name of ['net.ipv4.tcp_rmem', 'net.ipv4.ip_local_reserved_ports', 'net.core.somaxconn']) {
    const value = await readSysctl(name);
    expect([reader.read(name), reader.read(name)]).toEqual([value, value]);
  }
  expect(() => reader.read('net.ipv4.route.flush')).toThrow(expect.objectContaining({ code: 'permission' }));
});
