import { formatRate, formatValue, ID } from '@netstrata/metrics';
import { NO_CHANGE } from '../change.ts';
import { growthEvidence } from '../evidence.ts';
import { seenLongEnough } from '../guards.ts';
import { isOver } from '../hysteresis.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';

const DROPPED = ID.tcp.backlogDrop;
const SUBJECT = 'host';
const WINDOW_SECONDS = 60;
/** Segments a minute. */
const DROPS = { fire: 60, clear: 0 };

function evaluate(context: RuleContext, firing: ReadonlySet<string>): readonly Finding[] {
  const { window } = context;
  const open = firing.has(SUBJECT);
  const drops = window.delta(DROPPED, WINDOW_SECONDS);
  if (!isOver(drops, DROPS, open) || (!open && !seenLongEnough(context, DROPPED))) return [];
  return [
    {
      subject: SUBJECT,
      severity: 'warning',
      confidence: 'medium',
      title: 'TCP segments are dropped because a socket was locked for too long',
      why: `While a program is inside a call on a socket, that socket is locked, and what arrives for it waits on the socket’s backlog. The backlog holds as much as receive and send buffer together; ${formatValue(drops, 'count')} segments found it full in the last minute, and their senders had to send them again. That happens when one thread keeps a fast connection locked, by huge reads or writes, or when its CPU is taken away meanwhile.`,
      where: 'one or more TCP sockets of this host; the kernel does not count it for each',
      evidence: growthEvidence(window, { metric: DROPPED }, WINDOW_SECONDS),
      ...NO_CHANGE,
      actions: [
        'Watch "ss -tm" while the counter grows: the number after "bl" in skmem is the backlog of each socket.',
        'Let that program read and write in parts of some hundred kB at most, and not from many threads on one socket.',
        'If it fixed small buffers (SO_RCVBUF, SO_SNDBUF), remove that: the backlog’s limit is made of both.',
      ],
      risk: 'Looking costs nothing.',
      expectedEffect: 'The counter stands still, and fewer segments are sent again to this host.',
      verify: `Under the same load "nstat -az TcpExtTCPBacklogDrop" no longer grows (now ${formatRate((drops ?? 0) / WINDOW_SECONDS, 'segments')}).`,
      notWhen: 'The host has no CPU left at all: then everything waits, and this is only one sign of it.',
    },
  ];
}

/** Segments that found the backlog of a locked socket full. */
export const sockBacklogDrop: Rule = {
  id: 'sock-backlog-drop',
  layer: 'socket',
  title: 'Backlog of a locked socket overflows',
  metrics: [DROPPED],
  tunables: [],
  about: {
    symptom: 'A fast connection loses segments inside this host, although no device and no queue drops any.',
    reasoning: 'More than 60 segments within a minute (TCPBacklogDrop); cleared by a minute without any.',
    formula: '',
    sources: ['net/ipv4/tcp_ipv4.c of the kernel (tcp_add_backlog)'],
  },
  evaluate,
};
