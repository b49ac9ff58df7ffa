import { ID, type Labels } from '@netstrata/metrics';
import { deviceOf } from './devices.ts';
import type { RuleContext } from './types.ts';

/** They drop to tell senders to slow down, long before they are full. */
const SIGNALS: ReadonlySet<string> = new Set('cake choke codel dualpi2 fq_codel fq_pie gred pie red sfb'.split(' '));
/** Somebody set a rate for them. */
const SHAPERS: ReadonlySet<string> = new Set('cake cbs htb hfsc qfq tbf taprio etf'.split(' '));
/** They lose on purpose (netem, filters on arrival), hold nothing, or add up what the queues below them count. */
const LEFT_OUT: ReadonlySet<string> = new Set('netem ingress clsact noqueue mq mqprio'.split(' '));

export const isSignal = (kind: string): boolean => SIGNALS.has(kind);

/** A queue that dropped within the window. */
export interface Losing {
  readonly device: string;
  readonly kind: string;
  /** "8001:" */
  readonly handle: string;
  readonly labels: Labels;
  readonly drops: number;
  /** That left it. */
  readonly packets: number;
  /** It, or one above it, sends at a rate that somebody set. */
  readonly shaped: boolean;
}

const majorOf = (id: string | undefined): string | undefined => id?.split(':')[0];

/** Of each device the queue that dropped most: of a tree the lowest, as those above count its drops too. */
export function losingQdiscs({ window }: RuleContext, seconds: number): readonly Losing[] {
  const all = window.labelsOf(ID.qdisc.drops).filter(({ kind = '' }) => !LEFT_OUT.has(kind));
  const queues = all
    .filter((labels) => !all.some((below) => isBelow(below, labels)))
    .map((labels): Losing => {
      const { kind = '?', handle = '' } = labels;
      const device = deviceOf(labels);
      const drops = window.delta(ID.qdisc.drops, seconds, labels) ?? 0;
      const packets = window.delta(ID.qdisc.packets, seconds, labels) ?? 0;
      const shaped = all.some((other) => deviceOf(other) === device && SHAPERS.has(other['kind'] ?? ''));
      return { device, kind, handle, labels, drops, packets, shaped };
    });
  const byDevice = Map.groupBy(queues, ({ device }) => device);
  return [...byDevice.values()].flatMap((each) => each.toSorted((a, b) => b.drops - a.drops).slice(0, 1));
}

function isBelow(below: Labels, above: Labels): boolean {
  return (
    deviceOf(below) === deviceOf(above) && below !== above && majorOf(below['parent']) === majorOf(above['handle'])
  );
}
