import { formatValue, type Gauge, type SocketsReport, type StackModel, type Trouble } from '@netstrata/metrics';
import { FRESH_MS } from '../dumps.ts';
import type { Bottleneck, Limiter } from '../types.ts';
import { bottleneckOfSockets } from './bottleneckOfSockets.ts';
import { listedSockets } from './listedSockets.ts';

export interface HostView {
  readonly stack: StackModel;
  /** Dumps of the last minutes, oldest first. */
  readonly sockets: readonly SocketsReport[];
}

/** From here on a shared resource limits whoever uses it. */
const FULL = 0.95;
const FREE = 0.7;

interface Shared {
  readonly limiter: Limiter;
  readonly gauge: string;
  /** Counted by the kernel only when the resource refused somebody. */
  readonly troubles: readonly string[];
  readonly name: string;
  readonly sentence: (gauge: Gauge | undefined, trouble: Trouble | undefined) => string;
}

const used = (gauge: Gauge | undefined): string =>
  gauge?.fraction === undefined ? 'is full' : `is ${formatValue(gauge.fraction, 'share')} used`;
const refused = (trouble: Trouble | undefined, what: string): string =>
  trouble?.perSecond === undefined
    ? ''
    : `, and ${formatValue(trouble.perSecond, 'count')} ${what} a second are dropped`;

/** The narrow places that all sockets of a host share, those that lose packets for everybody first. */
const SHARED: readonly Shared[] = [
  {
    limiter: 'conntrack',
    gauge: 'network.conntrack',
    troubles: ['network.conntrackDrop', 'network.conntrackEarlyDrop'],
    name: 'connection tracking',
    sentence: (gauge, trouble) =>
      `The connection tracking table limits: it ${used(gauge)}${refused(trouble, 'packets')}, and no new connection gets through.`,
  },
  {
    limiter: 'softirq',
    gauge: 'link.softirqCpu',
    troubles: ['link.softnetDropped'],
    name: 'the packet work of the CPUs',
    sentence: (gauge, trouble) =>
      `A CPU limits: its time for packets (softirq) ${used(gauge)}${refused(trouble, 'packets')} (${gauge?.detail ?? 'which one is not known'}).`,
  },
  {
    limiter: 'link',
    gauge: 'link.speed',
    troubles: [],
    name: 'the link',
    sentence: (gauge) => `The link limits: ${gauge?.title ?? 'it'} ${used(gauge)} (${gauge?.detail ?? ''}).`,
  },
];

/** One sentence about what keeps a host from moving more now, and what does not. */
export function bottleneckOfHost({ stack, sockets }: HostView): Bottleneck {
  const gauges = new Map(stack.layers.flatMap((layer) => layer.gauges.map((gauge) => [gauge.id, gauge] as const)));
  const troubles = new Map(
    stack.layers.flatMap((layer) => layer.troubles.map((trouble) => [trouble.id, trouble] as const)),
  );
  const free = SHARED.filter(({ gauge }) => (gauges.get(gauge)?.fraction ?? 1) < FREE).map(
    ({ gauge, name }) => `${name} (${formatValue(gauges.get(gauge)?.fraction, 'share')})`,
  );
  const not = free.length === 0 ? '' : `Not ${free.join(', not ')}.`;
  for (const shared of SHARED) {
    const gauge = gauges.get(shared.gauge);
    const trouble = shared.troubles.map((id) => troubles.get(id)).find((found) => (found?.perSecond ?? 0) > 0);
    if (trouble === undefined && (gauge?.fraction ?? 0) < FULL) continue;
    return {
      limiter: shared.limiter,
      confidence: trouble === undefined ? 'medium' : 'high',
      sentence: shared.sentence(gauge, trouble),
      not,
    };
  }
  const newest = sockets.at(-1);
  if (newest === undefined || stack.timeMs - newest.timeMs > FRESH_MS)
    return {
      limiter: 'unknown',
      confidence: 'low',
      sentence: 'Who limits is not known: no list of sockets has come lately.',
      not,
    };
  const found = bottleneckOfSockets(listedSockets(sockets));
  if (found !== undefined) return { ...found, not: [found.not, not].filter((text) => text !== '').join(' ') };
  return {
    limiter: 'nothing',
    confidence: 'high',
    sentence: 'Nothing limits now: there is little traffic, and no queue is full.',
    not,
  };
}
