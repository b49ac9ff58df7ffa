import { spawn, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { expect, onTestFinished, test, vi } from 'vitest';
import { openKernel } from './openKernel.ts';
import { Commands, type Companion, hasIpv6 } from './testing/commands.ts';
import { quietNamespace } from './testing/quietNamespace.ts';
import type { CpuStatRow } from './types.ts';

const commands = new Commands({ spawn, spawnSync });

/** Makes it so that every interesting counter has moved. */
async function exchange(inhabitant: Companion): Promise<void> {
  expect(await inhabitant.ask('exchange 300000')).toBe('done');
}

interface IpLink {
  readonly ifname: string;
  readonly mtu: number;
  readonly txqlen?: number;
  readonly operstate: string;
  readonly flags: readonly string[];
  readonly stats64: Readonly<Record<'rx' | 'tx', Readonly<Record<string, number>>>>;
}

test('net/dev is what `ip -s -j link` says, every column of every device', async (context) => {
  const { inhabitant, inside, sources } = await quietNamespace(context, commands);
  inside(['ip', 'link', 'set', 'lo', 'up']);
  inside(['ip', 'link', 'add', 'veth.a', 'type', 'veth', 'peer', 'name', 'w@ird-"name"']);
  await exchange(inhabitant);
  const links = (): IpLink[] => JSON.parse(inside(['ip', '-s', '-s', '-j', 'link']));

  await vi.waitFor(async () => {
    const before = links();
    const ours = await sources['net/dev'].read(5000);
    expect(links()).toEqual(before);
    const sum = (...values: (number | undefined)[]) => values.reduce<number>((all, value) => all + (value ?? 0), 0);
    expect(ours.toSorted((a, b) => a.device.localeCompare(b.device))).toEqual(
      before
        .map(({ ifname, stats64: { rx, tx } }) => ({
          device: ifname,
          rxBytes: rx['bytes'],
          rxPackets: rx['packets'],
          rxErrors: rx['errors'],
          rxDropped: sum(rx['dropped'], rx['missed_errors']),
          rxFifo: rx['fifo_errors'],
          rxFrame: sum(rx['length_errors'], rx['over_errors'], rx['crc_errors'], rx['frame_errors']),
          rxCompressed: rx['compressed'] ?? 0,
          rxMulticast: rx['multicast'],
          txBytes: tx['bytes'],
          txPackets: tx['packets'],
          txErrors: tx['errors'],
          txDropped: tx['dropped'],
          txFifo: tx['fifo_errors'],
          txCollisions: tx['collisions'],
          txCarrier: sum(tx['carrier_errors'], tx['aborted_errors'], tx['window_errors'], tx['heartbeat_errors']),
          txCompressed: tx['compressed'] ?? 0,
        }))
        .toSorted((a, b) => a.device.localeCompare(b.device)),
    );
  }, 60_000);

  const rows = await sources['net/dev'].read(5000);
  expect(rows.map((row) => row.device).toSorted()).toEqual(['lo', 'veth.a', 'w@ird-"name"']);
  expect(rows.find((row) => row.device === 'lo')?.rxBytes).toBeGreaterThan(600_000);

  inside(['ip', 'link', 'delete', 'veth.a']);
  expect((await sources['net/dev'].read(5000)).map((row) => row.device)).toEqual(['lo']);
});

test('sockstat counts the sockets that were opened', async (context) => {
  const { inhabitant, sources } = await quietNamespace(context, commands);
  const before = await sources['net/sockstat'].read(5000);
  if (!hasIpv6) context.skip('this kernel has no IPv6');
  const before6 = await sources['net/sockstat6'].read(5000);
  expect([before['TCP']?.['inuse'], before['UDP']?.['inuse'], before6['UDP6']?.['inuse']]).toEqual([0, 0, 0]);
  await inhabitant.ask('listen 0.0.0.0 5');
  await inhabitant.ask('udp 0.0.0.0 4096');
  await inhabitant.ask('udp 0.0.0.0 4096');
  await inhabitant.ask('udp :: 4096');
  const after = await sources['net/sockstat'].read(5000);
  const after6 = await sources['net/sockstat6'].read(5000);
  expect([after['TCP']?.['inuse'], after['UDP']?.['inuse'], after6['UDP6']?.['inuse']]).toEqual([1, 2, 1]);
});

test('sys/class/net is what `ip -j link` says', async (context) => {
  const kernel = openKernel();
  onTestFinished(kernel.close);
  await vi.waitFor(async () => {
    const links: IpLink[] = JSON.parse(commands.output(context, ['ip', '-s', '-j', 'link']));
    const rows = await kernel.sources['sys/class/net'].read(5000);
    const up = ({ operstate, flags }: IpLink) =>
      operstate === 'UP' || (operstate === 'UNKNOWN' && flags.includes('UP')) ? 1 : 0;
    expect(
      rows.map(({ device, mtuBytes, txQueueLen, up }) => [device, mtuBytes, txQueueLen ?? 0, up]).toSorted(),
    ).toEqual(links.map((link) => [link.ifname, link.mtu, link.txqlen ?? 0, up(link)]).toSorted());
    expect(rows.find((row) => row.device === 'lo')).toMatchObject({ up: 1, speedMbit: undefined });
  }, 60_000);
});

test('softnet_stat has a row for each online CPU, and counts loopback packets', async (context) => {
  const kernel = openKernel();
  onTestFinished(kernel.close);
  const processed = async () =>
    (await kernel.sources['net/softnet_stat'].read(5000)).reduce((sum, row) => sum + row.processed, 0);
  const rows = await kernel.sources['net/softnet_stat'].read(5000);
  expect(rows).toHaveLength(Number(commands.output(context, ['getconf', '_NPROCESSORS_ONLN'])));
  const before = await processed();
  await exchange(commands.companion());
  expect(await processed()).toBeGreaterThan(before);
});

test('meminfo is what free says, and stat goes forward', async (context) => {
  const kernel = openKernel();
  onTestFinished(kernel.close);
  const total = /^Mem: +(\d+)/m.exec(commands.output(context, ['free', '-b']))?.[1];
  const { memTotalBytes, memAvailableBytes } = await kernel.sources.meminfo.read(5000);
  expect(memTotalBytes).toBe(Number(total));
  expect(memAvailableBytes).toBeLessThan(Number(total));
  const sum = ({ cpus: _, ...times }: CpuStatRow) =>
    Object.values(times).reduce<number>((all, seconds) => all + seconds, 0);
  const { cpus = [], ...all } = await kernel.sources.stat.read(5000);
  expect(cpus).toHaveLength(Number(commands.output(context, ['getconf', '_NPROCESSORS_ONLN'])));
  // Each line is cut to a hundredth of a second by itself, and read a little later than the sum.
  const softirq = cpus.reduce((total, { softirqSeconds }) => total + softirqSeconds, 0);
  expect(Math.abs(softirq - all.softirqSeconds)).toBeLessThan(0.01 * cpus.length + 0.1);
  const before = sum(all);
  await expect.poll(async () => sum(await kernel.sources.stat.read(5000))).toBeGreaterThan(before);
});

test('softirqs is what the file says, and grows with packets on loopback', async (context) => {
  const { inhabitant, inside } = await quietNamespace(context, commands);
  const kernel = openKernel();
  onTestFinished(kernel.close);
  const rows = await kernel.sources.softirqs.read(5000);
  expect(rows).toHaveLength(Number(commands.output(context, ['getconf', '_NPROCESSORS_ONLN'])));
  const column = (line: string) => line.trim().split(/\s+/).slice(1).map(Number);
  await vi.waitFor(async () => {
    const table = () => readFileSync('/proc/softirqs', 'utf8').split('\n');
    const before = table().filter((line) => /NET_[RT]X/.test(line));
    const ours = await kernel.sources.softirqs.read(5000);
    // The kernel counts on meanwhile; a moment in which it did not proves every column.
    expect(table().filter((line) => /NET_[RT]X/.test(line))).toEqual(before);
    const [tx = '', rx = ''] = before;
    expect(ours.map((row) => row.netTx)).toEqual(column(tx));
    expect(ours.map((row) => row.netRx)).toEqual(column(rx));
  }, 60_000);

  const netRx = async () => (await kernel.sources.softirqs.read(5000)).reduce((sum, row) => sum + (row.netRx ?? 0), 0);
  inside(['ip', 'link', 'set', 'lo', 'up']);
  const before = await netRx();
  // Each waits for the one before, so that no two of them share a softirq.
  expect(await inhabitant.ask('lockstep 200')).toBe('done');
  expect((await netRx()) - before).toBeGreaterThanOrEqual(200);
});

test('interrupts has the lines of the devices that have any, as the file says', async (context) => {
  const kernel = openKernel();
  onTestFinished(kernel.close);
  const rows = await kernel.sources.interrupts.read(5000);
  if (rows.length === 0)
    context.skip('no network device of this machine has an interrupt line that is known to be its own');
  const devices = readdirSync('/sys/class/net');
  for (const { device, queue, irq, cpu } of rows) {
    expect(devices).toContain(device);
    await vi.waitFor(async () => {
      const [header = '', ...lines] = readFileSync('/proc/interrupts', 'utf8').split('\n');
      const line = lines.find((each) => each.trimStart().startsWith(`${irq}:`)) ?? '';
      expect(line.endsWith(`  ${queue}`)).toBe(true);
      const now = (await kernel.sources.interrupts.read(5000)).find((row) => row.irq === irq && row.cpu === cpu);
      const place = header.trim().split(/\s+/).indexOf(`CPU${cpu}`);
      expect(now?.count).toBe(Number(line.trim().split(/\s+/)[place + 1]));
    }, 60_000);
  }
});
