import { formatValue, shareOf } from '@netstrata/metrics';
import { NO_CHANGE } from '../change.ts';
import { growthEvidence } from '../evidence.ts';
import { seenLongEnough } from '../guards.ts';
import { isOver } from '../hysteresis.ts';
import { RETRANS, RETRANS_IDS, type Retransmissions, retransmissionsOf } from '../retransmission/counts.ts';
import { lossyPeers, type Peers } from '../retransmission/peers.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';

const SUBJECT = 'host';
const WINDOW_SECONDS = 60;
const SHARE = { fire: 0.01, clear: 0.005 };
const CRITICAL_SHARE = 0.05;
/** Fewer than these tell nothing. */
const LEAST = { data: 1000, again: 20 };
/** One peer of several that has this share of what was sent again. */
const ONE_PATH_SHARE = 0.8;

function whereOf({ lossy, seen }: Peers): string {
  const [first] = lossy;
  if (first === undefined) return 'connections that were not among the busiest senders when the agent looked';
  const others =
    lossy.length > 1
      ? `, then ${lossy
          .slice(1, 3)
          .map(({ remote }) => remote)
          .join(', ')}`
      : '';
  return `most to ${first.remote}: ${formatValue(first.share, 'share')} of what the busiest ${seen === 1 ? 'connections to it' : `connections to ${seen} peers`} sent again${others}`;
}

function actionsOf({ lossy, seen }: Peers, { again, timeouts }: Retransmissions): readonly string[] {
  const [first] = lossy;
  const onePath = first !== undefined && seen > 1 && first.share >= ONE_PATH_SHARE;
  const path = onePath
    ? `It is one path: follow it with "mtr ${first.remote}", and speak with whoever runs it. Other peers get their data at once.`
    : 'Follow the path to the peers with "mtr", and look at both ends for drops: "tc -s qdisc" and "ethtool -S" here, and the same there.';
  const tail =
    timeouts > again / 3
      ? 'Many of them are timeouts, where a connection stands still for 0.2 s and more: whole windows are lost at a time, or the connections are short.'
      : 'Nearly all were found without waiting for a timer, so that each costs a round trip and some speed.';
  return [path, tail];
}

function evaluate(context: RuleContext, firing: ReadonlySet<string>): readonly Finding[] {
  const { window } = context;
  const open = firing.has(SUBJECT);
  if (!open && !seenLongEnough(context, RETRANS.data)) return [];
  const counted = retransmissionsOf(window, WINDOW_SECONDS);
  if (counted === undefined) return [];
  const { data, again, timeouts } = counted;
  const share = shareOf(again, data);
  if (share === undefined || !isOver(share, SHARE, open)) return [];
  if (!open && (data < LEAST.data || again < LEAST.again)) return [];
  const peers = lossyPeers(context, WINDOW_SECONDS);
  const said = formatValue(share, 'share');
  return [
    {
      subject: SUBJECT,
      severity: share > CRITICAL_SHARE ? 'critical' : 'warning',
      confidence: peers.lossy.length > 0 ? 'high' : 'medium',
      title: `${said} of what TCP sends has to be sent again`,
      why: `TCP sends a segment again when nobody acknowledges it: it was lost on the way, or its answer was. In the last minute ${formatValue(again, 'count')} of ${formatValue(data, 'count')} segments with data were sent again, ${formatValue(timeouts, 'count')} times after a timeout. Up to 0.5 % is usual on the internet and none inside a data centre. Congestion control takes each loss for a full path and slows down: with cubic 1 % of loss over 50 ms leaves some 3 Mbit/s a connection, whatever the link.`,
      where: whereOf(peers),
      evidence: [
        ...growthEvidence(window, { metric: RETRANS.all }, WINDOW_SECONDS),
        ...growthEvidence(window, { metric: RETRANS.data }, WINDOW_SECONDS),
        ...growthEvidence(window, { metric: RETRANS.timeouts }, WINDOW_SECONDS),
        ...growthEvidence(window, { metric: RETRANS.probes }, WINDOW_SECONDS),
      ],
      ...NO_CHANGE,
      actions: actionsOf(peers, counted),
      risk: 'Looking costs nothing.',
      expectedEffect: 'Once the place that drops is found and mended, connections keep their speed.',
      verify: '"nstat -az TcpRetransSegs TcpExtTCPOrigDataSent" shows the first below 0.5 % of the second.',
      notWhen: 'The loss is on a path that nobody here can mend (mobile clients): then bbr bears it better than cubic.',
    },
  ];
}

/** Loss somewhere between this host and its peers. */
export const tcpRetransHigh: Rule = {
  id: 'tcp-retrans-high',
  layer: 'transport',
  title: 'Many retransmissions',
  metrics: RETRANS_IDS,
  tunables: [],
  yieldsTo: [
    'tcp-mtu-blackhole',
    'tcp-retrans-fail',
    'tcp-reordering',
    'tcp-spurious-rto',
    'tcp-dsack-high',
    'softnet-dropped',
    'link-errors',
    'nic-ring-drops',
    'qdisc-drops',
    'link-send-drops',
  ],
  about: {
    symptom: 'Transfers are slow or come in bursts, and answers are late by a fifth of a second now and then.',
    reasoning:
      'Segments sent again (without SYNs) are more than 1 % of the segments with data within a minute, of at least 1,000; cleared below 0.5 %, critical above 5 %. The peers are those to which the busiest connections sent again. Where the cause is known (drops in this host, reordering, needless timeouts) that is told instead.',
    formula: '',
    sources: ['Documentation/networking/snmp_counter.rst', 'RFC 5681', 'Mathis et al., 1997'],
  },
  evaluate,
};
