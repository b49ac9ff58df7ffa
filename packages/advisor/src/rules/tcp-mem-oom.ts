import { formatValue, ID } from '@netstrata/metrics';
import { NO_CHANGE } from '../change.ts';
import { growthEvidence, lastEvidence } from '../evidence.ts';
import { seenLongEnough } from '../guards.ts';
import { isOver } from '../hysteresis.ts';
import { tcpHolders } from '../tcpMemory/holders.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';

const ABORTED = ID.tcp.abortOnMemory;
const SUBJECT = 'host';
const WINDOW_SECONDS = 60;
const NONE = { fire: 0, clear: 0 };

function evaluate(context: RuleContext, firing: ReadonlySet<string>): readonly Finding[] {
  const { window } = context;
  const open = firing.has(SUBJECT);
  const aborted = window.delta(ABORTED, WINDOW_SECONDS);
  if (aborted === undefined || !isOver(aborted, NONE, open) || (!open && !seenLongEnough(context, ABORTED))) return [];
  const [first] = tcpHolders(context);
  return [
    {
      subject: SUBJECT,
      severity: 'critical',
      confidence: 'medium',
      title: `${formatValue(aborted, 'connections', { noun: true })} reset in a minute because TCP had no memory for them`,
      why: 'The kernel resets a connection that its program has closed already when there are more of these orphans than net.ipv4.tcp_max_orphans, or when all TCP sockets of the host hold more than the third number of net.ipv4.tcp_mem; what they had still to send is lost. Both limits hold for the whole host, and are not visible from everywhere. The kernel log says which it was: "too many orphaned sockets" or "out of memory -- consider tuning tcp_mem".',
      where:
        first === undefined
          ? 'connections of this host that were closed'
          : `most memory in sockets: ${first.name}, ${formatValue(first.bytes, 'bytes')}`,
      evidence: [
        ...growthEvidence(window, { metric: ABORTED }, WINDOW_SECONDS),
        ...lastEvidence(window, { metric: ID.sockstat.tcpMem }),
        ...lastEvidence(window, { metric: ID.sockstat.tcpOrphan }),
      ],
      ...NO_CHANGE,
      actions: [
        'Read which limit it was: "dmesg | grep TCP:".',
        'Out of memory: find the sockets that hold it with "ss -tanm", and compare mem in /proc/net/sockstat with net.ipv4.tcp_mem on the host.',
        'Too many orphans: find the peers that do not acknowledge with "ss -tan state fin-wait-1 state last-ack".',
      ],
      risk: 'Looking costs nothing.',
      expectedEffect: 'The limit that acts is known, and can be raised or its cause removed.',
      verify: '"nstat -az TcpExtTCPAbortOnMemory" no longer grows.',
      notWhen: 'Never: each is a connection whose last data did not arrive.',
    },
  ];
}

/** Closed connections reset for want of memory, where neither limit is in sight. */
export const tcpMemOom: Rule = {
  id: 'tcp-mem-oom',
  layer: 'transport',
  title: 'Connections reset for want of memory',
  metrics: [ABORTED, ID.sockstat.tcpMem, ID.sockstat.tcpOrphan],
  tunables: [],
  yieldsTo: ['setting-tcp-mem-small', 'tcp-mem-pressure', 'tcp-orphans'],
  about: {
    symptom: 'The ends of answers are cut off although the program sent them whole.',
    reasoning:
      'TcpExt TCPAbortOnMemory grew within a minute. Where TCP memory or orphans are near their limits, that is told instead.',
    formula: '',
    sources: ['net/ipv4/tcp.c of the kernel (tcp_check_oom)', 'Documentation/networking/snmp_counter.rst'],
  },
  evaluate,
};
