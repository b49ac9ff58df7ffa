import { spawnSync } from 'node:child_process';
import { readlinkSync } from 'node:fs';
import { CgroupPaths, InterfaceNames, UserNames } from '@netstrata/kernel';
import type { NetnsRow, NetnsSummaryRow, SourceId } from '@netstrata/metrics';
import type { NamespacesReport } from '@netstrata/metrics/details';
import { detailMessage } from '@netstrata/protocol/schemas';
import { expect, onTestFinished, test } from 'vitest';
import { createNamespace, labSupport, startWorkload } from '../../../../packages/lab/src/index.ts';
import { systemClock } from '../clock/Clock.ts';
import { openLog } from '../log.ts';
import { HostNamespaces } from '../namespaces/HostNamespaces.ts';
import { SourceHealth } from '../sampler/SourceHealth.ts';
import { SocketNamer } from '../sockets/SocketNamer.ts';

const support = labSupport();
if (!support.ok) console.warn(`network namespaces are not reported: ${support.reason}`);

/** The namespaces of this machine as an agent reports them, with a clock that a test moves on. */
function openHost() {
  const lines: string[] = [];
  const health = new SourceHealth(openLog('info', (line) => lines.push(line)));
  const host = new HostNamespaces({
    tickMs: 1000,
    health,
    clock: { ...systemClock, wallMs: () => 1_800_000_000_000 },
    owners: { ownerOf: () => undefined, isSought: () => false, search: () => undefined },
    namer: new SocketNamer({ users: new UserNames(), interfaces: new InterfaceNames(), cgroups: new CgroupPaths() }),
  });
  host.details.start();
  onTestFinished(() => host.close());
  let monoMs = 0;
  const metrics = new Map<string, NetnsRow>();
  let summary: NetnsSummaryRow | undefined;
  const write = (source: SourceId, rows: readonly unknown[]) => {
    if (source === 'netns') for (const row of rows as NetnsRow[]) metrics.set(row.netns, row);
    else [summary] = rows as NetnsSummaryRow[];
  };
  const tick = () => {
    monoMs += 1000;
    host.tick(monoMs, { write });
  };
  /** What a page gets, a few ticks later. */
  const report = async (): Promise<NamespacesReport> => {
    for (let n = 0; n < 40; n++) tick();
    const message = { kind: 'namespaces', answer: { ok: true, report: await host.details.read(monoMs) } };
    // As it comes out of the wire.
    const { answer } = detailMessage.parse(JSON.parse(JSON.stringify(message)));
    if (!answer.ok) throw new Error(answer.reason);
    expect(lines).toEqual([]);
    return answer.report as NamespacesReport;
  };
  return { report, metrics, summary: () => summary };
}

test.skipIf(!support.ok)('a container that refuses connections shows its full queue', async () => {
  await using namespace = await createNamespace();
  await using listener = startWorkload('stalledListener', { backlog: 4 }, namespace);
  const { port } = await listener.ready;
  await using flood = startWorkload('connectFlood', { port, total: 12, perSecond: 200, giveUpMs: 300 }, namespace);
  // Of two that knock at the same time the second may be answered before the first has filled the queue.
  expect((await flood.done).connected).toBeGreaterThanOrEqual(5);
  const overflows = (await namespace.counters('/proc/net/netstat')).get('TcpExt.ListenOverflows');

  const here = readlinkSync('/proc/self/ns/net');
  const { metrics, report, summary } = openHost();
  const rowIn = ({ rows }: NamespacesReport) => rows.find(({ name }) => name === namespace.name);
  // Each report lists the sockets of a few namespaces, those first whose list is oldest: others may come before.
  await expect.poll(async () => rowIn(await report())?.tcpStates, { timeout: 60_000 }).toBeDefined();
  const last = await report();
  const { rows, found } = last;
  const row = rowIn(last);
  expect(row).toMatchObject({
    naming: 'named',
    mount: namespace.path,
    tcpStates: { listen: 1, 'close-wait': 5 },
    udpInuse: 0,
    listeners: [{ address: '127.0.0.1', port, waiting: 5, backlog: 4 }],
    listenOverflows: overflows,
    listenOverflowsPerSecond: 0,
    rxBytesPerSecond: 0,
    devices: [{ device: 'lo', mtuBytes: 65_536, rxDropped: 0, txDropped: 0 }],
  });
  expect(overflows).toBeGreaterThanOrEqual(7);
  expect(row).not.toHaveProperty('reason');
  expect(metrics.get(namespace.name)).toMatchObject({ netns: namespace.name, listenOverflows: overflows, rxBytes: 0 });
  expect(summary()).toMatchObject({ found, read: rows.length });
  expect(readlinkSync('/proc/self/ns/net')).toBe(here);
});

test.skipIf(!support.ok)(
  'a flood of namespaces stays bounded, and the one that has sockets is not lost in it',
  async () => {
    const names = Array.from({ length: 40 }, (_, n) => `netstrata-crowd-${process.pid}-${n}`);
    const all = (verb: string) =>
      spawnSync('sh', ['-c', `for n in ${names.join(' ')}; do ip netns ${verb} $n; done`], { stdio: 'inherit' });
    onTestFinished(() => void all('del'));
    all('add');
    await using namespace = await createNamespace();
    await using listener = startWorkload('stalledListener', {}, namespace);
    await listener.ready;
    const { metrics, report, summary } = openHost();
    const { found, others, rows } = await report();
    expect(found).toBeGreaterThanOrEqual(41);
    expect(rows).toHaveLength(16);
    expect(others).toHaveLength(Math.min(64, found - 16));
    expect(rows.map(({ name }) => name)).toContain(namespace.name);
    expect(summary()).toMatchObject({ found, read: 16 });
    expect(metrics.has(namespace.name)).toBe(true);
  },
);
