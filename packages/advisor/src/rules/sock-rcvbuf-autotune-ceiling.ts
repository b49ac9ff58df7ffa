import { formatValue, ID, joinWords, NO_WORDS, tunableNumbers } from '@netstrata/metrics';
import { titleOf } from '../byProgram.ts';
import { changeTo, NO_CHANGE, NO_MEMORY } from '../change.ts';
import { memoryIsShort, raiseToDefault } from '../guards.ts';
import { mostForEach } from '../mostForEach.ts';
import { RECEIVER_METRICS, receiverParts } from '../receiveBuffer/finding.ts';
import { limitedReceivers, RECEIVER_TUNABLES, type Receiver, TCP_RMEM } from '../receiveBuffer/receivers.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';

/** What the kernel sets by itself: at least this, 32 MiB since 6.17, where there is memory enough. */
const OWN_BYTES = 6 * 1024 * 1024;

function cureOf(
  context: RuleContext,
  { wanted, arithmetic }: Receiver,
): Pick<Finding, 'changes' | 'arithmetic' | 'actions' | 'need'> {
  const [least, initial, current] = tunableNumbers(context.tunables, TCP_RMEM) ?? [];
  if (least === undefined || initial === undefined || current === undefined || memoryIsShort(context))
    return { ...NO_CHANGE, actions: [NO_MEMORY] };
  const most = mostForEach(context, context.sockets.at(-1)?.receivers?.length ?? 0);
  const { proposed, limitedBy } = raiseToDefault({ current, wanted, most, own: OWN_BYTES });
  if (proposed === undefined)
    return {
      ...NO_CHANGE,
      actions: [
        {
          en: `The memory for TCP (net.ipv4.tcp_mem) leaves each busy connection ${formatValue(most, 'bytes')}: raise that first, or receive over fewer connections.`,
          'zh-CN': `TCP 内存（net.ipv4.tcp_mem）只给每个繁忙连接留 ${formatValue(most, 'bytes')}：先提高它，或减少接收的连接数。`,
        },
      ],
    };
  return {
    need: { amount: wanted, from: JSON.stringify([least, initial, current]) },
    changes: changeTo(context, TCP_RMEM, [least, initial, proposed]),
    arithmetic: joinWords([arithmetic, limitedBy], NO_WORDS),
    actions: [
      {
        en: 'New connections use it. An open one may grow too, within seconds or never: only when it receives more in one round trip than ever before, and no further than the window scale of its handshake allows ("ss -ti": 65,535 x 2^wscale). Where it stays as it was, let the program connect again.',
        'zh-CN':
          '新连接会用上它。已打开的连接也可能增长，几秒之内，或永远不会：只有一个往返收到的比以前任何时候都多时才增长，且不超过握手时商定的窗口扩大因子所允许的（"ss -ti"：65,535 x 2^wscale）。若保持不变，让程序重新连接。',
      },
      {
        en: 'How much the path would carry without this limit cannot be measured while it holds. If the larger buffer is used up as well, advice says so again.',
        'zh-CN': '只要这个上限还在起作用，就测不出没有它时路径能承载多少。更大的缓冲区若也被用尽，会再次给出建议。',
      },
    ],
  };
}

function evaluate(context: RuleContext, firing: ReadonlySet<string>): readonly Finding[] {
  const [worst, ...others] = limitedReceivers(context, 'ceiling', () => firing.has(TCP_RMEM));
  if (worst === undefined) return [];
  return [
    {
      ...receiverParts(worst, {
        limit: {
          en: `The buffer has grown to the third number of ${TCP_RMEM}, as far as it may.`,
          'zh-CN': `缓冲区已长到 ${TCP_RMEM} 的第三个数，不能再大。`,
        },
        others: others.length,
      }),
      subject: TCP_RMEM,
      title: {
        en: `${TCP_RMEM} limits how fast ${titleOf(worst.row)} can receive`,
        'zh-CN': `${TCP_RMEM} 限制了 ${titleOf(worst.row)} 的接收速度`,
      },
      ...cureOf(context, worst),
      risk: {
        en: 'Risk 2 of 4. Each connection whose path needs it may hold up to the new maximum in kernel memory (net.ipv4.tcp_mem bounds the whole); when a program stops reading, more data waits. The first two numbers stay.',
        'zh-CN':
          '风险 2/4。路径需要的每个连接最多可占用新的最大值那么多内核内存（总量受 net.ipv4.tcp_mem 约束）；程序停止读取时，积压的数据更多。前两个数不变。',
      },
      notWhen: {
        en: 'The sender or the path is the limit, or the program reads late: then a larger buffer only holds more unread data. Buffers that a program fixed with SO_RCVBUF do not follow.',
        'zh-CN':
          '限制在发送方或路径，或程序读得晚：那么更大的缓冲区只会积压更多未读数据。程序用 SO_RCVBUF 固定的缓冲区不会跟着变。',
      },
    },
  ];
}

/** Connections whose receive buffer has grown as far as tcp_rmem lets it, and is still too small. */
export const sockRcvbufAutotuneCeiling: Rule = {
  id: 'sock-rcvbuf-autotune-ceiling',
  layer: 'socket',
  title: { en: 'Receive buffer limits throughput', 'zh-CN': '接收缓冲区限制吞吐' },
  metrics: [...RECEIVER_METRICS, ID.memory.availableBytes, ID.memory.totalBytes],
  tunables: RECEIVER_TUNABLES,
  about: {
    feels: ['download'],
    symptom: {
      en: 'Downloads over a long path stay far below what the network could carry, while the program waits for data.',
      'zh-CN': '长路径上的下载远低于网络能力，而程序在等数据。',
    },
    reasoning: {
      en: 'A connection above 500 kB/s with a round trip of 1 ms and more receives 80 % of its window and more in each round trip (where that is not far above what the connection measured itself) for 15 s (60 % keeps it open), its program reads in time, and its buffer has stopped growing at the third number of tcp_rmem.',
      'zh-CN':
        '速率超过 500 kB/s、往返 1 ms 以上的连接，15 s 内每个往返收到其窗口的 80 % 或更多（往返不远高于连接自己测到的；60 % 以上保持打开），程序读得及时，而缓冲区已停在 tcp_rmem 的第三个数。',
    },
    formula: {
      en: 'data in flight = rate x round trip; buffer = twice that / the part of the buffer that is window (measured), a power of two, at least the 6 MiB that every kernel sets by itself, at most 64 MiB and a part of a quarter of tcp_mem for each busy connection',
      'zh-CN':
        '在途数据 = 速率 x 往返；缓冲区 = 其两倍 / 缓冲区中作窗口的比例（实测），取 2 的幂，至少为内核自己设的 6 MiB，最多 64 MiB，且不超过每个繁忙连接在 tcp_mem 四分之一中的份额',
    },
    sources: [
      'Documentation/networking/ip-sysctl.rst (tcp_rmem, tcp_moderate_rcvbuf)',
      'net/ipv4/tcp_input.c of the kernel (tcp_rcv_space_adjust)',
    ],
  },
  evaluate,
};
