import { openLedger } from '@netstrata/db';
import { DRIFT_WORDS, type Drift } from '@netstrata/protocol';
import { expect, it, onTestFinished } from 'vitest';
import { LiveHost } from '../live/LiveHost.ts';
import { FACTS } from '../testing/TestAgent.ts';
import { DriftDesk } from './DriftDesk.ts';

const NOW_MS = 1_790_000_000_000;
const DRIFT: Drift = {
  tunable: 'net.core.somaxconn',
  namespace: 'host',
  timeMs: NOW_MS - 5000,
  before: '4096',
  after: '128',
  by: 'sysctl (pid 4711)',
};

function setUp() {
  const ledger = openLedger(':memory:');
  onTestFinished(() => ledger.close());
  const clock = { nowMs: NOW_MS };
  const desk = new DriftDesk({ ledger, now: () => clock.nowMs });
  const hostOf = (hostId: string) =>
    new LiveHost(hostId, { facts: { ...FACTS, hostId }, missing: [], intervalMs: 1000 });
  return { ledger, clock, desk, host: hostOf('host-0001'), other: hostOf('host-0002') };
}

it('keeps what a host tells, by our clock, and says it in the audit with who and what', () => {
  const { desk, host, other, ledger } = setUp();
  // Its clock is seven seconds behind ours.
  host.push([], [{ seq: 1, timeMs: NOW_MS - 7000, monoMs: 1000, values: new Float64Array() }], NOW_MS);
  const drift = { ...DRIFT, timeMs: NOW_MS - 10_000 };
  const { by: _, ...untold } = drift;
  desk.reported(host, [drift, { ...untold, tunable: 'sysfs.rps_cpus', device: 'eth0', queue: 1, after: '3' }]);
  expect(desk.of(host, 10)).toMatchObject([
    { tunable: 'sysfs.rps_cpus', device: 'eth0', queue: 1, timeMs: NOW_MS - 3000, before: '4096', after: '3' },
    { tunable: 'net.core.somaxconn', by: 'sysctl (pid 4711)' },
  ]);
  expect(desk.of(host, 1)).toHaveLength(1);
  expect(desk.of(other, 10)).toEqual([]);
  const [second, first] = ledger.audit.rows({ limit: 10 });
  expect(first).toMatchObject({
    action: 'setting.drift',
    outcome: 'done',
    actor: 'process:sysctl (pid 4711)',
    hostId: 'host-0001',
    target: 'net.core.somaxconn',
    before: '4096',
    after: '128',
    because: 'the kernel told the agent who wrote it, at 2026-09-21T14:13:17.000Z',
  });
  expect(second).toMatchObject({
    actor: 'nobody',
    target: 'sysfs.rps_cpus of eth0 queue 1',
    because: 'the agent saw another value at 2026-09-21T14:13:17.000Z; the kernel did not tell who wrote it',
  });
});

it('what happened while no agent watched is kept once, until something else happens', () => {
  const { desk, host, ledger } = setUp();
  const ring = { tunable: 'ethtool.rings.rx', namespace: 'host', device: 'eth0', timeMs: NOW_MS, before: '1024' };
  const missed: Drift = { ...ring, after: '512', by: DRIFT_WORDS.restart.en };
  for (let start = 0; start < 3; start++) desk.reported(host, [missed]);
  expect(desk.of(host, 10)).toEqual([missed]);
  expect(desk.told(host, 10)).toEqual([
    { ...missed, by: { en: 'the machine was started again', 'zh-CN': '机器重新启动过' } },
  ]);
  expect(ledger.audit.rows({ limit: 10 })).toMatchObject([
    { actor: 'nobody', because: expect.stringContaining('the machine was started again') },
  ]);
  desk.reported(host, [{ ...ring, before: '512', after: '256' }]);
  desk.reported(host, [missed]);
  expect(desk.of(host, 10)).toHaveLength(3);
});

it('takes no setting that the catalogue does not have, and no time to come', () => {
  const { desk, host, ledger } = setUp();
  desk.reported(host, [{ ...DRIFT, tunable: 'kernel.panic' }]);
  expect([desk.of(host, 10), ledger.audit.rows({ limit: 10 })]).toEqual([[], []]);
  desk.reported(host, [{ ...DRIFT, timeMs: NOW_MS + 1_000_000 }]);
  expect(desk.of(host, 10)[0]?.timeMs).toBe(NOW_MS);
});

it('two programs that fight over a value fill neither the audit nor the ledger', () => {
  const { desk, host, ledger, clock } = setUp();
  for (let round = 0; round < 40; round++)
    desk.reported(
      host,
      Array.from({ length: 50 }, () => DRIFT),
    );
  expect(ledger.audit.rows({ limit: 500 })).toHaveLength(30);
  expect(desk.of(host, 5000)).toHaveLength(1000);
  clock.nowMs += 60_001;
  desk.reported(host, [DRIFT]);
  expect(ledger.audit.rows({ limit: 500 })).toHaveLength(31);
});
