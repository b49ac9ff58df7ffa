import { endpoint, formatValue, ID, type SocketRow, tunableNumbers } from '@netstrata/metrics';
import { changeTo, NO_CHANGE, NO_MEMORY } from '../change.ts';
import { growthEvidence, knownEvidence } from '../evidence.ts';
import { memoryIsShort, pow2ceil, seenLongEnough } from '../guards.ts';
import { isOver } from '../hysteresis.ts';
import { raiseSomaxconn, SOMAXCONN } from '../listen/raiseSomaxconn.ts';
import { SYN_QUEUE, type SynQueue, synQueueOf } from '../listen/synQueue.ts';
import { whoOf } from '../owner.ts';
import { peakPerSecond } from '../peaks.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';

const COOKIES = 'net.ipv4.tcp_syncookies';
const SUBJECT = 'host';
const WINDOW_SECONDS = 60;
/** SYNs a minute that met a full queue. */
const FULL = { fire: 60, clear: 0 };
/** A handshake whose answer was lost waits for a second. */
const HANDSHAKE_SECONDS = 1;

type Cure = Pick<Finding, 'changes' | 'arithmetic' | 'actions'>;

const FLOOD_ACTIONS = [
  'Leave net.ipv4.tcp_syncookies at 1: the cookies are what lets real clients in.',
  'Filter the flood before it reaches this host: at the provider, a load balancer, or with nftables by source.',
];

function namesOf(suspects: readonly SocketRow[]): string {
  return suspects
    .slice(0, 3)
    .map((row) => `${whoOf(row)} on ${endpoint(row.local, row.localPort)}, backlog ${row.sendQ}`)
    .join('; ');
}

/** A longer backlog for the smallest listener; the kernel's limit first where that is what cut it. */
function longerQueue(context: RuleContext, { suspects: [smallest] }: SynQueue): Cure {
  if (smallest === undefined)
    return {
      ...NO_CHANGE,
      actions: [
        'Look for listeners with a small Send-Q in "ss -ltn", and raise the backlog of those that meet a rush of clients.',
      ],
    };
  const peak = peakPerSecond(context.window, [ID.tcp.passiveOpens, SYN_QUEUE.dropped], WINDOW_SECONDS) ?? 0;
  const need = pow2ceil(Math.max(2 * peak * HANDSHAKE_SECONDS, 2 * smallest.sendQ));
  const sum = `2 x ${Math.ceil(peak)} connections a second x ${HANDSHAKE_SECONDS} s of handshake, at least twice the present ${smallest.sendQ}, as a power of two: ${need}`;
  const ask = `Raise the listen() argument of ${smallest.process ?? 'the program'} from ${smallest.sendQ} to ${need}, and restart it: half-open connections are bounded by the backlog. Measured: ${sum}.`;
  const [most] = tunableNumbers(context.tunables, SOMAXCONN) ?? [];
  if (most === undefined || smallest.sendQ < most) return { ...NO_CHANGE, actions: [ask] };
  if (memoryIsShort(context)) return { ...NO_CHANGE, actions: [NO_MEMORY] };
  const { proposed, limitedBy } = raiseSomaxconn(most, need);
  const changes = proposed === undefined ? [] : changeTo(context, SOMAXCONN, proposed);
  return { changes, arithmetic: changes.length === 0 ? '' : `${sum}${limitedBy}`, actions: [ask] };
}

function cureOf(context: RuleContext, queue: SynQueue): Cure {
  if (queue.flood) return { ...NO_CHANGE, actions: FLOOD_ACTIONS };
  const longer = longerQueue(context, queue);
  if (context.tunables[COOKIES]?.trim() !== '0') return longer;
  return {
    changes: [...changeTo(context, COOKIES, 1), ...longer.changes],
    arithmetic: ['cookies while a queue is full: 1, the default', longer.arithmetic].filter(Boolean).join('; '),
    actions: [`${COOKIES} = 1 acts at once and lets clients in while the queue is full.`, ...longer.actions],
  };
}

function titleOf({ dropping, flood }: SynQueue): string {
  if (dropping) return 'New connections are dropped: the queue of half-open connections is full';
  return flood
    ? 'A flood of SYNs fills the queue of half-open connections; cookies keep it open'
    : 'The queue of half-open connections is full, and clients get in by SYN cookies only';
}

function evaluate(context: RuleContext, firing: ReadonlySet<string>): readonly Finding[] {
  const { window, tunables } = context;
  const open = firing.has(SUBJECT);
  if (!open && !seenLongEnough(context, SYN_QUEUE.dropped)) return [];
  const measured = synQueueOf(context, WINDOW_SECONDS);
  // With 2 every SYN gets a cookie, and is counted as if the queue were full.
  const always = tunables[COOKIES]?.trim() === '2';
  const queue = always ? { ...measured, cookies: 0 } : measured;
  const full = queue.dropped + queue.cookies;
  if (!isOver(full, FULL, open)) return [];
  const { halfOpen, suspects, dropped, dropping, answered } = queue;
  const answers =
    answered === undefined ? '' : ` Of the cookies sent, ${formatValue(answered, 'share')} came back as connections.`;
  return [
    {
      subject: SUBJECT,
      severity: dropping ? 'critical' : 'warning',
      confidence: queue.flood || suspects.length === 1 ? 'high' : 'medium',
      title: titleOf(queue),
      why: `A SYN opens a connection halfway: the listener remembers it until the client answers, a round trip later. It remembers as many as its backlog (which net.core.somaxconn cuts), and in the last minute ${formatValue(full, 'count')} SYNs found that full. ${dropped > 0 ? `${formatValue(dropped, 'count')} were dropped: each such client waits a second before it tries again.` : `They were answered with a cookie, which costs connections some of their options.`}${answers}`,
      where: suspects.length > 0 ? namesOf(suspects) : 'a listener that was not caught while its queue was full',
      evidence: [
        ...growthEvidence(window, { metric: SYN_QUEUE.dropped }, WINDOW_SECONDS),
        ...growthEvidence(window, { metric: SYN_QUEUE.cookies }, WINDOW_SECONDS),
        ...growthEvidence(window, { metric: SYN_QUEUE.cookiesSent }, WINDOW_SECONDS),
        ...growthEvidence(window, { metric: SYN_QUEUE.cookiesBack }, WINDOW_SECONDS),
        ...knownEvidence({ metric: SYN_QUEUE.sockets, labels: { protocol: 'tcp', state: 'syn-recv' } }, halfOpen),
      ],
      ...cureOf(context, queue),
      risk: 'Risk 1 of 4. About 0.3 kB for each half-open connection. Listeners that are open keep their backlog.',
      expectedEffect: 'A rush of clients is remembered whole, and each connects in one round trip with all options.',
      verify: 'Under the same load "nstat -az TcpExtTCPReqQFullDrop TcpExtTCPReqQFullDoCookies" no longer grows.',
      notWhen: 'The SYNs are a flood: a longer queue fills as well, and cookies are the answer.',
    },
  ];
}

/** Handshakes that find no room at their listener. */
export const tcpSynQueueFull: Rule = {
  id: 'tcp-syn-queue-full',
  layer: 'socket',
  title: 'Queue of half-open connections is full',
  metrics: [
    SYN_QUEUE.dropped,
    SYN_QUEUE.cookies,
    SYN_QUEUE.cookiesSent,
    SYN_QUEUE.cookiesBack,
    SYN_QUEUE.sockets,
    ID.tcp.passiveOpens,
    ID.memory.availableBytes,
    ID.memory.totalBytes,
  ],
  tunables: [COOKIES, SOMAXCONN],
  yieldsTo: ['tcp-listen-overflow'],
  about: {
    symptom: 'Clients need one, three or seven seconds to connect at peaks, or do not connect at all.',
    reasoning:
      'More than 60 SYNs a minute found the queue full (TcpExt TCPReqQFullDrop, and TCPReqQFullDoCookies unless cookies are always sent); cleared by a minute without. Suspects are the listeners whose backlog is no larger than the most half-open connections that were seen. When less than a tenth of at least 50 cookies come back it is a flood, and no setting is proposed.',
    formula:
      'backlog = power of two above 2 x peak of new connections a second x 1 s; net.core.somaxconn the same, at least 4,096; tcp_syncookies 1 where it is 0',
    sources: [
      'Documentation/networking/ip-sysctl.rst (tcp_syncookies, tcp_max_syn_backlog)',
      'net/ipv4/tcp_input.c of the kernel (tcp_conn_request)',
    ],
  },
  evaluate,
};
