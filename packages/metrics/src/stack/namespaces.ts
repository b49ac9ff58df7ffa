import type { Labels, SampleWindow } from '../types.ts';
import { type Words, words } from '../words/index.ts';
import { ID } from './ids.ts';
import { NOW_SECONDS } from './thresholds.ts';
import { type TroubleReading, troubleText } from './trouble.ts';
import type { Trouble } from './types.ts';

/** Above them the row says which containers are worst, and the details say the rest. */
const MOST_TROUBLES = 3;

const KINDS: readonly (readonly [id: string, metric: string, title: (name: string) => Words])[] = [
  [
    'listenOverflows',
    ID.netns.listenOverflows,
    (name) =>
      words(
        `Connections refused in namespace ${name}, accept queue full`,
        `命名空间 ${name} 中拒绝的连接，accept 队列已满`,
      ),
  ],
  [
    'udpRcvbufErrors',
    ID.netns.udpRcvbufErrors,
    (name) =>
      words(
        `Datagrams dropped in namespace ${name}, receive buffer full`,
        `命名空间 ${name} 中丢弃的数据报，接收缓冲区已满`,
      ),
  ],
];

/** Containers whose programs do not keep up. The host's own counters do not contain what is dropped in another network namespace. */
export function namespaceTroubles(window: SampleWindow): TroubleReading {
  const troubles = KINDS.flatMap(([id, metric, title]) =>
    window.labelsOf(metric).flatMap((labels) => troubleOf(window, { id, metric, title, labels })),
  )
    .toSorted((a, b) => (b.perSecond ?? 0) - (a.perSecond ?? 0))
    .slice(0, MOST_TROUBLES);
  const signals = troubles.map(({ title, perSecond = 0 }) => ({
    state: 'saturated' as const,
    text: troubleText(title, perSecond),
  }));
  return { troubles, signals };
}

interface Counted {
  readonly id: string;
  readonly metric: string;
  readonly title: (name: string) => Words;
  readonly labels: Labels;
}

function troubleOf(window: SampleWindow, { id, labels, metric, title }: Counted): Trouble<Words>[] {
  const perSecond = window.rate(metric, NOW_SECONDS, labels) ?? 0;
  const name = labels['netns'] ?? '';
  if (perSecond <= 0) return [];
  return [{ id: `application.netns.${id}.${name}`, title: title(name), perSecond, metric, labels, state: 'saturated' }];
}
