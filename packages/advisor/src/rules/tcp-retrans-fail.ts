import { formatValue } from '@netstrata/metrics';
import { NO_CHANGE } from '../change.ts';
import { growthEvidence } from '../evidence.ts';
import { seenLongEnough } from '../guards.ts';
import { isOver } from '../hysteresis.ts';
import { RETRANS } from '../retransmission/counts.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';

const FAILED = 'transport.tcpExt.tcpRetransFail';
const SUBJECT = 'host';
const WINDOW_SECONDS = 60;
/** A minute. */
const FAILURES = { fire: 60, clear: 0 };

function evaluate(context: RuleContext, firing: ReadonlySet<string>): readonly Finding[] {
  const { window } = context;
  const open = firing.has(SUBJECT);
  const failed = window.delta(FAILED, WINDOW_SECONDS);
  if (failed === undefined || !isOver(failed, FAILURES, open) || (!open && !seenLongEnough(context, FAILED))) return [];
  return [
    {
      subject: SUBJECT,
      severity: 'warning',
      confidence: 'high',
      title: 'This host drops its own retransmissions before they leave',
      why: `TCP wanted to send segments again and could not: ${formatValue(failed, 'count')} times in the last minute the layers below refused them. It is not the network: the queue of a device was full, a firewall rule of this host dropped them on their way out, or there was no memory for another packet. Each waits for a timeout, twice as long every time.`,
      where: 'between TCP and the device of this host',
      evidence: [
        ...growthEvidence(window, { metric: FAILED }, WINDOW_SECONDS),
        ...growthEvidence(window, { metric: RETRANS.all }, WINDOW_SECONDS),
      ],
      ...NO_CHANGE,
      actions: [
        'Look at the queues: "tc -s qdisc" shows dropped for each device. A shaper (tbf, htb) with a short queue is the usual place.',
        'Look at rules for outgoing packets: "nft list ruleset" or "iptables -vnL OUTPUT", with counters that grow.',
        'Look at "dmesg" for failed allocations of memory.',
      ],
      risk: 'Looking costs nothing.',
      expectedEffect: 'Losses on the network are repaired at once again.',
      verify: '"nstat -az TcpExtTCPRetransFail" no longer grows.',
      notWhen: 'A firewall of this host cuts connections off on purpose.',
    },
  ];
}

/** Retransmissions that the own host drops. */
export const tcpRetransFail: Rule = {
  id: 'tcp-retrans-fail',
  layer: 'transport',
  title: 'Retransmissions dropped by this host',
  metrics: [FAILED, RETRANS.all],
  tunables: [],
  about: {
    symptom: 'Connections hang for seconds, and a capture on the wire shows no retransmission.',
    reasoning: 'TcpExt TCPRetransFail grew by more than 60 within a minute; cleared by a minute without.',
    formula: '',
    sources: [
      'Documentation/networking/snmp_counter.rst (TcpExtTCPRetransFail)',
      'net/ipv4/tcp_output.c of the kernel',
    ],
  },
  evaluate,
};
