import { formatValue, ID, shareOf, tunableNumbers } from '@netstrata/metrics';
import { changeTo, NO_CHANGE } from '../change.ts';
import { knownEvidence, lastEvidence } from '../evidence.ts';
import { seenLongEnough } from '../guards.ts';
import { isOver } from '../hysteresis.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';

const TIMEOUT = 'net.ipv4.tcp_fin_timeout';
const SOCKETS = 'socket.sockets.count';
const HALF_CLOSED = { protocol: 'tcp', state: 'fin-wait-2' } as const;
const SUBJECT = 'host';
/** Of all TCP sockets. */
const SHARE = { fire: 0.1, clear: 0.05 };
const LEAST = { fire: 500, clear: 100 };
const PROPOSED_SECONDS = 30;

function evaluate(context: RuleContext, firing: ReadonlySet<string>): readonly Finding[] {
  const { window, tunables } = context;
  const open = firing.has(SUBJECT);
  const halfClosed = window.last(SOCKETS, HALF_CLOSED);
  const all = window.last(ID.sockets.tcp);
  const share = shareOf(halfClosed, all);
  if (halfClosed === undefined || share === undefined || !isOver(share, SHARE, open)) return [];
  if (halfClosed < (open ? LEAST.clear : LEAST.fire) || (!open && !seenLongEnough(context, ID.sockets.tcp))) return [];
  const [seconds] = tunableNumbers(tunables, TIMEOUT) ?? [];
  const changes =
    seconds !== undefined && seconds > PROPOSED_SECONDS ? changeTo(context, TIMEOUT, PROPOSED_SECONDS) : [];
  return [
    {
      subject: SUBJECT,
      severity: 'info',
      confidence: 'high',
      title: `${formatValue(halfClosed, 'count')} connections were closed here, and their peers do not close theirs`,
      why: `A connection ends when both sides have closed it. Here this side has, the peer has acknowledged that, and then nothing came: FIN-WAIT-2. Such a connection that no program holds any more is given up after ${TIMEOUT}${seconds === undefined ? '' : ` (${seconds} s here)`}, and until then keeps its local port and some memory. The peer, where it lives, has it in CLOSE-WAIT: its program read the end and forgot to close, and leaks a file descriptor each time.`,
      where: `${halfClosed} of ${all ?? 0} TCP sockets of this host`,
      evidence: [
        ...knownEvidence({ metric: SOCKETS, labels: HALF_CLOSED }, halfClosed),
        ...lastEvidence(window, { metric: ID.sockets.tcp }),
      ],
      ...(changes.length === 0
        ? NO_CHANGE
        : {
            changes,
            arithmetic: `${seconds} s -> ${PROPOSED_SECONDS} s: at the same rate of closing ${formatValue((halfClosed * PROPOSED_SECONDS) / (seconds ?? PROPOSED_SECONDS), 'count')} instead of ${formatValue(halfClosed, 'count')}`,
          }),
      actions: [
        'Find the peers: "ss -tan state fin-wait-2". When they are your own, their program has to close what the other side has closed; "ss -tan state close-wait" there names it.',
      ],
      risk: 'Risk 1 of 4. A peer that is slow to finish what it sends after this side has closed is reset sooner.',
      expectedEffect: 'Half-closed connections go away in half the time.',
      verify: '"ss -tan state fin-wait-2 | wc -l" falls within a minute.',
      notWhen:
        'Programs here hold such connections on purpose, to read what still comes (a half-close): the timeout does not end those.',
    },
  ];
}

/** Peers that leave connections half open. */
export const tcpFinWait2: Rule = {
  id: 'tcp-fin-wait2',
  layer: 'transport',
  title: 'Peers do not close their side',
  metrics: [SOCKETS, ID.sockets.tcp],
  tunables: [TIMEOUT],
  about: {
    symptom: 'Many sockets in FIN-WAIT-2, and local ports that come back late.',
    reasoning:
      'At least 500 sockets, and more than 10 % of all TCP sockets, are in FIN-WAIT-2; cleared below 5 %, or below 100.',
    formula: 'net.ipv4.tcp_fin_timeout 30 s where it is more',
    sources: ['Documentation/networking/ip-sysctl.rst (tcp_fin_timeout)', 'RFC 9293, section 3.6'],
  },
  evaluate,
};
