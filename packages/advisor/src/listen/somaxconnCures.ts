import { joinWords, NO_WORDS, type Words } from '@netstrata/metrics';
import { titleOf } from '../byProgram.ts';
import { NO_MEMORY } from '../change.ts';
import { programName, whoOf } from '../owner.ts';
import type { TunableChange } from '../types.ts';
import { type CureInput, QUEUE_FACTS } from './cures.ts';
import { type Cure, NOT_SYN_BACKLOG, overflowText } from './finding.ts';
import type { Listener } from './listeners.ts';
import { listenSetting } from './programs.ts';
import { raiseSomaxconn, SOMAXCONN } from './raiseSomaxconn.ts';

/** What follows the next listen(), whoever has to bring it about. */
const AFTER_LISTEN = {
  expectedEffect: {
    en: 'After the next listen() bursts wait in the queue instead of being dropped, and the overflow counter stops.',
    'zh-CN': '下一次 listen() 之后，突发在队列里等待而不被丢弃，溢出计数停止增长。',
  },
  notWhen: {
    en: `The queue is full all the time: then the program is too slow. ${NOT_SYN_BACKLOG.en}`,
    'zh-CN': `队列一直是满的：那是程序太慢。${NOT_SYN_BACKLOG['zh-CN']}`,
  },
} satisfies Partial<Cure>;

/** The program called listen() while the kernel gave no more than this, and has not since. */
export function oldListenerCure({ listener, overflowsPerSecond, need }: CureInput, somaxconn: number): Cure {
  const { row } = listener;
  const name = programName(row);
  const ask = Math.min(need.backlog, somaxconn);
  return {
    title: {
      en: `${titleOf(row)} listens since before ${SOMAXCONN} was raised: restart it`,
      'zh-CN': `${titleOf(row)} 的监听早于 ${SOMAXCONN} 的提高：重启它`,
    },
    why: {
      en: `${QUEUE_FACTS.en} The backlog of ${whoOf(row).en} is ${row.sendQ}, which ${SOMAXCONN} was before it was raised to ${somaxconn}. The kernel cuts a backlog once, when the program calls listen(): this one keeps what it got.${overflowText(overflowsPerSecond).en}`,
      'zh-CN': `${QUEUE_FACTS['zh-CN']}${whoOf(row)['zh-CN']} 的 backlog 为 ${row.sendQ}，正是 ${SOMAXCONN} 提高到 ${somaxconn} 之前的值。内核只在程序调用 listen() 时限制一次 backlog：这个监听保持当时得到的值。${overflowText(overflowsPerSecond)['zh-CN']}`,
    },
    changes: [],
    arithmetic: NO_WORDS,
    actions: [
      {
        en: `Reload or restart ${name ?? 'the program'}: it calls listen() again, and gets what it asks for up to ${somaxconn}.`,
        'zh-CN': `重新加载或重启 ${name ?? '该程序'}：它会再次调用 listen()，得到它请求的值，最多 ${somaxconn}。`,
      },
      {
        en: `Where its backlog is ${row.sendQ} after that too, the program asks for no more: have it ask for at least ${ask} (${listenSetting(row.process, ask).en}).`,
        'zh-CN': `若之后 backlog 仍是 ${row.sendQ}，说明程序只请求这么多：让它至少请求 ${ask}（${listenSetting(row.process, ask)['zh-CN']}）。`,
      },
    ],
    risk: {
      en: 'A restart drops the connections that wait in the queue and those that are served.',
      'zh-CN': '重启会断开队列里等待的连接和正在服务的连接。',
    },
    ...AFTER_LISTEN,
  };
}

/** The kernel cut the program's wish to somaxconn. */
export function smallSomaxconnCure(
  { listener, overflowsPerSecond, need }: CureInput,
  somaxconn: number,
  memoryShort: boolean,
): Cure {
  const { row } = listener;
  const { proposed, limitedBy } = memoryShort
    ? { proposed: undefined, limitedBy: NO_WORDS }
    : raiseSomaxconn(somaxconn, need.backlog);
  const changes: readonly TunableChange[] =
    proposed === undefined
      ? []
      : [{ tunable: SOMAXCONN, namespace: 'host', current: String(somaxconn), proposed: String(proposed) }];
  return {
    ...(proposed === undefined
      ? {}
      : { need: { amount: need.backlog, from: JSON.stringify([row.process, row.sendQ, somaxconn]) } }),
    title: {
      en: `${SOMAXCONN} limits the backlog of ${titleOf(row)} to ${row.sendQ}`,
      'zh-CN': `${SOMAXCONN} 把 ${titleOf(row)} 的 backlog 限制在 ${row.sendQ}`,
    },
    why: {
      en: `${QUEUE_FACTS.en} The backlog of ${whoOf(row).en} is ${row.sendQ}, exactly ${SOMAXCONN}: the program asked for that or for more, and the kernel gives no more.${overflowText(overflowsPerSecond).en}`,
      'zh-CN': `${QUEUE_FACTS['zh-CN']}${whoOf(row)['zh-CN']} 的 backlog 为 ${row.sendQ}，恰好等于 ${SOMAXCONN}：程序要的就是这么多或更多，而内核不给更多。${overflowText(overflowsPerSecond)['zh-CN']}`,
    },
    changes,
    arithmetic: changes.length === 0 ? NO_WORDS : joinWords([need.arithmetic, limitedBy], NO_WORDS),
    actions: somaxconnActions(
      listener,
      proposed === undefined ? undefined : Math.min(proposed, need.backlog),
      memoryShort,
    ),
    risk: {
      en: 'Risk 1 of 4. A longer queue costs about 2.5 KiB for each waiting connection and can hide that the program is overloaded. Listeners that are open keep their backlog.',
      'zh-CN':
        '风险 1/4。队列越长，每个等待的连接多占约 2.5 KiB，还可能掩盖程序过载。已打开的监听套接字保持原来的 backlog。',
    },
    ...AFTER_LISTEN,
  };
}

function somaxconnActions({ row }: Listener, ask: number | undefined, memoryShort: boolean): readonly Words[] {
  if (memoryShort) return [NO_MEMORY];
  if (ask === undefined) {
    return [
      {
        en: `${SOMAXCONN} is as high as is sensible: accept with more workers (SO_REUSEPORT) instead.`,
        'zh-CN': `${SOMAXCONN} 已高到合理的上限：改用更多 worker 接受连接（SO_REUSEPORT）。`,
      },
    ];
  }
  return [
    {
      en: `The change holds for the next listen() only: reload or restart ${programName(row) ?? 'the program'} afterwards.`,
      'zh-CN': `此更改只对下一次 listen() 生效：之后重新加载或重启 ${programName(row) ?? '该程序'}。`,
    },
    {
      en: `Make sure that the program asks for at least ${ask} (${listenSetting(row.process, ask).en}): the kernel takes the smaller of the two.`,
      'zh-CN': `确认程序至少请求 ${ask}（${listenSetting(row.process, ask)['zh-CN']}）：内核取两者中较小的。`,
    },
  ];
}
