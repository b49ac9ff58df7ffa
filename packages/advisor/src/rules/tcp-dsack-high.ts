import { formatValue, NO_WORDS, shareOf, type Words } from '@netstrata/metrics';
import { NO_CHANGE } from '../change.ts';
import { growthEvidence } from '../evidence.ts';
import { seenLongEnough } from '../guards.ts';
import { isOver } from '../hysteresis.ts';
import { RETRANS, RETRANS_IDS, retransmissionsOf } from '../retransmission/counts.ts';
import { lossyPeers } from '../retransmission/peers.ts';
import { crossedNetwork, whereAgain } from '../retransmission/whereAgain.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';

const SUBJECT = 'host';
const WINDOW_SECONDS = 60;
/** Needless ones of all that was sent again. */
const SHARE = { fire: 0.3, clear: 0.15 };
/** Needless ones of what was sent at all: fewer cost nothing. */
const OF_DATA = 0.005;
const LEAST = 50;

const ON_A_PATH: readonly Words[] = [
  {
    en: 'Look at the way back: acknowledgements that are lost or thinned out by a modem, a full uplink at the peer, or a shaper.',
    'zh-CN': '检查返回路径：确认被调制解调器丢弃或稀释、对端上行已满，或有整形器。',
  },
  {
    en: 'Look for queues that fill: when "ss -ti" shows rtt far above minrtt, answers are late because packets wait somewhere.',
    'zh-CN': '找填满的队列："ss -ti" 的 rtt 远大于 minrtt 时，应答来得晚是因为包在某处排队。',
  },
];
/** Without a network between the ends. */
const WITHIN: readonly Words[] = [
  {
    en: 'Both ends are on this host: answers are late because the CPUs have no time for them. See "vmstat 1" (columns r and st) and "cat /proc/pressure/cpu".',
    'zh-CN':
      '两端都在本机：应答来得晚，是因为 CPU 没有时间处理。看 "vmstat 1"（r 列和 st 列）和 "cat /proc/pressure/cpu"。',
  },
];

function evaluate(context: RuleContext, firing: ReadonlySet<string>): readonly Finding[] {
  const { window } = context;
  const open = firing.has(SUBJECT);
  if (!open && !seenLongEnough(context, RETRANS.data)) return [];
  const counted = retransmissionsOf(window, WINDOW_SECONDS);
  const share = shareOf(counted?.needless, counted?.again);
  if (counted === undefined || share === undefined || !isOver(share, SHARE, open)) return [];
  const { needless, again, data } = counted;
  if (!open && (needless < LEAST || needless < OF_DATA * data)) return [];
  const peers = lossyPeers(context, WINDOW_SECONDS);
  return [
    {
      subject: SUBJECT,
      severity: 'info',
      confidence: 'medium',
      title: { en: 'Much of what TCP sends again had arrived already', 'zh-CN': 'TCP 重传的数据许多早已到达' },
      why: {
        en: `Peers report when data reaches them twice (D-SACK). In the last minute they did so for ${formatValue(needless, 'count')} segments, while ${formatValue(again, 'count')} were sent again: the first copies had not been lost. Their acknowledgements were lost or late, or the segments were overtaken on the way. The kernel takes back its slowing down when it hears of it, so that what is lost is bandwidth and some time.`,
        'zh-CN': `数据到达两次时，对端会报告（D-SACK）。最近一分钟有 ${formatValue(needless, 'count')} 个报文段如此，而重传的共 ${formatValue(again, 'count')} 个：第一份并没有丢。是它们的确认丢失或迟到，或报文段在路上被超过。内核得知后会撤销减速，所以损失的是带宽和一点时间。`,
      },
      where: whereAgain(peers),
      evidence: [
        ...growthEvidence(window, { metric: RETRANS.needless }, WINDOW_SECONDS),
        ...growthEvidence(window, { metric: RETRANS.needlessReports }, WINDOW_SECONDS),
        ...growthEvidence(window, { metric: RETRANS.all }, WINDOW_SECONDS),
        ...growthEvidence(window, { metric: RETRANS.probes }, WINDOW_SECONDS),
      ],
      ...NO_CHANGE,
      actions: crossedNetwork(peers) ? ON_A_PATH : WITHIN,
      risk: { en: 'Looking costs nothing.', 'zh-CN': '查看没有代价。' },
      expectedEffect: {
        en: 'Less is sent twice once answers come back in time.',
        'zh-CN': '应答及时返回后，发送两次的数据减少。',
      },
      verify: {
        en: '"nstat -az TcpExtTCPDSACKRecv TcpRetransSegs" shows the first below 15 % of the second.',
        'zh-CN': '"nstat -az TcpExtTCPDSACKRecv TcpRetransSegs" 中，前者低于后者的 15 %。',
      },
      notWhen: {
        en: 'Short connections end with probes for lost tails: some needless ones are the price of finding losses early.',
        'zh-CN': '短连接以探测末尾丢失结束：少量不必要的重传是尽早发现丢失的代价。',
      },
    },
  ];
}

/** Repairs of what was not broken. */
export const tcpDsackHigh: Rule = {
  id: 'tcp-dsack-high',
  layer: 'transport',
  title: { en: 'Needless retransmissions', 'zh-CN': '不必要的重传' },
  metrics: RETRANS_IDS,
  tunables: [],
  yieldsTo: ['tcp-reordering', 'tcp-spurious-rto'],
  about: {
    feels: ['slow'],
    symptom: { en: 'Retransmissions that no drop anywhere explains.', 'zh-CN': '有重传，却没有任何丢包能解释。' },
    reasoning: {
      en: 'Peers report as received twice (TcpExt TCPDSACKRecv, TCPDSACKRecvSegs) more than 30 % of what was sent again within a minute, at least 50 segments and 0.5 % of those with data; cleared below 15 %. Reordering and needless timeouts are told apart where they are found.',
      'zh-CN':
        '一分钟内对端报告收到两次的（TcpExt TCPDSACKRecv、TCPDSACKRecvSegs）超过重传的 30 %，至少 50 个报文段且占有数据报文段的 0.5 %；低于 15 % 解除。能认出乱序和不必要的超时时，分别说明。',
    },
    formula: NO_WORDS,
    sources: ['Documentation/networking/snmp_counter.rst (TcpExtTCPDSACKRecv)', 'RFC 2883'],
  },
  evaluate,
};
