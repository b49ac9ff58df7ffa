import type { Labels, SampleWindow } from '../types.ts';
import { type Words, words } from '../words/index.ts';
import { ID } from './ids.ts';
import { NOW_SECONDS } from './thresholds.ts';
import { type TroubleReading, troubleText } from './trouble.ts';
import type { Trouble } from './types.ts';

/** Above them the row says which containers are worst, and the details say the rest. */
const MOST_TROUBLES = 3;

const KINDS: readonly (readonly [id: string, metric: string, title: (where: Words) => Words])[] = [
  [
    'listenOverflows',
    ID.netns.listenOverflows,
    (where) => words(`Accept queue overflows in ${where.en}`, `${where['zh-CN']}中的 accept 队列溢出`),
  ],
  [
    'udpRcvbufErrors',
    ID.netns.udpRcvbufErrors,
    (where) =>
      words(`Datagrams dropped in ${where.en}, receive buffer full`, `${where['zh-CN']}中丢弃的数据报，接收缓冲区已满`),
  ],
];

/** What the agent calls the namespace of the machine itself, where it runs inside another one. */
const HOST = 'host';

const whereOf = (name: string): Words =>
  name === HOST
    ? words('the host’s own namespace', '主机自身的命名空间')
    : words(`namespace ${name}`, `命名空间 ${name} `);

/** Containers whose programs do not keep up. The host's own counters do not contain what is dropped in another network namespace. */
export function namespaceTroubles(window: SampleWindow): TroubleReading {
  const troubles = KINDS.flatMap(([id, metric, title]) =>
    window.labelsOf(metric).flatMap((labels) => troubleOf(window, { id, metric, title, labels })),
  )
    .toSorted((a, b) => (b.perSecond ?? 0) - (a.perSecond ?? 0))
    .slice(0, MOST_TROUBLES);
  // One sentence about one namespace: two of them have nothing to do with each other. What is the host's own is told louder.
  const signals = troubles.slice(0, 1).map(({ title, perSecond = 0 }) => ({
    state: 'busy' as const,
    text: troubleText(title, perSecond),
  }));
  return { troubles, signals };
}

interface Counted {
  readonly id: string;
  readonly metric: string;
  readonly title: (where: Words) => Words;
  readonly labels: Labels;
}

function troubleOf(window: SampleWindow, { id, labels, metric, title }: Counted): Trouble<Words>[] {
  const perSecond = window.rate(metric, NOW_SECONDS, labels) ?? 0;
  const name = labels['netns'] ?? '';
  if (perSecond <= 0) return [];
  return [
    {
      id: `application.netns.${id}.${name}`,
      title: title(whereOf(name)),
      perSecond,
      metric,
      labels,
      state: 'busy',
    },
  ];
}
