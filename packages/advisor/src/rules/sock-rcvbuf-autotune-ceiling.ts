import { formatValue, ID, tunableNumbers } from '@netstrata/metrics';
import { changeTo, NO_CHANGE, NO_MEMORY } from '../change.ts';
import { memoryIsShort, raise } from '../guards.ts';
import { mostForEach } from '../mostForEach.ts';
import { programOf, RECEIVER_METRICS, receiverParts } from '../receiveBuffer/finding.ts';
import { limitedReceivers, RECEIVER_TUNABLES, type Receiver, TCP_RMEM } from '../receiveBuffer/receivers.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';

function cureOf(
  context: RuleContext,
  { wanted, arithmetic }: Receiver,
): Pick<Finding, 'changes' | 'arithmetic' | 'actions'> {
  const [least, initial, current] = tunableNumbers(context.tunables, TCP_RMEM) ?? [];
  if (least === undefined || initial === undefined || current === undefined || memoryIsShort(context))
    return { ...NO_CHANGE, actions: [NO_MEMORY] };
  const most = mostForEach(context, context.sockets.at(-1)?.receivers?.length ?? 0);
  const { proposed, limitedBy } = raise(current, wanted, most);
  if (proposed === undefined)
    return {
      ...NO_CHANGE,
      actions: [
        `The memory for TCP (net.ipv4.tcp_mem) leaves each busy connection ${formatValue(most, 'bytes')}: raise that first, or receive over fewer connections.`,
      ],
    };
  return {
    changes: changeTo(context, TCP_RMEM, [least, initial, proposed]),
    arithmetic: `${arithmetic}${limitedBy}`,
    actions: [
      'Connections that are made from now on can use it, so let the program connect again. An open one grows only if it ever receives more in one round trip than it did before.',
    ],
  };
}

function evaluate(context: RuleContext, firing: ReadonlySet<string>): readonly Finding[] {
  const [worst, ...others] = limitedReceivers(context, 'ceiling', () => firing.has(TCP_RMEM));
  if (worst === undefined) return [];
  return [
    {
      ...receiverParts(worst, {
        limit: `The buffer has grown to the third number of ${TCP_RMEM}, as far as it may.`,
        others: others.length,
      }),
      subject: TCP_RMEM,
      title: `${TCP_RMEM} limits how fast ${programOf(worst)} can receive`,
      ...cureOf(context, worst),
      risk: 'Risk 2 of 4. Each connection whose path needs it may hold up to the new maximum in kernel memory (net.ipv4.tcp_mem bounds the whole); when a program stops reading, more data waits. The first two numbers stay.',
      notWhen:
        'The sender or the path is the limit, or the program reads late: then a larger buffer only holds more unread data. Buffers that a program fixed with SO_RCVBUF do not follow.',
    },
  ];
}

/** Connections whose receive buffer has grown as far as tcp_rmem lets it, and is still too small. */
export const sockRcvbufAutotuneCeiling: Rule = {
  id: 'sock-rcvbuf-autotune-ceiling',
  layer: 'socket',
  title: 'Receive buffer limits throughput',
  metrics: [...RECEIVER_METRICS, ID.memory.availableBytes, ID.memory.totalBytes],
  tunables: RECEIVER_TUNABLES,
  about: {
    symptom:
      'Downloads over a long path stay far below what the network could carry, while the program waits for data.',
    reasoning:
      'A connection above 500 kB/s with a round trip of 1 ms and more receives 80 % of its window and more in each round trip (where that is not far above what the connection measured itself) for 15 s (60 % keeps it open), its program reads in time, and its buffer has stopped growing at the third number of tcp_rmem.',
    formula:
      'data in flight = rate x round trip; buffer = twice that / the part of the buffer that is window (measured), a power of two, at most 64 MiB and a part of a quarter of tcp_mem for each busy connection',
    sources: [
      'Documentation/networking/ip-sysctl.rst (tcp_rmem, tcp_moderate_rcvbuf)',
      'net/ipv4/tcp_input.c of the kernel (tcp_rcv_space_adjust)',
    ],
  },
  evaluate,
};
