import { formatValue, shareOf } from '@netstrata/metrics';
import { NO_CHANGE } from '../change.ts';
import { growthEvidence } from '../evidence.ts';
import { seenLongEnough } from '../guards.ts';
import { isOver } from '../hysteresis.ts';
import { RETRANS, RETRANS_IDS, retransmissionsOf } from '../retransmission/counts.ts';
import { lossyPeers } from '../retransmission/peers.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';

const SUBJECT = 'host';
const WINDOW_SECONDS = 60;
/** Needless ones of all that was sent again. */
const SHARE = { fire: 0.3, clear: 0.15 };
/** Needless ones of what was sent at all: fewer cost nothing. */
const OF_DATA = 0.005;
const LEAST = 50;

function evaluate(context: RuleContext, firing: ReadonlySet<string>): readonly Finding[] {
  const { window } = context;
  const open = firing.has(SUBJECT);
  if (!open && !seenLongEnough(context, RETRANS.data)) return [];
  const counted = retransmissionsOf(window, WINDOW_SECONDS);
  const share = shareOf(counted?.needless, counted?.again);
  if (counted === undefined || share === undefined || !isOver(share, SHARE, open)) return [];
  const { needless, again, data } = counted;
  if (!open && (needless < LEAST || needless < OF_DATA * data)) return [];
  const [first] = lossyPeers(context, WINDOW_SECONDS).lossy;
  return [
    {
      subject: SUBJECT,
      severity: 'info',
      confidence: 'medium',
      title: 'Much of what TCP sends again had arrived already',
      why: `Peers report when data reaches them twice (D-SACK). In the last minute they did so for ${formatValue(needless, 'count')} segments, while ${formatValue(again, 'count')} were sent again: the first copies had not been lost. Their acknowledgements were lost or late, or the segments were overtaken on the way. The kernel takes back its slowing down when it hears of it, so that what is lost is bandwidth and some time.`,
      where: first === undefined ? 'connections of this host that send' : `most of it to ${first.remote}`,
      evidence: [
        ...growthEvidence(window, { metric: RETRANS.needless }, WINDOW_SECONDS),
        ...growthEvidence(window, { metric: RETRANS.needlessReports }, WINDOW_SECONDS),
        ...growthEvidence(window, { metric: RETRANS.all }, WINDOW_SECONDS),
        ...growthEvidence(window, { metric: RETRANS.probes }, WINDOW_SECONDS),
      ],
      ...NO_CHANGE,
      actions: [
        'Look at the way back: acknowledgements that are lost or thinned out by a modem, a full uplink at the peer, or a shaper.',
        'Look for queues that fill: when "ss -ti" shows rtt far above minrtt, answers are late because packets wait somewhere.',
      ],
      risk: 'Looking costs nothing.',
      expectedEffect: 'Less is sent twice once answers come back in time.',
      verify: '"nstat -az TcpExtTCPDSACKRecv TcpRetransSegs" shows the first below 15 % of the second.',
      notWhen:
        'Short connections end with probes for lost tails: some needless ones are the price of finding losses early.',
    },
  ];
}

/** Repairs of what was not broken. */
export const tcpDsackHigh: Rule = {
  id: 'tcp-dsack-high',
  layer: 'transport',
  title: 'Needless retransmissions',
  metrics: RETRANS_IDS,
  tunables: [],
  yieldsTo: ['tcp-reordering', 'tcp-spurious-rto'],
  about: {
    symptom: 'Retransmissions that no drop anywhere explains.',
    reasoning:
      'Peers report as received twice (TcpExt TCPDSACKRecv, TCPDSACKRecvSegs) more than 30 % of what was sent again within a minute, at least 50 segments and 0.5 % of those with data; cleared below 15 %. Reordering and needless timeouts are told apart where they are found.',
    formula: '',
    sources: ['Documentation/networking/snmp_counter.rst (TcpExtTCPDSACKRecv)', 'RFC 2883'],
  },
  evaluate,
};
