import { formatValue, shareOf } from '@netstrata/metrics';
import { NO_CHANGE } from '../change.ts';
import { knownEvidence } from '../evidence.ts';
import { isOver } from '../hysteresis.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';

const SILENT = 'application.tcp.silentSockets';
const ESTABLISHED = 'transport.tcp.currEstab';
const KEEPALIVE_TIME = 'net.ipv4.tcp_keepalive_time';
const SUBJECT = 'host';
/** Of all established connections. */
const SHARE = { fire: 0.2, clear: 0.1 };
/** Fewer cost nothing. */
const LEAST = 20;

function evaluate({ window, tunables }: RuleContext, firing: ReadonlySet<string>): readonly Finding[] {
  const silent = window.last(SILENT);
  const established = window.last(ESTABLISHED);
  const share = shareOf(silent, established);
  if (silent === undefined || established === undefined || silent < LEAST) return [];
  if (!isOver(share, SHARE, firing.has(SUBJECT))) return [];
  const time = tunables[KEEPALIVE_TIME];
  const after = time === undefined ? '' : ` The kernel then asks after ${time} s of silence (${KEEPALIVE_TIME}).`;
  return [
    {
      subject: SUBJECT,
      severity: 'info',
      confidence: 'medium',
      title: `${formatValue(silent, 'count')} connections have been silent for two hours, and nobody asks whether their peers live`,
      why: `A peer that loses its power or its network does not say so. Who only waits for it to speak finds out by keepalive alone, which a program must ask for (SO_KEEPALIVE). ${formatValue(silent, 'count')} of ${formatValue(established, 'count')} connections (${formatValue(Math.min(1, share ?? 0), 'share')}) have carried nothing for two hours and have no keepalive: each may belong to a machine that is long gone, and holds memory, a file and often a thread.`,
      where: 'established TCP connections of this host without a timer',
      evidence: [...knownEvidence({ metric: SILENT }, silent), ...knownEvidence({ metric: ESTABLISHED }, established)],
      ...NO_CHANGE,
      actions: [
        '"ss -tinop state established" shows them: no timer, and lastsnd and lastrcv above 7,200,000 ms. See which program holds them, and whether their number only grows.',
        `Let that program set SO_KEEPALIVE (in nginx "so_keepalive=on" at listen, in PostgreSQL tcp_keepalives_idle, in Redis tcp-keepalive), or close idle connections itself.${after}`,
        'Behind a firewall or load balancer that forgets silent connections, set TCP_KEEPIDLE to four fifths of its limit.',
      ],
      risk: 'A small packet for each silent connection now and then; it wakes sleeping phones.',
      expectedEffect: 'Connections to peers that are gone end, and only those that live stay.',
      verify: '"nstat -az TcpExtTCPKeepAlive" grows, and fewer connections are silent for two hours.',
      notWhen: 'The protocol has a heartbeat that is slower than two hours, or silence is what the connection is for.',
    },
  ];
}

/** Connections that may have outlived their peers. */
export const appKeepaliveDeadPeers: Rule = {
  id: 'app-keepalive-dead-peers',
  layer: 'application',
  title: 'Silent connections without keepalive',
  metrics: [SILENT, ESTABLISHED],
  tunables: [KEEPALIVE_TIME],
  about: {
    symptom: 'The number of connections, files and threads only grows, although no more clients use the service.',
    reasoning:
      'At least 20 connections, and more than 20 % of all that are established (cleared at 10 %), have neither received nor sent anything for two hours and have no timer, so no keepalive.',
    formula: '',
    sources: ['RFC 9293, section 3.8.4', 'tcp(7) (TCP_KEEPIDLE)', 'socket(7) (SO_KEEPALIVE)'],
  },
  evaluate,
};
