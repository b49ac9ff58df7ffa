import { ID, shareOf, tunableNumbers } from '@netstrata/metrics';
import { changeTo, NO_CHANGE, NO_MEMORY } from '../change.ts';
import { growthEvidence, knownEvidence, lastEvidence } from '../evidence.ts';
import { memoryIsShort, raise } from '../guards.ts';
import { isOver } from '../hysteresis.ts';
import { derivedSockets } from '../tcpMemory/derivedSockets.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';

const MOST = 'net.ipv4.tcp_max_orphans';
const RETRIES = 'net.ipv4.tcp_orphan_retries';
const ORPHANS = ID.sockstat.tcpOrphan;
const ABORTED = ID.tcp.abortOnMemory;
const STATES = 'socket.sockets.count';
const SUBJECT = 'host';
const WINDOW_SECONDS = 60;
/** Of the limit: the kernel may count an orphan two or four times. */
const FILL = { fire: 0.25, clear: 0.2 };
const CRITICAL_SHARE = 0.5;

const LOOK =
  'See where they are stuck: "ss -tan state fin-wait-1 state last-ack state closing" shows the peers that no longer acknowledge, and Send-Q what they did not take.';

/** Twice the limit, at most twice what the kernel derives: each may hold 64 KiB. */
function cureOf(context: RuleContext, current: number): Pick<Finding, 'changes' | 'arithmetic' | 'actions'> {
  const retries = `Let the kernel give them up sooner: ${RETRIES} = 2 or 3 on a host whose clients vanish often (0 means 8 tries).`;
  if (memoryIsShort(context)) return { ...NO_CHANGE, actions: [NO_MEMORY, retries, LOOK] };
  const { proposed, limitedBy } = raise(current, 2 * current, 2 * derivedSockets(context.host));
  if (proposed === undefined) return { ...NO_CHANGE, actions: [retries, LOOK] };
  return {
    changes: changeTo(context, MOST, proposed),
    arithmetic: `${current} x 2 = ${proposed}${limitedBy}`,
    actions: [retries, LOOK],
  };
}

function evaluate(context: RuleContext, firing: ReadonlySet<string>): readonly Finding[] {
  const { window, tunables } = context;
  const orphans = window.last(ORPHANS);
  const [most] = tunableNumbers(tunables, MOST) ?? [];
  const fill = shareOf(orphans, most);
  if (orphans === undefined || most === undefined || fill === undefined) return [];
  if (!isOver(fill, FILL, firing.has(SUBJECT))) return [];
  const aborted = window.delta(ABORTED, WINDOW_SECONDS) ?? 0;
  const inState = (state: string) => window.last(STATES, { protocol: 'tcp', state });
  return [
    {
      subject: SUBJECT,
      severity: aborted > 0 || fill > CRITICAL_SHARE ? 'critical' : 'warning',
      confidence: 'high',
      title:
        aborted > 0
          ? 'Closed connections are reset before their data has arrived: there are too many orphans'
          : 'Many closed connections wait for peers that do not answer',
      why: `When a program closes a connection whose last data is not acknowledged yet, the kernel goes on alone: an orphan. Each holds up to 64 KiB that nobody can free, so ${MOST} limits them (to ${most} here); beyond it they are reset, and their data is lost. There are ${orphans}, and the kernel may count each two or four times. They pile up when peers vanish without a word, or when they are slower than the program that closes.${aborted > 0 ? ` ${aborted} were reset in the last minute.` : ''}`,
      where: `${orphans} orphans of ${most}`,
      evidence: [
        ...lastEvidence(window, { metric: ORPHANS }),
        ...growthEvidence(window, { metric: ABORTED }, WINDOW_SECONDS),
        ...['fin-wait-1', 'last-ack', 'closing'].flatMap((state) =>
          knownEvidence({ metric: STATES, labels: { protocol: 'tcp', state } }, inState(state)),
        ),
      ],
      ...cureOf(context, most),
      risk: 'Risk 2 of 4. Up to 64 KiB of memory for each, which can be neither swapped nor freed.',
      expectedEffect: 'Closed connections finish what they have to send, and none is reset.',
      verify:
        '"grep ^TCP: /proc/net/sockstat" shows orphan below a fifth of the limit, and "nstat -az TcpExtTCPAbortOnMemory" stands still.',
      notWhen: 'The peers are an attack: then they have to be kept out, and the limit protects the memory.',
    },
  ];
}

/** Connections that no program owns any more come near their limit. */
export const tcpOrphans: Rule = {
  id: 'tcp-orphans',
  layer: 'transport',
  title: 'Too many orphaned connections',
  metrics: [ORPHANS, ABORTED, STATES, ID.memory.availableBytes, ID.memory.totalBytes],
  tunables: [MOST, RETRIES],
  about: {
    symptom: 'The ends of downloads are cut off, and the log says "too many orphaned sockets".',
    reasoning:
      'Orphans are more than 25 % of net.ipv4.tcp_max_orphans, as the kernel may count them up to four times; cleared below 20 %. Critical above 50 %, or when connections were reset for it within a minute.',
    formula: 'limit x 2, at most twice what the kernel derives from memory',
    sources: ['Documentation/networking/ip-sysctl.rst (tcp_max_orphans)', 'net/ipv4/tcp_timer.c of the kernel'],
  },
  evaluate,
};
