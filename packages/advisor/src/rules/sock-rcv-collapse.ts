import { deltaOfAll, formatRate, formatValue, ID, tunableNumbers } from '@netstrata/metrics';
import { changeTo, NO_CHANGE, NO_MEMORY } from '../change.ts';
import { growthEvidence, rateEvidence } from '../evidence.ts';
import { memoryIsShort, raise, seenLongEnough } from '../guards.ts';
import { isOver } from '../hysteresis.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';

const TCP_RMEM = 'net.ipv4.tcp_rmem';
const COLLAPSED = 'socket.tcpExt.tcpRcvCollapsed';
/** Segments that had arrived and were thrown away. */
const LOST = [ID.tcp.rcvPruned, ID.tcp.rcvQDrop];
const SUBJECT = 'host';
const WINDOW_SECONDS = 60;
/** Segments a minute. */
const LOSSES = { fire: 5, clear: 0 };
/** Segments a second. */
const PACKED = { fire: 100, clear: 20 };
const MOST_BYTES = 1024 * 1024;

function cureOf(context: RuleContext, lost: boolean): Pick<Finding, 'changes' | 'arithmetic' | 'actions'> {
  const actions = [
    'Watch "ss -tmn" while the counters grow: the socket with r near rb in skmem is the one. If its program reads late, that is the cure; if it fixed rb with SO_RCVBUF, let it drop that.',
    'Let the sender write more at once: many tiny segments cost up to twenty times their data in buffer memory.',
  ];
  const [least, initial, most] = tunableNumbers(context.tunables, TCP_RMEM) ?? [];
  if (!lost || least === undefined || initial === undefined || most === undefined) return { ...NO_CHANGE, actions };
  // A triple out of order is a setting of its own to mend.
  if (least < 1 || initial < least) return { ...NO_CHANGE, actions };
  if (memoryIsShort(context)) return { ...NO_CHANGE, actions: [NO_MEMORY, ...actions] };
  const { proposed, limitedBy } = raise(initial, 2 * initial, Math.min(MOST_BYTES, most));
  if (proposed === undefined) return { ...NO_CHANGE, actions };
  return {
    changes: changeTo(context, TCP_RMEM, [least, proposed, most]),
    arithmetic: `the second number, what a connection starts with: ${initial} B x 2 = ${2 * initial}${limitedBy}`,
    actions,
  };
}

function evaluate(context: RuleContext, firing: ReadonlySet<string>): readonly Finding[] {
  const { window } = context;
  const open = firing.has(SUBJECT);
  const losses = deltaOfAll(window, LOST, WINDOW_SECONDS);
  const packed = window.rate(COLLAPSED, WINDOW_SECONDS);
  const lost = isOver(losses, LOSSES, open);
  if (!lost && !isOver(packed, PACKED, open)) return [];
  if (!open && ![...LOST, COLLAPSED].some((metric) => seenLongEnough(context, metric))) return [];
  return [
    {
      subject: SUBJECT,
      severity: lost ? 'warning' : 'info',
      confidence: 'medium',
      title: lost
        ? 'TCP throws away segments that had arrived: receive buffers are full'
        : 'TCP packs receive buffers together to make room',
      why: `A receive buffer counts not the data but the memory of its packets, and a tiny segment takes hundreds of bytes. When it is full, the kernel copies small segments together (collapses them), which costs CPU and stalls the connection; when that does not suffice, it throws away what had arrived, and the peer must send it again. Packed together: ${formatRate(packed, 'segments', { noun: true })}; thrown away in the last minute: ${formatValue(losses, 'count')}.`,
      where: 'one or more TCP connections of this host that receive small segments, or are read late',
      evidence: [
        ...LOST.flatMap((metric) => growthEvidence(window, { metric }, WINDOW_SECONDS)),
        ...rateEvidence(window, { metric: COLLAPSED }, WINDOW_SECONDS),
        ...growthEvidence(window, { metric: ID.tcp.pruneCalled }, WINDOW_SECONDS),
      ],
      ...cureOf(context, lost),
      risk: 'Risk 2 of 4. New connections start with the larger buffer, so each of them may hold more before it is read; those that are open keep theirs.',
      expectedEffect: 'Small segments find room without being packed or thrown away.',
      verify: 'Under the same load "nstat -az TcpExtRcvPruned TcpExtTCPRcvQDrop TcpExtTCPRcvCollapsed" stands still.',
      notWhen:
        'A program does not read: then any buffer fills. Somebody who sends tiny segments on purpose is to be blocked instead.',
    },
  ];
}

/** Receive buffers that are packed together, or give up what had arrived. */
export const sockRcvCollapse: Rule = {
  id: 'sock-rcv-collapse',
  layer: 'socket',
  title: 'TCP receive buffers collapse',
  metrics: [...LOST, COLLAPSED, ID.tcp.pruneCalled, ID.memory.availableBytes, ID.memory.totalBytes],
  tunables: [TCP_RMEM],
  yieldsTo: ['app-not-reading'],
  about: {
    symptom: 'A connection stalls for moments and its peer sends again, although the network loses nothing.',
    reasoning:
      'More than five segments a minute thrown away from full receive buffers (RcvPruned, TCPRcvQDrop; cleared by a minute without any), or more than 100 a second packed together (TCPRcvCollapsed; cleared at 20). A program that does not read is told as the root.',
    formula: 'the second number of tcp_rmem x 2, at most 1 MiB and the third',
    sources: [
      'Documentation/networking/ip-sysctl.rst (tcp_rmem)',
      'net/ipv4/tcp_input.c of the kernel (tcp_prune_queue, tcp_collapse)',
    ],
  },
  evaluate,
};
