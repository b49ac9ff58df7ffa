import type { SocketRow, SocketsReport } from '../sockets.ts';
import type { HostFacts, Labels, TunableValues } from '../types.ts';
import { LiveWindow } from '../window.ts';
import type { StackInput } from './context.ts';

/** For tests: a host, its tunables, and seconds of samples written as series of literals. */
export const HOST: HostFacts = {
  hostId: 'host-1',
  hostname: 'db1',
  kernelRelease: '6.18.44',
  arch: 'x64',
  cpuCount: 2,
  pageSizeBytes: 4096,
  memTotalBytes: 25_000_000_000,
  bootId: 'boot-1',
};

export const TUNABLES: TunableValues = {
  'net.core.netdev_max_backlog': '1000',
  'net.core.somaxconn': '4096',
  'net.ipv4.ipfrag_high_thresh': '4194304',
  'net.ipv4.tcp_max_orphans': '131072',
  'net.ipv4.tcp_max_tw_buckets': '131072',
  'net.ipv4.tcp_mem': '287898 383867 575796',
  'net.ipv4.tcp_rmem': '4096 131072 33554432',
  'net.ipv4.tcp_wmem': '4096 16384 4194304',
  'net.ipv4.udp_mem': '575796 767734 1151592',
};

/** A value a second, oldest first; a single number stands for all seconds. */
export type Samples = Readonly<Record<string, number | readonly number[]>>;

const LABELLED = /^(?<metric>[^{]+)\{(?<labels>.+)\}$/;

function seriesOf(key: string): { readonly metric: string; readonly labels: Labels } {
  const { metric = key, labels = '' } = LABELLED.exec(key)?.groups ?? {};
  const pairs = labels === '' ? [] : labels.split(',').map((pair) => pair.split('=') as [string, string]);
  return { metric, labels: Object.fromEntries(pairs) };
}

/** Keys are metric ids, or `id{label=value,label=value}`. Short series end early: their last seconds are unknown. */
export function windowOf(samples: Samples, seconds = 10, window = new LiveWindow()): LiveWindow {
  const keys = Object.keys(samples);
  const series = keys.map(seriesOf);
  for (let n = 0; n <= seconds; n += 1) {
    const values = keys.map((key) => {
      const sample = samples[key];
      return (typeof sample === 'number' ? sample : sample?.[n]) ?? Number.NaN;
    });
    window.push(series, { timeMs: 1_700_000_000_000 + n * 1000, monoMs: n * 1000, values: Float64Array.from(values) });
  }
  return window;
}

/** A counter that grows by `perSecond` from `start`, as many samples as `windowOf` takes by default. */
export function grows(perSecond: number, start = 1000, seconds = 10): readonly number[] {
  return Array.from({ length: seconds + 1 }, (_, n) => start + n * perSecond);
}

export function socketRow(row: Partial<SocketRow>): SocketRow {
  return {
    protocol: 'tcp',
    family: 4,
    state: 'established',
    local: '127.0.0.1',
    localPort: 8080,
    remote: '127.0.0.1',
    remotePort: 40_000,
    cookie: '1',
    inode: 1,
    uid: 0,
    recvQ: 0,
    sendQ: 0,
    fill: 0,
    limit: 'none',
    ...row,
  };
}

export function listenerRow(row: Partial<SocketRow>): SocketRow {
  const { recvQ = 0, sendQ = 128 } = row;
  return socketRow({
    state: 'listen',
    local: '0.0.0.0',
    remote: '0.0.0.0',
    remotePort: 0,
    fill: recvQ / sendQ,
    ...row,
  });
}

export function report(parts: Partial<SocketsReport>): SocketsReport {
  return {
    timeMs: 1_700_000_010_000,
    intervalMs: 1000,
    total: 10,
    fullest: [],
    listeners: [],
    udp: [],
    senders: [],
    ...parts,
  };
}

export function inputOf(samples: Samples, more: Partial<StackInput> = {}): StackInput {
  return { window: windowOf(samples), sockets: undefined, tunables: TUNABLES, host: HOST, ...more };
}
