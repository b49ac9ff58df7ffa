import { formatValue, ID, shareOf, tunableNumbers } from '@netstrata/metrics';
import { changeTo, NO_CHANGE, NO_MEMORY } from '../change.ts';
import { growthEvidence, lastEvidence } from '../evidence.ts';
import { memoryIsShort, pow2ceil, raise, seenLongEnough } from '../guards.ts';
import { isOver } from '../hysteresis.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';

const MOST = 'net.ipv4.tcp_max_tw_buckets';
const OVERFLOWS = ID.tcp.timeWaitOverflow;
const WAITING = ID.sockstat.tcpTw;
const ENDED = 'transport.tcpExt.tw';
const SUBJECT = 'host';
const WINDOW_SECONDS = 60;
const NONE = { fire: 0, clear: 0 };
const FILL = { fire: 0.8, clear: 0.6 };
const HEALED_BELOW = 0.5;
/** Each waits so long, and takes about so much. */
const WAIT_SECONDS = 60;
const BYTES_EACH = 256;
const MOST_MEMORY_SHARE = 1 / 16;

type Cure = Pick<Finding, 'changes' | 'arithmetic' | 'actions'>;

const FEWER =
  'Make fewer short connections: keep-alive and connection pools, and let the client close first where the server has too many.';

function cureOf(context: RuleContext, current: number): Cure {
  const { window, host } = context;
  if (memoryIsShort(context)) return { ...NO_CHANGE, actions: [NO_MEMORY, FEWER] };
  const closedPerSecond = (window.rate(ENDED, WINDOW_SECONDS) ?? 0) + (window.rate(OVERFLOWS, WINDOW_SECONDS) ?? 0);
  const need = pow2ceil(Math.max(2 * current, 1.25 * closedPerSecond * WAIT_SECONDS));
  const { proposed, limitedBy } = raise(current, need, (host.memTotalBytes * MOST_MEMORY_SHARE) / BYTES_EACH);
  if (proposed === undefined) return { ...NO_CHANGE, actions: [FEWER] };
  return {
    changes: changeTo(context, MOST, proposed),
    arithmetic: `${closedPerSecond.toFixed(0)} closed a second x ${WAIT_SECONDS} s x 1.25, at least twice the present ${current}, as a power of two: ${need}${limitedBy}`,
    actions: [FEWER],
  };
}

function evaluate(context: RuleContext, firing: ReadonlySet<string>): readonly Finding[] {
  const { window, tunables } = context;
  const open = firing.has(SUBJECT);
  if (!open && !seenLongEnough(context, OVERFLOWS)) return [];
  const lost = window.delta(OVERFLOWS, WINDOW_SECONDS);
  const waiting = window.last(WAITING);
  const [most] = tunableNumbers(tunables, MOST) ?? [];
  const fill = shareOf(waiting, most);
  // A limit that has just been raised leaves overflows of before in the count.
  const overflows = isOver(lost, NONE, open) && (fill ?? 1) > HEALED_BELOW;
  if (!overflows && !isOver(fill, FILL, open)) return [];
  return [
    {
      subject: SUBJECT,
      severity: overflows ? 'warning' : 'info',
      confidence: 'high',
      title: overflows
        ? 'Connections close without their TIME-WAIT: there are too many already'
        : 'The room for closed connections in TIME-WAIT is nearly used up',
      why: `The side that closes a connection first remembers it for a minute (TIME-WAIT), so that late packets cannot reach a new connection with the same ports. ${MOST} limits how many are remembered; beyond it connections close without, and a lost last packet ends in a reset.${lost === undefined || lost === 0 ? '' : ` In the last minute ${formatValue(lost, 'count')} went without.`}`,
      where: `${waiting ?? 'an unknown number'} in TIME-WAIT of ${most ?? 'an unknown number'} allowed`,
      evidence: [
        ...lastEvidence(window, { metric: WAITING }),
        ...growthEvidence(window, { metric: OVERFLOWS }, WINDOW_SECONDS),
      ],
      ...(most === undefined || most < 1 ? { ...NO_CHANGE, actions: [FEWER] } : cureOf(context, most)),
      risk: 'Risk 1 of 4. About a quarter of a kilobyte of memory for each closed connection, for a minute.',
      expectedEffect: 'Each connection that is closed here has its minute; the counter stands still.',
      verify:
        '"nstat -az TcpExtTCPTimeWaitOverflow" no longer grows, and "ss -s" shows timewait below 60 % of the limit.',
      notWhen: 'Never lower it instead: TIME-WAIT sockets are cheap, and what they prevent is not.',
    },
  ];
}

/** More closed connections than the kernel may remember. */
export const tcpTwOverflow: Rule = {
  id: 'tcp-tw-overflow',
  layer: 'transport',
  title: 'TIME-WAIT overflow',
  metrics: [OVERFLOWS, WAITING, ENDED, ID.memory.availableBytes, ID.memory.totalBytes],
  tunables: [MOST],
  yieldsTo: ['setting-tw-buckets-lowered'],
  about: {
    symptom: 'The kernel logs "time wait bucket table overflow"; rarely, resets at the end of connections.',
    reasoning:
      'TcpExt TCPTimeWaitOverflow grew within a minute, or more than 80 % of net.ipv4.tcp_max_tw_buckets are in use; cleared below 60 %.',
    formula:
      'closed connections a second x 60 s x 1.25, at least twice the present limit, as a power of two; at most a sixteenth of the memory at 256 bytes each',
    sources: ['Documentation/networking/ip-sysctl.rst (tcp_max_tw_buckets)', 'RFC 9293, section 3.6'],
  },
  evaluate,
};
