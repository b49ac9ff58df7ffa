import {
  type HostFacts,
  ID,
  type Labels,
  LiveWindow,
  localised,
  type SocketRow,
  type SocketsReport,
  type TunableValues,
  type Words,
} from '@netstrata/metrics';
import type { SocketList } from './dumps.ts';
import type { Finding, Rule, RuleContext } from './types.ts';
import { disagreements } from './wordsFixture.ts';

/** For tests: a host whose samples and dumps are written as literals, one of each a second. */
export const HOST: HostFacts = {
  hostId: 'host-1',
  hostname: 'web1',
  kernelRelease: '6.18.44',
  arch: 'x64',
  cpuCount: 2,
  pageSizeBytes: 4096,
  memTotalBytes: 25_000_000_000,
  bootId: 'boot-1',
};

export const TUNABLES: TunableValues = {
  'net.core.rmem_default': '212992',
  'net.core.rmem_max': '4194304',
  'net.core.somaxconn': '4096',
  'net.core.wmem_max': '4194304',
  'net.ipv4.tcp_mem': '287898 383867 575796',
  'net.ipv4.tcp_rmem': '4096 131072 6291456',
  'net.ipv4.tcp_wmem': '4096 16384 4194304',
};

/** The second of the last sample and the last dump. */
export const NOW_MS = 1_700_000_600_000;

/** A value a second, the last one now; a single number stands for all seconds. */
export type Samples = Readonly<Record<string, number | readonly number[]>>;

/** Names a series with labels in `Samples`: `labelled(ID.dev.rxDropped, { device: 'eth0' })`. */
export function labelled(metric: string, labels: Labels): string {
  return `${metric}${JSON.stringify(labels)}`;
}

function seriesOf(key: string): { readonly metric: string; readonly labels: Labels } {
  const brace = key.indexOf('{');
  return brace < 0
    ? { metric: key, labels: {} }
    : { metric: key.slice(0, brace), labels: JSON.parse(key.slice(brace)) };
}

/** Counter that grew by `perSecond` during the last `seconds`, and stood still before. */
export function grew(perSecond: number, seconds = 600, total = 120): readonly number[] {
  return Array.from(
    { length: total + 1 },
    (_, n) => 1000 + perSecond * Math.max(0, n - (total - Math.min(seconds, total))),
  );
}

function windowOf(samples: Samples, total = 120): LiveWindow {
  const window = new LiveWindow();
  const series = Object.keys(samples).map(seriesOf);
  for (let n = 0; n <= total; n += 1) {
    const values = Object.values(samples).map((sample) =>
      typeof sample === 'number' ? sample : (sample[n] ?? Number.NaN),
    );
    const ago = (total - n) * 1000;
    window.push(series, { timeMs: NOW_MS - ago, monoMs: 5_000_000 - ago, values: Float64Array.from(values) });
  }
  return window;
}

export const ENOUGH_MEMORY: Samples = {
  [ID.memory.availableBytes]: 20_000_000_000,
  [ID.memory.totalBytes]: 25_000_000_000,
};
export const SHORT_OF_MEMORY: Samples = { ...ENOUGH_MEMORY, [ID.memory.availableBytes]: 2_400_000_000 };

export function socketRow(row: Partial<SocketRow>): SocketRow {
  return {
    protocol: 'tcp',
    family: 4,
    state: 'established',
    local: '10.0.0.1',
    localPort: 40_000,
    remote: '10.0.0.9',
    remotePort: 873,
    cookie: 'a1',
    inode: 77,
    uid: 0,
    recvQ: 0,
    sendQ: 0,
    fill: 0,
    limit: 'none',
    ...row,
  };
}

/** Dumps a second apart, the last one now, from rows written oldest first. */
export function dumpsOf(list: SocketList, looks: readonly (readonly SocketRow[])[]): SocketsReport[] {
  return looks.map((rows, n) => ({
    timeMs: NOW_MS - (looks.length - 1 - n) * 1000,
    intervalMs: 1000,
    total: rows.length,
    fullest: [],
    listeners: [],
    udp: [],
    senders: [],
    receivers: [],
    stuck: [],
    [list]: rows,
  }));
}

export function contextOf(samples: Samples, more: Partial<RuleContext> = {}): RuleContext {
  return { window: windowOf({ ...ENOUGH_MEMORY, ...samples }), sockets: [], tunables: TUNABLES, host: HOST, ...more };
}

export const NOTHING_OPEN: ReadonlySet<string> = new Set();

/** What a rule says, as English readers get it. @throws Error when it says anything else in another language */
export function told(rule: Rule, context: RuleContext, firing = NOTHING_OPEN): readonly Finding<string>[] {
  const findings = rule.evaluate(context, firing);
  const wrong = findings.flatMap(saidBy).flatMap(disagreements);
  if (wrong.length > 0) throw new Error(`${rule.id} says different things in its languages:\n${wrong.join('\n')}`);
  return localised(findings, 'en');
}

function saidBy({ title, why, where, arithmetic, better, actions, ...more }: Finding): readonly Words[] {
  const { risk, expectedEffect, verify, notWhen } = more;
  return [
    title,
    why,
    where,
    arithmetic,
    ...(better === undefined ? [] : [better]),
    ...actions,
    risk,
    expectedEffect,
    verify,
    notWhen,
  ];
}

/** What a rule says of settings on a host where nothing else is known, or of what `samples` add. */
export function findingsOf(rule: Rule, tunables: TunableValues, samples: Samples = {}): readonly Finding<string>[] {
  return told(rule, contextOf(samples, { tunables }));
}

/** The changes of a finding as `sysctl` writes them. */
export function changesIn(finding: Pick<Finding, 'changes'> | undefined): readonly string[] | undefined {
  return finding?.changes.map(({ tunable, proposed, device, queue }) =>
    device === undefined ? `${tunable}=${proposed}` : `${[device, queue].join(' ').trim()} ${tunable}=${proposed}`,
  );
}
