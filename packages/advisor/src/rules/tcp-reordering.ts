import { formatValue, shareOf } from '@netstrata/metrics';
import { changeTo, NO_CHANGE } from '../change.ts';
import { growthEvidence } from '../evidence.ts';
import { seenLongEnough } from '../guards.ts';
import { isOver } from '../hysteresis.ts';
import { RETRANS, RETRANS_IDS, retransmissionsOf } from '../retransmission/counts.ts';
import { lossyPeers } from '../retransmission/peers.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';

const RECOVERY = 'net.ipv4.tcp_recovery';
const SUBJECT = 'host';
const WINDOW_SECONDS = 60;
/** Times segments were overtaken, of the segments with data. */
const SHARE = { fire: 0.005, clear: 0.002 };
const LEAST = { data: 1000, reorderings: 20 };

function evaluate(context: RuleContext, firing: ReadonlySet<string>): readonly Finding[] {
  const { window, tunables } = context;
  const open = firing.has(SUBJECT);
  if (!open && !seenLongEnough(context, RETRANS.data)) return [];
  const counted = retransmissionsOf(window, WINDOW_SECONDS);
  const share = shareOf(counted?.reorderings, counted?.data);
  if (counted === undefined || share === undefined || !isOver(share, SHARE, open)) return [];
  const { reorderings, data, again } = counted;
  if (!open && (data < LEAST.data || reorderings < LEAST.reorderings)) return [];
  const [first] = lossyPeers(context, WINDOW_SECONDS).lossy;
  const recovery = tunables[RECOVERY]?.trim();
  const withoutRack = recovery !== undefined && recovery !== '' && Number(recovery) % 2 === 0;
  return [
    {
      subject: SUBJECT,
      severity: 'warning',
      confidence: 'high',
      title: 'Segments overtake each other on the way, and TCP takes some of them for lost',
      why: `The network has to deliver most segments in the order in which they were sent. When one is overtaken, the receiver reports a hole, and the sender may repair what was never lost and slow down for it. In the last minute the kernel found ${formatValue(reorderings, 'count')} times, on ${formatValue(data, 'count')} segments with data, that a segment had only been late; ${formatValue(again, 'count')} were sent again. It adapts to it, and finds real losses later then.`,
      where: first === undefined ? 'connections of this host that send' : `the busiest of them to ${first.remote}`,
      evidence: [
        ...growthEvidence(window, { metric: RETRANS.sackReorder }, WINDOW_SECONDS),
        ...growthEvidence(window, { metric: RETRANS.tsReorder }, WINDOW_SECONDS),
        ...growthEvidence(window, { metric: RETRANS.all }, WINDOW_SECONDS),
        ...growthEvidence(window, { metric: RETRANS.data }, WINDOW_SECONDS),
      ],
      ...(withoutRack
        ? {
            changes: changeTo(context, RECOVERY, 1),
            arithmetic: '1: losses are found by the time that passed, which bears reordering; the default',
          }
        : NO_CHANGE),
      actions: [
        'Look for what spreads the packets of one connection over several ways: a bond in mode balance-rr (cat /proc/net/bonding/*), routers that balance by packet, a tunnel over two lines. Balance by connection instead: layer3+4 in a bond, net.ipv4.fib_multipath_hash_policy = 1 on routers.',
        'Leave net.ipv4.tcp_reordering at 3: the kernel learns the reordering of each connection by itself.',
      ],
      risk: 'Balancing by connection gives a single connection one line only.',
      expectedEffect: 'Fewer needless repairs, and more speed for single connections.',
      verify: '"nstat -az TcpExtTCPSACKReorder TcpExtTCPTSReorder" hardly grows under the same load.',
      notWhen: 'The order is lost in a network that nobody here can change.',
    },
  ];
}

/** A path that does not keep the order of packets. */
export const tcpReordering: Rule = {
  id: 'tcp-reordering',
  layer: 'transport',
  title: 'Packets overtake each other',
  metrics: RETRANS_IDS,
  tunables: [RECOVERY],
  about: {
    symptom:
      'Single connections are slower than the lines between the machines, with retransmissions but no drops anywhere.',
    reasoning:
      'Reordering was found (TcpExt TCPSACKReorder, TCPTSReorder, TCPRenoReorder) on more than 0.5 % of at least 1,000 segments with data within a minute; cleared below 0.2 %.',
    formula: 'net.ipv4.tcp_recovery 1 where it is even, which switches loss detection by time off',
    sources: ['Documentation/networking/ip-sysctl.rst (tcp_recovery, tcp_reordering)', 'RFC 8985'],
  },
  evaluate,
};
