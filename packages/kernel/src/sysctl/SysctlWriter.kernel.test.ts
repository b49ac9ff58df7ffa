import { spawn, spawnSync } from 'node:child_process';
import { readFileSync, readlinkSync, statSync } from 'node:fs';
import { afterAll, beforeEach, expect, type TestContext, test } from 'vitest';
import { createNamespace, labSupport } from '../../../lab/src/index.ts';
import { Commands } from '../testing/commands.ts';
import { SysctlWriter } from './SysctlWriter.ts';

const support = labSupport();
if (!support.ok) console.warn(`no sysctl is written: ${support.reason}`);
const writer = new SysctlWriter();
afterAll(() => writer.close());
beforeEach((context: TestContext) => {
  if (!support.ok) context.skip(support.reason);
});

const commands = new Commands({ spawn, spawnSync });
const here = (name: string) => readFileSync(`/proc/sys/${name.replaceAll('.', '/')}`, 'utf8');

test('writes and reads back in a namespace that a file keeps, and nowhere else', async () => {
  const before = here('net.ipv4.tcp_rmem');
  await using namespace = await createNamespace();
  const inode = statSync(namespace.path).ino;
  const home = readlinkSync('/proc/thread-self/ns/net');
  expect(writer.write('net.ipv4.tcp_rmem', '4096 140000 6000000', inode)).toBe('4096 140000 6000000');
  expect(await namespace.sysctl('net.ipv4.tcp_rmem')).toBe('4096\t140000\t6000000');
  expect(writer.read('net.ipv4.tcp_rmem', inode)).toBe('4096 140000 6000000');
  expect(here('net.ipv4.tcp_rmem')).toBe(before);
  expect(readlinkSync('/proc/thread-self/ns/net')).toBe(home);
  expect(writer.write('net.ipv4.ip_local_reserved_ports', '8080,9148-9150', inode)).toBe('8080,9148-9150');
  expect(writer.write('net.ipv4.ip_local_reserved_ports', '', inode)).toBe('');
});

test('knows what a namespace may only look at', async () => {
  await using namespace = await createNamespace();
  const inode = statSync(namespace.path).ino;
  expect(writer.isReadOnly('net.core.somaxconn', inode)).toBe(false);
  // It has one value for the machine, which only the first namespace changes.
  expect(writer.isReadOnly('net.core.rmem_default', inode)).toBe(true);
  expect(() => writer.isReadOnly('net.core.no_such', inode)).toThrow(expect.objectContaining({ code: 'not-found' }));
});

test('writes in the namespace of a process without a name', async (context) => {
  commands.needNamespaces(context);
  const program = commands.companion(['unshare', '--net']);
  await program.ask('ready');
  const inode = statSync(`/proc/${program.pid}/ns/net`).ino;
  const before = here('net.core.somaxconn');
  expect(writer.write('net.core.somaxconn', '777', inode)).toBe('777');
  expect(
    commands.output(context, [
      'nsenter',
      '--net',
      '--target',
      String(program.pid),
      'cat',
      '/proc/sys/net/core/somaxconn',
    ]),
  ).toBe('777\n');
  expect(here('net.core.somaxconn')).toBe(before);
  await program.end();
  expect(() => writer.write('net.core.somaxconn', '778', inode)).toThrow(expect.objectContaining({ code: 'vanished' }));
});

test.each([
  ['net.core.somaxconn', '-1', 'rejected', 'EINVAL'],
  ['net.core.somaxconn', 'many', 'rejected', 'EINVAL'],
  ['net.ipv4.tcp_congestion_control', 'no_such_control', 'not-found', 'ENOENT'],
  ['net.core.no_such_sysctl', '1', 'not-found', 'ENOENT'],
  ['net.ipv4.tcp_available_congestion_control', 'reno', 'permission', 'EACCES'],
  ['net.ipv4', '1', 'rejected', 'EISDIR'],
  ['net.core.somaxconn', '1\n2', 'rejected', 'it is not one line of plain text'],
  ['net.core.somaxconn', '1\0', 'rejected', 'it is not one line of plain text'],
  ['net.core.somaxconn', '1'.repeat(4001), 'rejected', 'it is not one line of plain text'],
  ['kernel.core_pattern', '|/bin/sh', 'invalid-name', 'net.*, vm.* or fs.*'],
  ['net.core/../../kernel/core_pattern', 'x', 'invalid-name', 'net.*, vm.* or fs.*'],
  ['net.core.../../../etc/passwd', 'x', 'invalid-name', 'net.*, vm.* or fs.*'],
  ['net.core.somaxconn\0', '1', 'invalid-name', 'net.*, vm.* or fs.*'],
  ['..', '1', 'invalid-name', 'net.*, vm.* or fs.*'],
])('%j = %j: %s (%s)', async (name, value, code, detail) => {
  await using namespace = await createNamespace();
  const inode = statSync(namespace.path).ino;
  const before = await namespace.sysctl('net.core.somaxconn');
  expect(() => writer.write(name, value, inode)).toThrow(
    expect.objectContaining({ name: 'KernelError', code, detail }),
  );
  expect(await namespace.sysctl('net.core.somaxconn')).toBe(before);
});

test('a namespace that is not there changes nothing here', () => {
  const before = here('net.core.somaxconn');
  expect(() => writer.write('net.core.somaxconn', '999', 1)).toThrow(expect.objectContaining({ code: 'vanished' }));
  expect(here('net.core.somaxconn')).toBe(before);
});
