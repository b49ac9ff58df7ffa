import { endpoint, formatValue, ID } from '@netstrata/metrics';
import { changeTo, NO_CHANGE } from '../change.ts';
import { anySocket, dropsDuring, recentDumps, sightsByCookie } from '../dumps.ts';
import { growthEvidence } from '../evidence.ts';
import { seenLongEnough } from '../guards.ts';
import { isOver } from '../hysteresis.ts';
import { whoOf } from '../owner.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';

const DROPS = ID.tcp.listenDrops;
const OVERFLOWS = ID.tcp.listenOverflows;
const QUEUE_FULL = ID.tcp.reqQFullDrop;
const COOKIES = 'net.ipv4.tcp_syncookies';
const SYN_BACKLOG = 'net.ipv4.tcp_max_syn_backlog';
const SUBJECT = 'host';
const WINDOW_SECONDS = 60;
/** A minute, beside those that are explained. */
const OTHER = { fire: 60, clear: 0 };

/** The listener whose own count grew most, with it. */
function worstListener(context: RuleContext): string | undefined {
  const dumps = recentDumps(context, WINDOW_SECONDS);
  const [worst] = [...sightsByCookie(dumps, 'listeners', anySocket).values()]
    .flatMap((sights) => {
      const row = sights.at(-1)?.row;
      const drops = dropsDuring({ dumps, sights }, WINDOW_SECONDS, ({ listeners }) => listeners.length < 200);
      return row === undefined || drops === undefined || drops <= 0 ? [] : [{ row, drops }];
    })
    .toSorted((a, b) => b.drops - a.drops);
  return worst === undefined
    ? undefined
    : `${whoOf(worst.row)} on ${endpoint(worst.row.local, worst.row.localPort)}: ${worst.drops} by its own count`;
}

function evaluate(context: RuleContext, firing: ReadonlySet<string>): readonly Finding[] {
  const { window, tunables } = context;
  const open = firing.has(SUBJECT);
  const drops = window.delta(DROPS, WINDOW_SECONDS);
  const overflows = window.delta(OVERFLOWS, WINDOW_SECONDS);
  if (drops === undefined || overflows === undefined) return [];
  const other = drops - overflows - (window.delta(QUEUE_FULL, WINDOW_SECONDS) ?? 0);
  if (!isOver(other, OTHER, open) || (!open && !seenLongEnough(context, DROPS))) return [];
  const withoutCookies = tunables[COOKIES]?.trim() === '0';
  const backlog = tunables[SYN_BACKLOG]?.trim() ?? '';
  const why = withoutCookies
    ? `SYN cookies are off here, and then the last quarter of ${SYN_BACKLOG}${backlog === '' ? '' : ` (${backlog})`} half-open connections is kept for peers that have connected before: a SYN of anybody else is dropped. That is the likely cause.`
    : 'What remains is memory that could not be had, a route back to the client that does not exist, or a security module that refuses.';
  return [
    {
      subject: SUBJECT,
      severity: 'warning',
      confidence: withoutCookies ? 'medium' : 'low',
      title: 'Listeners drop connections, and no queue of theirs is full',
      why: `In the last minute listeners dropped ${formatValue(drops, 'count')} connection attempts; for ${formatValue(other, 'count')} of them neither a full accept queue nor a full queue of half-open connections was the reason. ${why}`,
      where: worstListener(context) ?? 'a listener of this host',
      evidence: [DROPS, OVERFLOWS, QUEUE_FULL].flatMap((metric) => growthEvidence(window, { metric }, WINDOW_SECONDS)),
      ...(withoutCookies
        ? {
            changes: changeTo(context, COOKIES, 1),
            arithmetic: 'cookies while a queue is full: 1, the default; the reserve for known peers is not needed then',
          }
        : NO_CHANGE),
      actions: [
        'See where they are dropped: the page of drops names the reason and the place in the kernel, or "dropwatch -l kas".',
        'Look for a route back: "ip route get" with the address of a client that cannot connect.',
      ],
      risk: 'Risk 2 of 4 for cookies: none while queues have room. Looking costs nothing.',
      expectedEffect: 'Clients connect at the first try.',
      verify: '"nstat -az TcpExtListenDrops TcpExtListenOverflows": the first grows no more than the second.',
      notWhen: 'Something refuses these clients on purpose.',
    },
  ];
}

/** Connection attempts dropped for a reason that no queue explains. */
export const tcpListenDropsOther: Rule = {
  id: 'tcp-listen-drops-other',
  layer: 'socket',
  title: 'Listeners drop connections for other reasons',
  metrics: [DROPS, OVERFLOWS, QUEUE_FULL],
  tunables: [COOKIES, SYN_BACKLOG],
  about: {
    symptom: 'Some clients connect late or not at all, while no queue overflows.',
    reasoning:
      'TcpExt ListenDrops grew by more than 60 within a minute beyond ListenOverflows and TCPReqQFullDrop; cleared by a minute without.',
    formula: 'tcp_syncookies 1 where it is 0',
    sources: [
      'Documentation/networking/snmp_counter.rst (TcpExtListenDrops)',
      'net/ipv4/tcp_input.c of the kernel (tcp_conn_request)',
    ],
  },
  evaluate,
};
