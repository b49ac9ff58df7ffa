import { ID, type Labels, type SampleWindow } from '@netstrata/metrics';
import { deviceOf } from './devices.ts';
import { type Shaper, shaperOf } from './shaping/shaper.ts';
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
  /** That one, where the kernel tells its rate. */
  readonly shaper: Shaper | undefined;
}

const majorOf = (id: string | undefined): string | undefined => id?.split(':')[0];

/** Of each device that drops the queue that dropped most: of a tree the lowest, as those above count its drops too. */
export function losingQdiscs({ window }: RuleContext, seconds: number): readonly Losing[] {
  const byDevice = Map.groupBy(window.labelsOf(ID.qdisc.drops), deviceOf);
  return [...byDevice].flatMap(([device, all]) => {
    const queues = all
      .filter(({ kind = '' }) => !LEFT_OUT.has(kind))
      .map((labels) => ({ labels, drops: window.delta(ID.qdisc.drops, seconds, labels) ?? 0 }));
    if (queues.every(({ drops }) => drops === 0)) return [];
    const lowest = queues.filter(({ labels }) => !all.some((below) => isBelow(below, labels)));
    const [most] = lowest.toSorted((a, b) => b.drops - a.drops);
    if (most === undefined) return [];
    const { labels, drops } = most;
    const { kind = '?', handle = '' } = labels;
    const packets = window.delta(ID.qdisc.packets, seconds, labels) ?? 0;
    const above = upwards(labels, all);
    return {
      device,
      kind,
      handle,
      labels,
      drops,
      packets,
      shaped: above.some((each) => isShaper(window, each)),
      shaper: shaperOf(window, above),
    };
  });
}

/** cake holds nothing back unless it was given a rate. */
function isShaper(window: SampleWindow, labels: Labels): boolean {
  const { kind = '' } = labels;
  return SHAPERS.has(kind) && (kind !== 'cake' || window.last(ID.shaper.rateBytesPerSecond, labels) !== undefined);
}

/** A queue and those above it, up to the device. */
function upwards(from: Labels, all: readonly Labels[]): readonly Labels[] {
  const above = all.find((each) => isBelow(from, each));
  return above === undefined
    ? [from]
    : [
        from,
        ...upwards(
          above,
          all.filter((each) => each !== from),
        ),
      ];
}

function isBelow(below: Labels, above: Labels): boolean {
  return below !== above && majorOf(below['parent']) === majorOf(above['handle']);
}
