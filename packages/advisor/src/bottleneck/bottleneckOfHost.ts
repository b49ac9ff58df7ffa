import {
  formatValue,
  type Gauge,
  isFresh,
  joinWords,
  NO_WORDS,
  SENTENCES,
  type SocketsReport,
  type StackModel,
  type Trouble,
  type Words,
} from '@netstrata/metrics';
import type { Advice, Bottleneck, Limiter } from '../types.ts';
import { bottleneckOfSockets } from './bottleneckOfSockets.ts';
import { listedSockets } from './listedSockets.ts';
import { notLimiting } from './notLimiting.ts';

export interface HostView {
  readonly stack: StackModel<Words>;
  /** Dumps of the last minutes, oldest first. */
  readonly sockets: readonly SocketsReport[];
  /** What is open of it. */
  readonly advice: readonly Advice<Words>[];
}

/** From here on a shared resource limits whoever uses it. */
const FULL = 0.95;
const FREE = 0.7;

interface Shared {
  readonly limiter: Limiter;
  readonly gauge: string;
  /** Counted by the kernel only when the resource refused somebody. */
  readonly troubles: readonly string[];
  readonly name: Words;
  readonly sentence: (gauge: Gauge<Words> | undefined, trouble: Trouble<Words> | undefined) => Words;
}

const used = (gauge: Gauge<Words> | undefined): Words => {
  if (gauge?.fraction === undefined) return { en: 'is full', 'zh-CN': '已满' };
  const share = formatValue(gauge.fraction, 'share');
  return { en: `is ${share} used`, 'zh-CN': `已用 ${share}` };
};
const refused = (trouble: Trouble<Words> | undefined): Words => {
  if (trouble?.perSecond === undefined) return NO_WORDS;
  const count = formatValue(trouble.perSecond, 'count');
  return { en: `, and ${count} packets a second are dropped`, 'zh-CN': `，每秒丢弃 ${count} 个包` };
};

/** What a full table of connections costs: packets that are dropped, or entries that give way. */
const untracked = (trouble: Trouble<Words> | undefined): Words => {
  if (trouble === undefined)
    return { en: ', and new connections soon find no room', 'zh-CN': '，新连接很快就没有位置' };
  if (trouble.id !== 'network.conntrackEarlyDrop') {
    const { en, 'zh-CN': zh } = refused(trouble);
    return { en: `${en}, and no new connection gets through`, 'zh-CN': `${zh}，新连接过不去` };
  }
  const count = formatValue(trouble.perSecond, 'count');
  return {
    en: `, and ${count} entries a second without an answer are evicted for new connections`,
    'zh-CN': `，为了新连接，每秒淘汰 ${count} 个尚无应答的条目`,
  };
};

/** The narrow places that all sockets of a host share, those that lose packets for everybody first. */
const SHARED: readonly Shared[] = [
  {
    limiter: 'conntrack',
    gauge: 'network.conntrack',
    troubles: ['network.conntrackDrop', 'network.conntrackEarlyDrop'],
    name: { en: 'connection tracking', 'zh-CN': '连接跟踪' },
    sentence: (gauge, trouble) => ({
      en: `The connection tracking table limits: it ${used(gauge).en}${untracked(trouble).en}.`,
      'zh-CN': `瓶颈在连接跟踪表：${used(gauge)['zh-CN']}${untracked(trouble)['zh-CN']}。`,
    }),
  },
  {
    limiter: 'softirq',
    gauge: 'link.softirqCpu',
    troubles: ['link.softnetDropped'],
    name: { en: 'the packet work of the CPUs', 'zh-CN': 'CPU 处理包' },
    sentence: (gauge, trouble) => {
      const which = gauge === undefined ? { en: 'which one is not known', 'zh-CN': '不知是哪个' } : gauge.detail;
      return {
        en: `A CPU limits: its time for packets (softirq) ${used(gauge).en}${refused(trouble).en} (${which.en}).`,
        'zh-CN': `瓶颈在一个 CPU：其处理包的时间（softirq）${used(gauge)['zh-CN']}${refused(trouble)['zh-CN']}（${which['zh-CN']}）。`,
      };
    },
  },
  {
    limiter: 'link',
    gauge: 'link.speed',
    troubles: [],
    name: { en: 'the link', 'zh-CN': '链路' },
    sentence: (gauge) => {
      const title = gauge === undefined ? { en: 'it', 'zh-CN': '它' } : gauge.title;
      const detail = gauge?.detail ?? NO_WORDS;
      return {
        en: `The link limits: ${title.en} ${used(gauge).en} (${detail.en}).`,
        'zh-CN': `瓶颈在链路：${title['zh-CN']} ${used(gauge)['zh-CN']}（${detail['zh-CN']}）。`,
      };
    },
  },
];

/** One sentence about what keeps a host from moving more now, and what does not. */
export function bottleneckOfHost({ stack, sockets, advice }: HostView): Bottleneck<Words> {
  const gauges = new Map(stack.layers.flatMap((layer) => layer.gauges.map((gauge) => [gauge.id, gauge] as const)));
  const troubles = new Map(
    stack.layers.flatMap((layer) => layer.troubles.map((trouble) => [trouble.id, trouble] as const)),
  );
  const free = SHARED.filter(({ gauge }) => (gauges.get(gauge)?.fraction ?? 1) < FREE).map(({ gauge, name }): Words => {
    const share = formatValue(gauges.get(gauge)?.fraction, 'share');
    return { en: `${name.en} (${share})`, 'zh-CN': `${name['zh-CN']}（${share}）` };
  });
  const not = notLimiting(free);
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
  if (newest === undefined || !isFresh(newest, stack.timeMs))
    return {
      limiter: 'unknown',
      confidence: 'low',
      sentence: {
        en: 'Who limits is not known: no list of sockets has come lately.',
        'zh-CN': '瓶颈未知：最近没有收到套接字列表。',
      },
      not,
    };
  const found = bottleneckOfSockets(listedSockets(sockets), advice);
  if (found !== undefined) return { ...found, not: joinWords([found.not, not], SENTENCES) };
  return {
    limiter: 'nothing',
    confidence: 'high',
    sentence: {
      en: 'Nothing limits now: there is little traffic, and no queue is full.',
      'zh-CN': '现在没有瓶颈：流量很小，没有队列是满的。',
    },
    not,
  };
}
