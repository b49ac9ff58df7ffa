import type { Drift, HostChange, SettingRef } from '@netstrata/protocol/types';
import { describe, expect, test } from 'vitest';
import { DriftQueue } from './DriftQueue.ts';
import { KeptDrift } from './KeptDrift.ts';
import { SysctlDrift } from './SysctlDrift.ts';
import { writerText } from './writerText.ts';

const NAME = 'net.core.somaxconn';
const OWN = 100;

/** A kernel with one sysctl, its reader, and what is told of drifts. `told` writes wait until the kernel is asked. */
function sysctls({ ours = [] as readonly string[] } = {}) {
  let value = '4096';
  let known = value;
  const untold: { pid: number; command: string | undefined }[] = [];
  const drifts: Drift[] = [];
  const refresh = (names: readonly string[]) => {
    if (!names.includes(NAME) || known === value) return;
    const before = known;
    known = value;
    drift.changed(NAME, before, value);
  };
  const look = () => {
    const writes = untold.splice(0).map((writer) => ({ name: NAME, ...writer }));
    if (writes.length > 0) drift.wrote(writes, false, [NAME]);
  };
  const drift: SysctlDrift = new SysctlDrift({
    pid: OWN,
    isOurs: (_, now) => ours.includes(now),
    refresh,
    look,
    wallMs: () => 5000,
    onDrift: (one) => drifts.push(one),
  });
  const write = (now: string, writer?: { pid: number; command?: string }) => {
    value = now;
    if (writer !== undefined) untold.push({ command: undefined, ...writer });
  };
  return { drifts, write, look, round: () => refresh([NAME]), lose: () => drift.wrote([], true, [NAME]) };
}
const told = { tunable: NAME, namespace: 'host', timeMs: 5000 };

describe('a sysctl', () => {
  test('is told with who wrote it, before and after', () => {
    const { drifts, write, look } = sysctls();
    write('128', { pid: 4711, command: 'sysctl' });
    look();
    expect(drifts).toEqual([{ ...told, before: '4096', after: '128', by: 'sysctl (pid 4711)' }]);
  });

  test('of which the round hears first is told with who wrote it all the same, once', () => {
    const { drifts, write, look, round } = sysctls();
    write('128', { pid: 4711, command: 'tuned' });
    round();
    look();
    round();
    expect(drifts).toEqual([{ ...told, before: '4096', after: '128', by: 'tuned (pid 4711)' }]);
  });

  test('without a word of the kernel is told without one, and not at all when the value is ours', () => {
    const { drifts, write, round } = sysctls({ ours: ['8192'] });
    write('8192');
    round();
    expect(drifts).toEqual([]);
    write('256');
    round();
    expect(drifts).toEqual([{ ...told, before: '8192', after: '256' }]);
  });

  test('that we write is no drift, whatever became of the value; that another writes is one, also to a value of ours', () => {
    const { drifts, write, look } = sysctls({ ours: ['8192'] });
    write('9000', { pid: OWN });
    look();
    expect(drifts).toEqual([]);
    write('8192', { pid: 7, command: 'bash' });
    look();
    expect(drifts).toMatchObject([{ before: '9000', after: '8192', by: 'bash (pid 7)' }]);
  });

  test('written to the same value, or back before anybody looked, is nothing', () => {
    const { drifts, write, look } = sysctls();
    write('4096', { pid: 7 });
    look();
    write('1', { pid: 7 });
    write('4096', { pid: 8 });
    look();
    expect(drifts).toEqual([]);
  });

  test('is looked at when the kernel lost count of writes', () => {
    const { drifts, write, lose } = sysctls();
    write('64');
    lose();
    expect(drifts).toEqual([{ ...told, before: '4096', after: '64' }]);
  });

  test('a writer whose name is no text, or gone', () => {
    expect(writerText({ pid: 9, command: 'a\u001b\nb' })).toBe('a??b (pid 9)');
    expect(writerText({ pid: 9, command: undefined })).toBe('pid 9, which has ended');
    expect(writerText({ pid: 0, command: undefined })).toBe('a process that this agent cannot see');
  });
});

describe('settings of units', () => {
  const RING = { tunable: 'ethtool.rings.rx', namespace: 'host', device: 'eth0' };
  const unit = (state: HostChange['state'], after: string, setting: SettingRef = RING): HostChange => ({
    id: 'x',
    state,
    changes: [{ ...setting, before: '256', after }],
    by: 'person:ada@example.org',
    because: '',
    appliedMs: 1,
  });
  function kept(
    units: HostChange[],
    values: Record<string, string | Error>,
    { ours = [] as readonly string[], bootMs = 0 } = {},
  ) {
    const drifts: Drift[] = [];
    const asked: string[] = [];
    const told: string[] = [];
    const watch = new KeptDrift({
      units: () => units,
      read: async ({ tunable }) => {
        asked.push(tunable);
        const value = values[tunable] ?? new Error('gone');
        if (value instanceof Error) throw value;
        return value;
      },
      isOurs: (_, value) => ours.includes(value),
      isWatched: ({ device }) => device === undefined,
      wallMs: () => 7000,
      bootMs: () => bootMs,
      onDrift: (one) => drifts.push(one),
      onValues: (values) => told.push(values.map(({ device, value }) => `${device}=${value}`).join()),
    });
    return { watch, drifts, asked, told };
  }

  test('are looked at every ten seconds and told once', async () => {
    const values = { 'ethtool.rings.rx': '512' };
    const { watch, drifts, asked, told } = kept([unit('kept', '512')], values);
    await watch.tick(0);
    values['ethtool.rings.rx'] = '1024';
    await watch.tick(9999);
    expect(drifts).toEqual([]);
    await watch.tick(10_000);
    await watch.tick(20_000);
    expect(drifts).toEqual([{ ...RING, timeMs: 7000, before: '512', after: '1024' }]);
    expect(asked).toHaveLength(3);
    expect(told).toEqual(['eth0=512', 'eth0=1024']);
  });

  test('that are another at the first look were changed while nobody watched, or went with a restart', async () => {
    const away = kept([unit('kept', '512')], { 'ethtool.rings.rx': '300' });
    const restarted = kept([unit('kept', '512')], { 'ethtool.rings.rx': '256' }, { bootMs: 2 });
    for (const { watch } of [away, restarted]) for (const nowMs of [0, 10_000]) await watch.tick(nowMs);
    const told = { ...RING, timeMs: 7000, before: '512' };
    expect(away.drifts).toEqual([{ ...told, after: '300', by: 'somebody, while no agent watched' }]);
    expect(restarted.drifts).toEqual([{ ...told, after: '256', by: 'the machine was started again' }]);
    const atOnce = kept([{ ...unit('kept', '512'), appliedMs: 7001 }], { 'ethtool.rings.rx': '300' });
    await atOnce.watch.tick(0);
    expect(atOnce.drifts).toEqual([{ ...told, after: '300' }]);
  });

  test('are left alone when undone, when ours, when gone, and when somebody else looks', async () => {
    const sysctl = { tunable: 'net.core.somaxconn', namespace: 'host' };
    const values = { 'ethtool.rings.rx': '256', 'net.core.somaxconn': '1' };
    const ours = kept([unit('pending', '512'), unit('kept', '8192', sysctl)], values, { ours: ['256'] });
    await ours.watch.tick(0);
    const undone = kept([unit('undone', '512')], values);
    await undone.watch.tick(0);
    const gone = kept([unit('kept', '512')], {});
    await gone.watch.tick(0);
    expect([...ours.drifts, ...undone.drifts, ...gone.drifts]).toEqual([]);
    expect([ours.told, undone.told, gone.told]).toEqual([['eth0=256'], [], []]);
    expect([ours.asked, undone.asked]).toEqual([['ethtool.rings.rx'], []]);
  });
});

describe('until the server has them', () => {
  const drift = (after: string): Drift => ({ tunable: NAME, namespace: 'host', timeMs: 1, before: '', after });

  test('wait for a connection, the newest 256, 64 in a message, and long values are cut', () => {
    const sent: (readonly Drift[])[] = [];
    let connected = false;
    const queue = new DriftQueue((drifts) => {
      if (connected) sent.push(drifts);
      return connected;
    });
    for (let n = 1; n <= 300; n++) queue.add(drift(String(n)));
    queue.add(drift('x'.repeat(5000)));
    connected = true;
    queue.flush();
    expect(sent.map(({ length }) => length)).toEqual([64, 64, 64, 64]);
    expect(sent[0]?.[0]?.after).toBe('46');
    expect(sent[3]?.at(-1)?.after).toHaveLength(2000);
    queue.add(drift('last'));
    expect(sent[4]?.map(({ after }) => after)).toEqual(['last']);
  });
});
