import { ID, sameWords, tunableNumbers } from '@netstrata/metrics';
import { titleOf } from '../byProgram.ts';
import { changeTo, NO_CHANGE, NO_MEMORY } from '../change.ts';
import { memoryIsShort, raise } from '../guards.ts';
import { mostForEach } from '../mostForEach.ts';
import { RECEIVER_METRICS, receiverParts } from '../receiveBuffer/finding.ts';
import { limitedReceivers, RECEIVER_TUNABLES, type Receiver, RMEM_MAX } from '../receiveBuffer/receivers.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';

function cureOf(
  context: RuleContext,
  receiver: Receiver,
): Pick<Finding, 'changes' | 'arithmetic' | 'better' | 'actions' | 'need'> {
  const name =
    receiver.row.process !== undefined ? sameWords(receiver.row.process) : { en: 'the program', 'zh-CN': '该程序' };
  const unlock = {
    en: `Remove SO_RCVBUF from ${name.en}, so that the kernel grows the buffer by itself.`,
    'zh-CN': `去掉 ${name['zh-CN']} 中的 SO_RCVBUF，让内核自动增大缓冲区。`,
  };
  const [current] = tunableNumbers(context.tunables, RMEM_MAX) ?? [];
  if (current === undefined || memoryIsShort(context)) return { ...NO_CHANGE, actions: [NO_MEMORY, unlock] };
  const ask = receiver.wanted / 2;
  const { proposed, limitedBy } = raise(current, ask, mostForEach(context, 1));
  if (proposed === undefined) return { ...NO_CHANGE, actions: [unlock] };
  return {
    need: { amount: receiver.wanted, from: JSON.stringify([name, current]) },
    changes: changeTo(context, RMEM_MAX, proposed),
    arithmetic: {
      en: `${receiver.arithmetic.en}; the kernel doubles SO_RCVBUF, so half of it: ${ask}${limitedBy.en}`,
      'zh-CN': `${receiver.arithmetic['zh-CN']}；内核会把 SO_RCVBUF 加倍，所以取一半：${ask}${limitedBy['zh-CN']}`,
    },
    better: unlock,
    actions: [
      {
        en: `Restart ${name.en} afterwards: a socket gets the new size when it asks again.`,
        'zh-CN': `之后重启 ${name['zh-CN']}：套接字再次请求时才得到新的大小。`,
      },
    ],
  };
}

function evaluate(context: RuleContext, firing: ReadonlySet<string>): readonly Finding[] {
  const [worst, ...others] = limitedReceivers(context, 'maximum', () => firing.has(RMEM_MAX));
  if (worst === undefined) return [];
  return [
    {
      ...receiverParts(worst, {
        limit: {
          en: `Its size is exactly twice ${RMEM_MAX}: the program asked for that or for more with SO_RCVBUF, and the kernel cut it before doubling it.`,
          'zh-CN': `它的大小恰好是 ${RMEM_MAX} 的两倍：程序用 SO_RCVBUF 请求了这么多或更多，内核先截断再加倍。`,
        },
        others: others.length,
      }),
      subject: RMEM_MAX,
      title: {
        en: `${RMEM_MAX} caps the receive buffer of ${titleOf(worst.row)}`,
        'zh-CN': `${RMEM_MAX} 限制了 ${titleOf(worst.row)} 的接收缓冲区`,
      },
      ...cureOf(context, worst),
      risk: {
        en: `Risk 2 of 4: every local program may then ask for buffers of that size, on the whole host. It can be set on the host only, not in a container.`,
        'zh-CN': '风险 2/4：之后整台主机上任何本地程序都可以请求这么大的缓冲区。只能在主机上设置，容器里不行。',
      },
      notWhen: {
        en: 'The program does not need SO_RCVBUF at all: without it the kernel finds the size by itself.',
        'zh-CN': '程序根本不需要 SO_RCVBUF：没有它，内核会自己找到合适的大小。',
      },
    },
  ];
}

/** Connections whose program asked for a larger receive buffer than rmem_max allows. */
export const sockRmemMaxCap: Rule = {
  id: 'sock-rmem-max-cap',
  layer: 'socket',
  title: { en: 'rmem_max caps a receive buffer', 'zh-CN': 'rmem_max 限制接收缓冲区' },
  metrics: [...RECEIVER_METRICS, ID.memory.availableBytes, ID.memory.totalBytes],
  tunables: RECEIVER_TUNABLES,
  about: {
    feels: ['download'],
    symptom: {
      en: 'A program that was given a large receive buffer downloads no faster than before.',
      'zh-CN': '给了某程序很大的接收缓冲区，下载却不比以前快。',
    },
    reasoning: {
      en: 'A connection above 500 kB/s with a round trip of 1 ms and more receives 80 % of its window and more in each round trip (where that is not far above what the connection measured itself) for 15 s (60 % keeps it open), its program reads in time, and its buffer is exactly twice rmem_max.',
      'zh-CN':
        '速率超过 500 kB/s、往返 1 ms 以上的连接，15 s 内每个往返收到其窗口的 80 % 或更多（往返不远高于连接自己测到的；60 % 以上保持打开），程序读得及时，而缓冲区恰好是 rmem_max 的两倍。',
    },
    formula: {
      en: 'half of: twice the data in flight / the part of the buffer that is window, a power of two',
      'zh-CN': '取一半：在途数据的两倍 / 缓冲区中作窗口的比例，取 2 的幂',
    },
    sources: ['Documentation/admin-guide/sysctl/net.rst (rmem_max)', 'socket(7) (SO_RCVBUF)'],
  },
  evaluate,
};
