import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openKernel } from './openKernel.ts';
import type { KernelSourceId } from './types.ts';

const IDS: KernelSourceId[] = [
  'net/snmp',
  'net/netstat',
  'net/snmp6',
  'net/sockstat',
  'net/sockstat6',
  'net/softnet_stat',
  'net/dev',
  'net/stat/arp_cache',
  'net/stat/ndisc_cache',
  'net/stat/nf_conntrack',
  'sys/net/netfilter/nf_conntrack_count',
  'sys/class/net',
  'rtnetlink/link',
  'rtnetlink/qdisc',
  'rtnetlink/neigh',
  'rtnetlink/route',
  'sys/class/net/byte_queue_limits',
  'ethtool/driver_stats',
  'ethtool/standard_stats',
  'ethtool/pause_stats',
  'meminfo',
  'stat',
  'softirqs',
  'interrupts',
];

/** Where in /proc a captured file belongs that is not directly in net/. */
const FOLDERS: Readonly<Record<string, string>> = {
  meminfo: '.',
  stat: '.',
  softirqs: '.',
  interrupts: '.',
  arp_cache: 'net/stat',
  ndisc_cache: 'net/stat',
  nf_conntrack: 'net/stat',
  nf_conntrack_count: 'sys/net/netfilter',
};

/** A /proc with the captured files of one kernel. */
function capturedProc(): string {
  const root = mkdtempSync(join(tmpdir(), 'netstrata-proc-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const fixtures = join(import.meta.dirname, 'fixtures/linux-6.18');
  for (const file of readdirSync(fixtures)) {
    const folder = join(root, FOLDERS[file] ?? 'net');
    mkdirSync(folder, { recursive: true });
    cpSync(join(fixtures, file), join(folder, file));
  }
  return root;
}

test('names its sources as the whole product does, each with its place', () => {
  const { sources, close } = openKernel();
  expect(Object.keys(sources)).toEqual(IDS);
  expect(sources['net/snmp'].path).toBe('/proc/net/snmp');
  expect(sources['sys/class/net'].path).toBe('/sys/class/net');
  expect(sources.stat.path).toBe('/proc/stat');
  close();
});

test('reads below another root', async () => {
  const { sources, close } = openKernel({ procRoot: capturedProc() });
  onTestFinished(close);
  expect((await sources['net/snmp'].read(5000))['Tcp']?.['ActiveOpens']).toBe(13_895);
  expect((await sources['net/netstat'].read(5000))['TcpExt']?.['TW']).toBe(13_822);
  expect((await sources['net/snmp6'].read(5000))['Ip6OutOctets']).toBe(952);
  expect((await sources['net/sockstat'].read(5000))['TCP']?.['tw']).toBe(6883);
  expect((await sources['net/sockstat6'].read(5000))['TCP6']?.['inuse']).toBe(0);
  expect((await sources['net/softnet_stat'].read(5000))[1]?.processed).toBe(1_001_042);
  expect((await sources['net/dev'].read(5000)).map((row) => row.device)).toEqual(['lo', 'ifb0', 'ifb1', 'eth0']);
  expect((await sources['net/stat/arp_cache'].read(5000)).entries).toBe(5);
  expect((await sources['net/stat/ndisc_cache'].read(5000)).entries).toBe(9);
  expect((await sources['net/stat/nf_conntrack'].read(5000)).map((row) => row.invalid)).toEqual([48, 0]);
  expect(await sources['sys/net/netfilter/nf_conntrack_count'].read(5000)).toEqual({ count: 20 });
  expect((await sources.meminfo.read(5000)).memTotalBytes).toBe(25_276_026_880);
  expect((await sources.stat.read(5000)).userSeconds).toBe(387.64);
  expect((await sources.softirqs.read(5000))[1]?.netRx).toBe(3_540_953);
});

test('a source that this kernel lacks costs only itself', async () => {
  const procRoot = capturedProc();
  rmSync(join(procRoot, 'net/snmp6'));
  const { sources, close } = openKernel({ procRoot });
  onTestFinished(close);
  await expect(sources['net/snmp6'].read(5000)).rejects.toMatchObject({ code: 'not-found' });
  expect((await sources['net/sockstat'].read(5000))['UDP']).toEqual({ inuse: 0, mem: 0 });
});

test('leaks no descriptor over many kernels opened, read and closed', async () => {
  const descriptors = () => readdirSync('/proc/self/fd').length;
  const readAll = async () => {
    const { sources, close } = openKernel();
    await Promise.all(IDS.map((id) => sources[id].read(20_000).catch(() => undefined)));
    close();
  };
  await readAll();
  const before = descriptors();
  for (let round = 0; round < 20; round++) await readAll();
  await expect.poll(descriptors).toBeLessThanOrEqual(before);
});
