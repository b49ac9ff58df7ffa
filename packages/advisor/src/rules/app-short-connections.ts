import { formatRate, formatValue, ID } from '@netstrata/metrics';
import { NO_CHANGE } from '../change.ts';
import { knownEvidence, lastEvidence, rateEvidence } from '../evidence.ts';
import { seenLongEnough } from '../guards.ts';
import { isOver } from '../hysteresis.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';

const { connections: CLOSED, short: SHORT, rttMedianUs: RTT } = ID.churn;
const RECEIVED = 'application.churn.receivedBytes';
const ACKED = 'application.churn.ackedBytes';
const TIME_WAIT = ID.sockstat.tcpTw;
const SUBJECT = 'host';
/** Short connections a second. */
const RATE = { fire: 200, clear: 100 };
const WINDOW_SECONDS = 30;
/** Above it a connection is worth its handshake. */
const MOST_BYTES = 65_536;
/** Most of what is closed must be short, or it is a busy host and not a habit. */
const MOSTLY = 0.5;

function evaluate(context: RuleContext, firing: ReadonlySet<string>): readonly Finding[] {
  const { window } = context;
  const open = firing.has(SUBJECT);
  const perSecond = window.rate(SHORT, WINDOW_SECONDS);
  if (!isOver(perSecond, RATE, open) || (!open && !seenLongEnough(context, SHORT))) return [];
  const closed = window.delta(CLOSED, WINDOW_SECONDS);
  const short = window.delta(SHORT, WINDOW_SECONDS);
  const received = window.delta(RECEIVED, WINDOW_SECONDS);
  const acked = window.delta(ACKED, WINDOW_SECONDS);
  if (closed === undefined || closed <= 0 || short === undefined || received === undefined || acked === undefined)
    return [];
  const meanBytes = (received + acked) / closed;
  if (meanBytes >= MOST_BYTES || short < MOSTLY * closed) return [];
  const opened = window.rate(ID.tcp.activeOpens, WINDOW_SECONDS) ?? 0;
  const accepted = window.rate(ID.tcp.passiveOpens, WINDOW_SECONDS) ?? 0;
  const rate = formatRate(perSecond, 'connections', { noun: true });
  const rttUs = window.last(RTT);
  const path = rttUs === undefined ? '' : ` (${formatValue(rttUs, 'microseconds')} in the middle)`;
  return [
    {
      subject: SUBJECT,
      severity: 'info',
      confidence: 'high',
      title: `Connections are made for a moment and closed again: ${rate}`,
      why: `Before the first byte a new connection waits one round trip${path}, with TLS two or three, and starts slowly; whoever closes it keeps its port busy for a minute (TIME-WAIT). Of the connections closed in the last ${WINDOW_SECONDS} s, ${formatValue(Math.min(1, short / closed), 'share')} were short, and a mean one carried ${formatValue(Math.round(meanBytes), 'bytes')}. Connections that are kept and used again save all of that.`,
      where: `${formatRate(opened, 'connections')} opened by programs of this host, ${formatRate(accepted, 'connections')} accepted`,
      evidence: [
        ...rateEvidence(window, { metric: SHORT }, WINDOW_SECONDS),
        ...rateEvidence(window, { metric: ID.tcp.activeOpens }, WINDOW_SECONDS),
        ...rateEvidence(window, { metric: ID.tcp.passiveOpens }, WINDOW_SECONDS),
        ...lastEvidence(window, { metric: TIME_WAIT }),
        ...knownEvidence({ metric: RTT }, rttUs),
      ],
      ...NO_CHANGE,
      actions: [
        accepted > opened
          ? 'On this server: allow keep-alive (HTTP/1.1 or HTTP/2 with a timeout of some seconds), so that clients can use a connection again.'
          : 'In the clients on this host: use a connection pool with keep-alive to each service instead of a connection for each request (in nginx "keepalive" of an upstream, in a database a pooler).',
        'Where short connections must stay, TLS session resumption and TCP Fast Open save round trips.',
      ],
      risk: 'Kept connections hold some kB of kernel memory each and need a timeout.',
      expectedEffect: `With ten requests for each connection nine of ten handshakes fall away: about ${formatRate(0.9 * (perSecond ?? 0), 'connections', { noun: true })} less.`,
      verify: '"nstat -az TcpActiveOpens TcpPassiveOpens" grows far more slowly while as many requests are answered.',
      notWhen: 'Health checks, load tests, or a protocol with one connection for each transfer make them.',
    },
  ];
}

/** Many connections that carry little and live for a moment. */
export const appShortConnections: Rule = {
  id: 'app-short-connections',
  layer: 'application',
  title: 'Many short connections',
  metrics: [CLOSED, SHORT, RTT, RECEIVED, ACKED, TIME_WAIT, ID.tcp.activeOpens, ID.tcp.passiveOpens],
  tunables: [],
  about: {
    symptom: 'Each request pays for a handshake, CPUs are busy with connections, and ports run short.',
    reasoning:
      'More than 200 short connections a second are closed over 30 s (those that the socket dump before the last did not know), they are most of all that are closed, and a mean one carries less than 64 KiB; cleared at 100. Where both ends are on this host, both are counted.',
    formula: '',
    sources: ['RFC 9293, section 3.6 (TIME-WAIT)', 'RFC 9112, section 9.3 (persistent connections)'],
  },
  evaluate,
};
