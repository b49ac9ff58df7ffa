import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KernelError } from '@netstrata/kernel';
import type { ApplyOrder, HostChange, SettingRef } from '@netstrata/protocol/types';
import { onTestFinished } from 'vitest';
import { openLog } from '../../log.ts';
import { ChangeJournal } from '../ChangeJournal.ts';
import { ChangeKeeper } from '../ChangeKeeper.ts';
import { SysctlFile } from '../keep/SysctlFile.ts';
import { SysctlDriver } from '../SysctlDriver.ts';
import { ManualClock } from './ManualClock.ts';

export const SOMAXCONN = 'net.core.somaxconn';
export const RMEM = 'net.ipv4.tcp_rmem';
export const CONTROL = 'net.ipv4.tcp_congestion_control';

/** What a machine without a kernel has: values that can be set, refused or made into others. */
export class FakeKernel {
  readonly values = new Map([
    [SOMAXCONN, '4096'],
    [RMEM, '4096 131072 6291456'],
    [CONTROL, 'cubic'],
    ['net.ipv4.tcp_available_congestion_control', 'reno cubic bbr'],
    ['net.ipv4.ip_local_reserved_ports', ''],
  ]);
  /** Refused with EINVAL. */
  readonly refused = new Set<string>();
  /** Read and never written. */
  readonly fixed = new Set<string>();
  /** What the kernel makes of a value. */
  readonly made = new Map<string, string>();
  readonly written: string[] = [];

  read(name: string): string {
    const value = this.values.get(name);
    if (value === undefined)
      throw new KernelError({ code: 'not-found', operation: 'read', path: name, detail: 'ENOENT' });
    return value;
  }

  isReadOnly(name: string): boolean {
    return this.fixed.has(name);
  }

  write(name: string, value: string): string {
    if (this.refused.has(`${name}=${value}`))
      throw new KernelError({ code: 'rejected', operation: 'write', path: name, detail: 'EINVAL' });
    this.written.push(`${name}=${value}`);
    this.values.set(name, this.made.get(value) ?? value);
    return this.read(name);
  }
}

export const BOOT = '3f0c1b52-8f4e-4a6e-9d0c-5b1a2c3d4e5f';

export function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), 'netstrata-changes-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A keeper on a real disk and a kernel that is none. `start` is what a new agent on the same folder would be. */
export function keeperRig(options: { readonly mayApply?: boolean; readonly folder?: string } = {}) {
  const folder = options.folder ?? scratch();
  const kernel = new FakeKernel();
  const log: string[] = [];
  const file = join(folder, 'sysctl.d', '90-netstrata.conf');
  mkdirSync(join(folder, 'sysctl.d'), { recursive: true, mode: 0o755 });
  const journal = join(folder, 'changes');
  const start = (bootId = BOOT) => {
    const clock = new ManualClock();
    const reports: (readonly HostChange[])[] = [];
    const told: string[] = [];
    const written: string[] = [];
    const say = openLog('debug', (line) => log.push(line));
    const keeper = new ChangeKeeper({
      journal: new ChangeJournal({ folder: journal, log: say }),
      drivers: [new SysctlDriver(kernel)],
      file: new SysctlFile(file),
      overrides: async (settings) => settings.map(() => told),
      clock,
      bootId,
      mayApply: options.mayApply ?? true,
      log: say,
      onChange: (changes) => reports.push(changes),
      onWritten: (settings) => written.push(...settings.map(({ tunable }) => tunable)),
    });
    return { keeper, clock, reports, told, written };
  };
  const kept = () => readFileSync(file, 'utf8');
  return { folder, journal, file, kernel, log, start, kept };
}

export const host = (tunable: string): SettingRef => ({ tunable, namespace: 'host' });

export function orderOf(
  id: string,
  changes: readonly (readonly [name: string, before: string, value: string])[],
): ApplyOrder {
  return {
    id,
    changes: changes.map(([tunable, expectedBefore, value]) => ({ ...host(tunable), expectedBefore, value })),
    by: 'person:ada@example.org',
    because: 'the accept queue of port 80 overflowed',
    confirmWithinMs: 60_000,
  };
}

/** A keeper works on threads of the disk: its queue is empty when this order, which changes nothing, is answered. */
export async function settled(keeper: Pick<ChangeKeeper, 'order'>): Promise<void> {
  await keeper.order({ id: 'nothing', action: 'confirm', by: 'test' }).catch(() => undefined);
}
