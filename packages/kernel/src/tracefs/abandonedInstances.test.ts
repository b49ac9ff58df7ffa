import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { removeAbandonedTraces } from './abandonedInstances.ts';
import { instanceName, ownerOf, thisProcess } from './instanceName.ts';

const statOf = (pid: number, startTime: number) =>
  `${pid} (a) b (c) S 1 ${Array(17).fill(0).join(' ')} ${startTime} 1 2 3\n`;

/** A /proc and a tracefs in a folder: this process is 40, started at 1000, in PID namespace 9. */
function machine(processes: Readonly<Record<number, number>>, instances: readonly string[]) {
  const root = mkdtempSync(join(tmpdir(), 'netstrata-trace-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const procRoot = join(root, 'proc');
  for (const [pid, startTime] of Object.entries(processes)) {
    mkdirSync(join(procRoot, pid), { recursive: true });
    writeFileSync(join(procRoot, pid, 'stat'), statOf(Number(pid), startTime));
  }
  mkdirSync(join(procRoot, 'self/ns'), { recursive: true });
  writeFileSync(join(procRoot, 'self/stat'), statOf(40, 1000));
  symlinkSync('pid:[9]', join(procRoot, 'self/ns/pid'));
  const sysRoot = join(root, 'sys');
  const folder = join(sysRoot, 'kernel/tracing/instances');
  for (const name of instances) mkdirSync(join(folder, name), { recursive: true });
  return { procRoot, sysRoot, folder };
}

it('a name says whose it is', () => {
  const owner = { pidNamespace: '4026531836', pid: 77, startTime: '123' };
  expect(instanceName(owner)).toBe('netstrata-4026531836-77-123');
  expect(ownerOf('netstrata-4026531836-77-123')).toEqual(owner);
  for (const other of [
    'netstrata',
    'netstrata-1',
    'netstrata-1-0-2',
    'netstrata-1-2-3-4',
    'xnetstrata-1-2-3',
    'netstrata-a-2-3',
  ])
    expect(ownerOf(other)).toBeUndefined();
  expect(thisProcess('/proc').pid).toBe(process.pid);
});

it('only those of processes that are gone, and of this one, are removed', () => {
  const kept = ['bpf_trace', 'netstrata', 'netstrata-9-41-2000', 'netstrata-mine', 'netstrata-8-5-5'];
  const { sysRoot, procRoot, folder } = machine({ 41: 2000, 42: 3000 }, [
    ...kept,
    'netstrata-9-40-1000',
    'netstrata-9-42-2999',
    'netstrata-9-43-1',
  ]);
  expect(removeAbandonedTraces(sysRoot, procRoot)).toBe(3);
  expect(readdirSync(folder)).toEqual(kept.toSorted());
});

it('those of another PID namespace are left alone while they are young, then the kernel decides', () => {
  const { sysRoot, procRoot, folder } = machine({}, ['netstrata-8-5-5', 'netstrata-8-6-6']);
  const [old, held] = [join(folder, 'netstrata-8-5-5'), join(folder, 'netstrata-8-6-6')];
  expect(removeAbandonedTraces(sysRoot, procRoot)).toBe(0);
  // Not empty: here the folder refuses, as the kernel does for an instance that is held.
  writeFileSync(join(held, 'file'), '');
  const before = Date.now() / 1000 - 61;
  for (const path of [old, held]) utimesSync(path, before, before);
  expect(removeAbandonedTraces(sysRoot, procRoot)).toBe(1);
  expect(readdirSync(folder)).toEqual(['netstrata-8-6-6']);
});

it('says where tracefs is not there', () => {
  const { sysRoot, procRoot } = machine({}, ['x']);
  expect(() => removeAbandonedTraces(join(sysRoot, 'none'), procRoot)).toThrow('this kernel has no tracing');
  rmSync(join(sysRoot, 'kernel/tracing/instances'), { recursive: true });
  expect(() => removeAbandonedTraces(sysRoot, procRoot)).toThrow('not mounted');
});
