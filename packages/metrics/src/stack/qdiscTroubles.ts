import { formatValue } from '../format.ts';
import { shareOf, sumKnown } from '../rates.ts';
import type { Labels, SampleWindow } from '../types.ts';
import { NO_WORDS, type Words, words } from '../words/index.ts';
import { deviceOf } from './devices.ts';
import { ID } from './ids.ts';
import { NOTICE_PER_SECOND, NOW_SECONDS, SHARES, TX_DROPS_PER_SECOND } from './thresholds.ts';
import { type TroubleReading, troubleReading } from './trouble.ts';
import type { LayerState, Trouble } from './types.ts';

/** They drop to tell senders to slow down, or were told to lose packets, long before they are full. */
const DROPS_ON_PURPOSE: ReadonlySet<string> = new Set([
  ...['cake', 'choke', 'codel', 'dualpi2', 'fq_codel', 'fq_pie', 'gred', 'netem', 'pie', 'red', 'sfb'],
]);
/** They add up what the queues below them count. */
const SUMS: ReadonlySet<string> = new Set(['mq', 'mqprio']);

const kindOf = (labels: Labels): string => labels['kind'] ?? '';
const isRoot = (labels: Labels): boolean => labels['parent'] === 'root';
const isIngress = (labels: Labels): boolean => labels['parent'] === 'ingress';

type Said = Omit<Trouble<Words>, 'id' | 'perSecond'>;

/** A packet that a queue below loses is counted by the root too, so the root alone tells of each once. */
function dropped(window: SampleWindow, labels: Labels, perSecond: number): Said | undefined {
  const device = deviceOf(labels);
  const metric = ID.qdisc.drops;
  if (isIngress(labels)) {
    const title = words(
      `${device}: arrived packets dropped by a traffic control filter`,
      `${device}：被流量控制过滤器丢弃的到达包`,
    );
    return { title, metric, labels, state: 'calm' };
  }
  if (!isRoot(labels)) return undefined;
  if (!DROPS_ON_PURPOSE.has(kindOf(labels))) {
    const state = perSecond >= TX_DROPS_PER_SECOND ? 'saturated' : 'busy';
    return {
      title: words(
        `${device}: packets to send dropped, its queue is full (${kindOf(labels)})`,
        `${device}：丢弃的待发包，队列已满（${kindOf(labels)}）`,
      ),
      metric,
      labels,
      state,
    };
  }
  const share = signalShare(window, labels);
  const ofAll = formatValue(share, 'share');
  const part = share === undefined ? NO_WORDS : words(`, ${ofAll} of them`, `，占 ${ofAll}`);
  const title = words(
    `${device}: packets to send dropped to slow senders down (${kindOf(labels)}${part.en})`,
    `${device}：为让发送方减速而丢弃的待发包（${kindOf(labels)}${part['zh-CN']}）`,
  );
  return { title, metric, labels, state: (share ?? 0) > SHARES.qdiscSignal.busy ? 'busy' : 'calm' };
}

/** What full queues dropped of the packets to send, a second; undefined where no queue is known. */
export function fullQueueDrops(window: SampleWindow): number | undefined {
  const full = window
    .labelsOf(ID.qdisc.drops)
    .filter((labels) => isRoot(labels) && !DROPS_ON_PURPOSE.has(kindOf(labels)));
  return sumKnown(full.map((labels) => window.rate(ID.qdisc.drops, NOW_SECONDS, labels)));
}

/** Dropped packets as a share of those that came; undefined with too few to say. */
function signalShare(window: SampleWindow, labels: Labels): number | undefined {
  const drops = window.delta(ID.qdisc.drops, NOW_SECONDS, labels);
  const all = sumKnown([drops, window.delta(ID.qdisc.packets, NOW_SECONDS, labels)]);
  return all === undefined || all < SHARES.qdiscSignal.minimum ? undefined : shareOf(drops, all);
}

/** Nothing is lost by it: somebody set a rate, and more wants to be sent. */
function heldBack(labels: Labels, perSecond: number): Said | undefined {
  const kind = kindOf(labels);
  if (isIngress(labels) || SUMS.has(kind)) return undefined;
  const title = words(
    `${deviceOf(labels)}: packets to send held back, at the rate or limit set for ${kind}`,
    `${deviceOf(labels)}：压住的待发包，达到 ${kind} 设定的速率或上限`,
  );
  const state: LayerState = perSecond > NOTICE_PER_SECOND.qdiscOverlimits ? 'busy' : 'calm';
  return { title, metric: ID.qdisc.overlimits, labels, state };
}

/** What queueing disciplines dropped or held back within the last seconds. */
export function readQdiscTroubles(window: SampleWindow): TroubleReading {
  const troubles: Trouble<Words>[] = [];
  const say = (metric: string, id: string, sayOf: (labels: Labels, perSecond: number) => Said | undefined) => {
    for (const labels of window.labelsOf(metric)) {
      const perSecond = window.rate(metric, NOW_SECONDS, labels);
      const said = perSecond === undefined || perSecond === 0 ? undefined : sayOf(labels, perSecond);
      const place = `${deviceOf(labels)}.${labels['parent']}.${labels['handle']}`;
      if (said !== undefined) troubles.push({ id: `${id}.${place}`, perSecond, ...said });
    }
  };
  say(ID.qdisc.drops, 'link.qdiscDrops', (labels, perSecond) => dropped(window, labels, perSecond));
  say(ID.qdisc.overlimits, 'link.qdiscOverlimits', heldBack);
  return troubleReading(troubles);
}
