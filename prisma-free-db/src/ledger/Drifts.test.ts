import type { Drift } from '@netstrata/protocol';
import { expect, it, onTestFinished } from 'vitest';
import { openLedger } from './openLedger.ts';

const drift = (n: number, more: Partial<Drift> = {}): Drift => ({
  tunable: 'net.core.somaxconn',
  namespace: 'host',
  timeMs: 1_790_000_000_000 + n,
  before: String(n),
  after: String(n + 1),
  ...more,
});

it('keeps what was told of a host as it was told, the newest first', () => {
  const ledger = openLedger(':memory:');
  onTestFinished(() => ledger.close());
  const ring = drift(2, { tunable: 'sysfs.rps_cpus', device: 'eth0', queue: 0, by: 'tuned (pid 812)' });
  ledger.drifts.add('host-0001', [drift(1), ring]);
  ledger.drifts.add('host-0002', [drift(3)]);
  expect(ledger.drifts.of('host-0001', 10)).toEqual([ring, drift(1)]);
  expect(ledger.drifts.of('host-0001', 1)).toEqual([ring]);
  expect(ledger.drifts.of('host-0003', 10)).toEqual([]);
  expect(ledger.drifts.newest('host-0001', ring)).toEqual(ring);
  expect(ledger.drifts.newest('host-0001', drift(1))).toEqual(drift(1));
  expect(ledger.drifts.newest('host-0001', { ...ring, queue: 1 })).toBeUndefined();
});

it('keeps the newest thousand of each host', () => {
  const ledger = openLedger(':memory:');
  onTestFinished(() => ledger.close());
  ledger.drifts.add('host-0002', [drift(0)]);
  for (let round = 0; round < 11; round++)
    ledger.drifts.add(
      'host-0001',
      Array.from({ length: 100 }, (_, n) => drift(round * 100 + n)),
    );
  const kept = ledger.drifts.of('host-0001', 5000);
  expect([kept.length, kept[0]?.before, kept.at(-1)?.before]).toEqual([1000, '1099', '100']);
  expect(ledger.drifts.of('host-0002', 5000)).toHaveLength(1);
});
