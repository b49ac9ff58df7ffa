import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type Advice, evidenceOf } from '../host/Advice.ts';
import { LabPair } from '../host/LabPair.ts';
import { Product } from '../host/Product.ts';
import { until } from '../host/until.ts';
import { link } from '../link/link.ts';
import { createNamespace } from '../namespace/namespace.ts';
import { run } from '../namespace/run.ts';
import { labSupport } from '../namespace/support.ts';
import { startWorkload } from '../workload/start.ts';

const support = labSupport();
const RULE = 'neigh-unresolved-discards';

const PATIENCE_MS = 180_000;

const THRESHOLDS = [3, 2, 1].map((n) => `/proc/sys/net/ipv4/neigh/default/gc_thresh${n}`);
const ROOMY = ['65536', '32768', '16384'];

/**
 * The table of neighbours is one for all network namespaces: with what other tests put there beside, the kernel would forget the neighbours
 * of this one before they are counted. The limits go back at the end of the scope.
 */
const roomForNeighbours = (): Disposable => {
  const before = THRESHOLDS.map((path) => readFileSync(path, 'utf8'));
  const set = (values: readonly string[]) => {
    for (const [at, path] of THRESHOLDS.entries()) writeFileSync(path, values[at] ?? '');
  };
  set(ROOMY);
  return { [Symbol.dispose]: () => set(before) };
};

/** The counters of the table are one for the machine and shown to its first namespace only; elsewhere the neighbours tell. */
describe.skipIf(!support.ok)(`${RULE}${support.reason && ` (skipped: ${support.reason})`}`, () => {
  test('addresses where nobody answers are told of, until somebody does', async () => {
    using _room = roomForNeighbours();
    await using pair = await LabPair.start();
    const { host, peer } = pair;
    const { device } = pair.link.a;
    const addTo = (name: string, address: string) => run('ip', ['-n', name, 'addr', 'add', address, 'dev', device]);
    await addTo(host.namespace.name, '10.99.255.254/16');
    const scattered = { perSecond: 100, total: 1_000_000, seconds: 900 };
    const one = { address: pair.peerAddress, port: 9, perSecond: 100, total: 10_000, seconds: 900 };
    await using _answered = startWorkload('udpBurst', one, host.namespace);
    await host.staysSilent(RULE, 12);

    await using scan = startWorkload('udpScatter', { ...scattered, network: '10.99.0.0/24' }, host.namespace);
    const advice = await host.opened(RULE);
    expect(advice).toMatchObject({ subject: 'ipv4', severity: 'info', changes: [] });
    expect(advice.where).toContain(`neighbours on ${device} without an answer`);
    expect(evidenceOf(advice, 'network.neigh.failed')).toBeLessThanOrEqual(254);

    await scan.stop();
    await run('ip', ['-n', peer.name, 'route', 'add', 'local', '10.99.0.0/24', 'dev', 'lo']);
    await using _all = startWorkload('udpScatter', { ...scattered, network: '10.99.0.0/24' }, host.namespace);
    await host.closed(RULE);
  });

  test('packets given up are told of in the first namespace, whichever namespace they are of', async () => {
    await using product = await Product.start({ pages: false });
    await using here = await createNamespace();
    await using there = await createNamespace();
    await using between = await link(here, there);
    await run('ip', ['-n', here.name, 'addr', 'add', '192.0.2.1/24', 'dev', between.a.device]);
    // One socket alone waits as soon as its send buffer is full, which is as long as the queue of a neighbour.
    const stream = { address: '192.0.2.9', port: 9, size: 1400, perSecond: 300, total: 1_000_000, seconds: 900 };
    await using _one = startWorkload('udpBurst', stream, here);
    await using _two = startWorkload('udpBurst', stream, here);
    await using _three = startWorkload('udpBurst', stream, here);

    const look = async () => {
      const { advice } = await product.api<{ advice: readonly Advice[] }>('/api/v1/hosts/self/advice');
      return advice.find(({ id }) => id === `${RULE}:ipv4`);
    };
    const asked = () => look().catch(() => undefined);
    const advice = await until(asked, { what: 'its advice', limitMs: PATIENCE_MS, instead: async () => '' });
    expect(advice.changes).toEqual([]);
    expect(evidenceOf(advice, 'network.arpCache.unresolvedDiscards')).toBeGreaterThan(60);
    expect(evidenceOf(advice, 'network.arpCache.resFailed')).toBeGreaterThan(0);
  });
});
