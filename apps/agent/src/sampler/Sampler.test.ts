import { KernelError } from '@netstrata/kernel';
import type { KernelSourceId, MeminfoRow, NeighbourStatRow, NetClassRow, NetDevRow } from '@netstrata/kernel/types';
import { beforeEach, describe, expect, it } from 'vitest';
import { openLog } from '../log.ts';
import { Sampler } from './Sampler.ts';
import { SeriesDictionary } from './SeriesDictionary.ts';
import { SourceHealth } from './SourceHealth.ts';
import type { ReadableSources } from './SourceReader.ts';

const device = (name: string, rxBytes: number): NetDevRow => ({
  device: name,
  rxBytes,
  rxPackets: 1,
  rxErrors: 0,
  rxDropped: 0,
  rxFifo: 0,
  rxFrame: 0,
  rxCompressed: 0,
  rxMulticast: 0,
  txBytes: 2,
  txPackets: 3,
  txErrors: 0,
  txDropped: 0,
  txFifo: 0,
  txCollisions: 0,
  txCarrier: 0,
  txCompressed: 0,
});

const netClass = (name: string, mtuBytes: number): NetClassRow => ({
  device: name,
  speedMbit: undefined,
  mtuBytes,
  txQueueLen: 1000,
  up: 1,
  carrierChanges: 2,
});

const NEIGHBOURS: NeighbourStatRow = {
  entries: 4,
  allocs: 5,
  destroys: 1,
  hashGrows: 0,
  lookups: 9,
  hits: 8,
  resFailed: 0,
  rcvProbesMcast: undefined,
  rcvProbesUcast: undefined,
  periodicGcRuns: 2,
  forcedGcRuns: 0,
  unresolvedDiscards: 0,
  tableFulls: undefined,
};

/** What each source gives; a test changes it between ticks. */
const rows = {
  'net/snmp': async () => ({ Tcp: { RetransSegs: 7, CurrEstab: 3 } }) as Record<string, Record<string, number>>,
  'net/netstat': async () => ({ TcpExt: { ListenOverflows: 1 } }) as Record<string, Record<string, number>>,
  'net/snmp6': async () => ({ Ip6InReceives: 5 }),
  'net/sockstat': async () => ({ TCP: { mem: 9 } }),
  'net/sockstat6': async () => ({ TCP6: { inuse: 2 } }),
  'net/softnet_stat': async () => [],
  'net/dev': async () => [device('lo', 10), device('eth0', 20)],
  'net/stat/arp_cache': async (): Promise<NeighbourStatRow> => NEIGHBOURS,
  'net/stat/ndisc_cache': async (): Promise<NeighbourStatRow> => NEIGHBOURS,
  'net/stat/nf_conntrack': async () => [],
  'sys/net/netfilter/nf_conntrack_count': async () => ({ count: 3 }),
  'sys/class/net': async (): Promise<NetClassRow[]> => [],
  'rtnetlink/link': async () => [],
  'rtnetlink/qdisc': async () => [],
  'rtnetlink/neigh': async () => [],
  'rtnetlink/route': async () => [],
  'sys/class/net/byte_queue_limits': async () => [
    { device: 'eth0', queue: 'tx-0', inflightBytes: 60, limitBytes: 70, stallCount: undefined },
  ],
  'ethtool/driver_stats': async () => [
    { device: 'eth0', queue: undefined, statistic: 'rx_missed', value: 4 },
    { device: 'eth0', queue: 'rx-1', statistic: 'drops', value: 5 },
  ],
  'ethtool/standard_stats': async () => [],
  'ethtool/pause_stats': async () => [{ device: 'eth0', rxFrames: 8, txFrames: undefined }],
  meminfo: async (): Promise<MeminfoRow> => ({ memTotalBytes: 1024, memAvailableBytes: undefined }),
  stat: async () => ({
    userSeconds: 1,
    systemSeconds: 2,
    softirqSeconds: 3,
    idleSeconds: 4,
    stealSeconds: 5,
    cpus: [
      { cpu: 0, softirqSeconds: 1 },
      { cpu: 2, softirqSeconds: 2 },
    ],
  }),
  softirqs: async () => [{ cpu: 0, netRx: 6, netTx: undefined }],
  interrupts: async () => [{ device: 'eth0', queue: 'eth0-rx-0', irq: 40, cpu: 1, count: 8 }],
};
let given: { [S in KernelSourceId]: () => Promise<Awaited<ReturnType<(typeof rows)[S]>>> };
let sampler: Sampler;
let health: SourceHealth;
let lines: string[];

function build(dictionary?: SeriesDictionary): void {
  const sources = Object.fromEntries(
    (Object.keys(given) as KernelSourceId[]).map((id) => [id, { read: () => given[id]() }]),
  ) as unknown as ReadableSources;
  lines = [];
  health = new SourceHealth(openLog('info', (line) => lines.push(line)));
  sampler = new Sampler(sources, health, dictionary);
}

beforeEach(() => {
  given = { ...rows };
  build();
});

let monoMs = 0;
async function tick(): Promise<(metric: string, label?: string) => number | undefined> {
  monoMs += 1000;
  sampler.begin();
  await sampler.readKernel(monoMs, 100);
  const values = sampler.view().slice();
  return (metric, label) => {
    const at = sampler.series.findIndex(
      (series) => series.metric === metric && (label === undefined || Object.values(series.labels).includes(label)),
    );
    return at < 0 ? undefined : values[at];
  };
}

describe('Sampler', () => {
  it('gives each metric of each row its value and its series number for ever', async () => {
    const first = await tick();
    expect(first('transport.tcp.retransSegs')).toBe(7);
    expect(first('link.dev.rxBytes', 'lo')).toBe(10);
    expect(first('link.dev.rxBytes', 'eth0')).toBe(20);
    const series = sampler.series.map((each) => each);
    given['net/snmp'] = async () => ({ Tcp: { RetransSegs: 9, CurrEstab: 3 } });
    const second = await tick();
    expect(second('transport.tcp.retransSegs')).toBe(9);
    expect(sampler.series).toEqual(series);
  });

  it('files what a driver counts by device or by queue', async () => {
    const first = await tick();
    expect(first('link.driverStats.value', 'rx_missed')).toBe(4);
    expect(first('link.driverQueueStats.value', 'rx-1')).toBe(5);
    expect(sampler.series.filter(({ metric }) => metric.startsWith('link.driver'))).toEqual([
      { metric: 'link.driverStats.value', labels: { device: 'eth0', statistic: 'rx_missed' } },
      { metric: 'link.driverQueueStats.value', labels: { device: 'eth0', queue: 'rx-1', statistic: 'drops' } },
    ]);
    expect([first('link.bql.inflightBytes'), first('link.pause.rxFrames'), first('link.pause.txFrames')]).toEqual([
      60,
      8,
      Number.NaN,
    ]);
  });

  it('leaves unknown what a row does not say, and what is not finite', async () => {
    given.meminfo = async () => ({ memTotalBytes: Number.POSITIVE_INFINITY, memAvailableBytes: undefined });
    const value = await tick();
    expect(value('application.meminfo.memTotalBytes')).toBeNaN();
    expect(value('application.meminfo.memAvailableBytes')).toBeNaN();
  });

  it('makes a device that is gone unknown, and finds its series again when it is back elsewhere in the list', async () => {
    await tick();
    const before = sampler.series.length;
    given['net/dev'] = async () => [device('eth0', 21)];
    const gone = await tick();
    expect(gone('link.dev.rxBytes', 'lo')).toBeNaN();
    expect(gone('link.dev.rxBytes', 'eth0')).toBe(21);
    given['net/dev'] = async () => [device('eth0', 22), device('wlan0', 5), device('lo', 12)];
    const back = await tick();
    expect(back('link.dev.rxBytes', 'lo')).toBe(12);
    expect(back('link.dev.rxBytes', 'eth0')).toBe(22);
    expect(back('link.dev.rxBytes', 'wlan0')).toBe(5);
    expect(sampler.series.length).toBe(before + 16);
  });

  it('counts a counter that goes backwards, over a time when it was gone; a gauge may', async () => {
    await tick();
    given['net/dev'] = async () => [];
    given.meminfo = async () => ({ memTotalBytes: 1, memAvailableBytes: 1 });
    await tick();
    expect(sampler.counterResets).toBe(0);
    given['net/dev'] = async () => [device('eth0', 3)];
    expect((await tick())('link.dev.rxBytes', 'eth0')).toBe(3);
    expect(sampler.counterResets).toBe(1);
    given['net/dev'] = async () => [device('eth0', 4)];
    await tick();
    expect(sampler.counterResets).toBe(1);
  });

  it('takes in counters that appear later, at the end', async () => {
    await tick();
    const before = sampler.series.length;
    given['net/netstat'] = async () => ({ TcpExt: { NewInThisKernel: 4, ListenOverflows: 2 } });
    const value = await tick();
    expect(value('transport.tcpExt.newInThisKernel')).toBe(4);
    expect(sampler.series[before]?.metric).toBe('transport.tcpExt.newInThisKernel');
    expect(sampler.series.length).toBe(before + 1);
  });

  it('loses only its own rows when a source fails, and says so once', async () => {
    given['net/snmp'] = () => Promise.reject(new Error('no such file'));
    given['net/dev'] = () => {
      throw new Error('thrown at once');
    };
    for (let n = 0; n < 3; n++) {
      const value = await tick();
      expect(value('transport.tcp.retransSegs')).toBeUndefined();
      expect(value('socket.tcpExt.listenOverflows')).toBe(1);
    }
    expect(health.rows.find((row) => row.source === 'net/snmp')).toMatchObject({ success: 0, failures: 3 });
    expect(health.rows.find((row) => row.source === 'net/netstat')).toMatchObject({ success: 1, failures: 0 });
    expect(lines.filter((line) => line.includes('net/snmp'))).toHaveLength(1);
    given['net/snmp'] = rows['net/snmp'];
    expect((await tick())('transport.tcp.retransSegs')).toBe(7);
    expect(lines.at(-1)).toContain('source reads again source=net/snmp');
    expect(health.rows.find((row) => row.source === 'net/snmp')).toMatchObject({ success: 1, failures: 3 });
  });

  it('counts no failure of a source that this host does not have, and says so once, without alarm', async () => {
    const path = '/proc/net/snmp6';
    given['net/snmp6'] = () => Promise.reject(new KernelError({ code: 'not-found', operation: 'read', path }));
    for (let n = 0; n < 3; n++) await tick();
    expect(health.rows.find((row) => row.source === 'net/snmp6')).toMatchObject({ success: 0, failures: 0 });
    expect(lines.filter((line) => line.includes('net/snmp6'))).toEqual([
      expect.stringMatching(/ info .*not on this host/),
    ]);
  });

  it('goes on without a source that hangs, asks it again only when it came back, and never takes its late answer', async () => {
    const late = Promise.withResolvers<{ memTotalBytes: number; memAvailableBytes: number }>();
    let asked = 0;
    given.meminfo = () => {
      asked++;
      return late.promise;
    };
    const first = await tick();
    expect(first('application.stat.userSeconds')).toBe(1);
    expect(health.rows.find((row) => row.source === 'meminfo')).toMatchObject({ success: 0, failures: 1 });
    sampler.begin();
    late.resolve({ memTotalBytes: 1, memAvailableBytes: 1 });
    const racing = sampler.readKernel(monoMs, 100);
    expect(asked).toBe(1);
    await racing;
    expect(sampler.series.some((series) => series.metric === 'application.meminfo.memTotalBytes')).toBe(false);
    given.meminfo = rows.meminfo;
    expect((await tick())('application.meminfo.memTotalBytes')).toBe(1024);
  });

  it('reads what seldom changes every fifth second, and repeats it in between', async () => {
    let asked = 0;
    given['sys/class/net'] = async () => {
      asked++;
      return [netClass('eth0', asked * 1000)];
    };
    const mtus: (number | undefined)[] = [];
    for (let n = 0; n < 7; n++) mtus.push((await tick())('link.netClass.mtuBytes', 'eth0'));
    expect(mtus).toEqual([1000, 1000, 1000, 1000, 1000, 2000, 2000]);
  });

  it('repeats what seldom changes while it is late, for fifteen seconds, and not when it fails', async () => {
    given['sys/class/net'] = async () => [netClass('eth0', 1500)];
    const mtu = async () => (await tick())('link.netClass.mtuBytes', 'eth0');
    expect(await mtu()).toBe(1500);
    const path = '/sys/class/net';
    given['sys/class/net'] = () => Promise.reject(new KernelError({ code: 'timed-out', operation: 'read', path }));
    const late: (number | undefined)[] = [];
    for (let n = 0; n < 15; n++) late.push(await mtu());
    expect(late).toEqual([...Array(14).fill(1500), Number.NaN]);
    expect(health.rows.find((row) => row.source === 'sys/class/net')).toMatchObject({ success: 0, failures: 11 });
    given['sys/class/net'] = async () => [netClass('eth0', 9000)];
    expect(await mtu()).toBe(9000);
    for (let n = 0; n < 4; n++) await tick();
    given['sys/class/net'] = () => Promise.reject(new Error('not permitted'));
    expect(await mtu()).toBe(Number.NaN);
  });

  it('reads counters that are dear every fifth tick, and knows nothing of them in between', async () => {
    let asked = 0;
    given.interrupts = async () => {
      asked++;
      return [{ device: 'eth0', queue: 'eth0-rx-0', irq: 40, cpu: 1, count: asked * 100 }];
    };
    const counts: (number | undefined)[] = [];
    for (let n = 0; n < 7; n++) counts.push((await tick())('link.interrupts.count', 'eth0-rx-0'));
    expect(counts).toEqual([100, Number.NaN, Number.NaN, Number.NaN, Number.NaN, 200, Number.NaN]);
    expect(asked).toBe(2);
  });

  it('waits with a source that is read seldom as long after a failure', async () => {
    given.interrupts = () => Promise.reject(new Error('no such file'));
    for (let n = 0; n < 6; n++) await tick();
    expect(health.rows.find((row) => row.source === 'interrupts')).toMatchObject({ success: 0, failures: 2 });
  });

  it('takes the CPUs out of the read that gives their sum', async () => {
    const value = await tick();
    expect(value('link.stat.softirqSeconds')).toBe(3);
    expect(value('link.statCpu.softirqSeconds', '0')).toBe(1);
    expect(value('link.statCpu.softirqSeconds', '2')).toBe(2);
  });

  it('leaves out series beyond its bound, and counts them', async () => {
    build(new SeriesDictionary(3));
    await tick();
    expect(sampler.series).toHaveLength(3);
    expect(sampler.view()).toHaveLength(3);
    expect(sampler.refusedSeries).toBeGreaterThan(40);
  });
});
