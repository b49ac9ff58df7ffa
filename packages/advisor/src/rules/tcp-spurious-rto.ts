import { formatValue, joinWords, SEMICOLONS, shareOf, tunableNumbers, type Words } from '@netstrata/metrics';
import { changeTo } from '../change.ts';
import { growthEvidence, lastEvidence } from '../evidence.ts';
import { seenLongEnough } from '../guards.ts';
import { isOver } from '../hysteresis.ts';
import { RETRANS, RETRANS_IDS, retransmissionsOf } from '../retransmission/counts.ts';
import { lossyPeers } from '../retransmission/peers.ts';
import { crossedNetwork, whereAgain } from '../retransmission/whereAgain.ts';
import type { Finding, Rule, RuleContext, TunableChange } from '../types.ts';

const RTO_MIN = 'net.ipv4.tcp_rto_min_us';
const FRTO = 'net.ipv4.tcp_frto';
const RTT_P95 = 'transport.tcp.rttP95Us';
const KERNEL_RTO_MIN_US = 200_000;
const KERNEL_FRTO = 2;
const SUBJECT = 'host';
const WINDOW_SECONDS = 60;
/** Needless timeouts of all. */
const SHARE = { fire: 0.2, clear: 0.1 };
/** Needless ones a minute. */
const LEAST = 20;

const ON_A_PATH: readonly Words[] = [
  {
    en: 'Where single paths jump, raise the least timeout for their routes only: "ip route change … rto_min 400ms".',
    'zh-CN': '若只是个别路径波动，只对其路由提高最小超时："ip route change … rto_min 400ms"。',
  },
  {
    en: 'Look for what makes round trips jump: steal time of this machine ("vmstat 1", column st), queues on the way that fill ("ss -ti", rtt far above minrtt).',
    'zh-CN':
      '找让往返波动的原因：本机的 steal 时间（"vmstat 1"，st 列），路上填满的队列（"ss -ti"，rtt 远大于 minrtt）。',
  },
];
/** Without a network between the ends. */
const WITHIN: readonly Words[] = [
  {
    en: 'Both ends are on this host: round trips jump because a program or a CPU has no time for its packets. See "vmstat 1" (columns r and st), "cat /proc/pressure/cpu", and "tc -s qdisc show dev lo" for a queue or a delay on loopback.',
    'zh-CN':
      '两端都在本机：往返波动，是因为程序或 CPU 没有时间处理包。看 "vmstat 1"（r 列和 st 列）、"cat /proc/pressure/cpu"，并用 "tc -s qdisc show dev lo" 查回环上有无队列或延迟。',
  },
];

interface Cure {
  readonly changes: readonly TunableChange[];
  readonly arithmetic: Words;
}

/** The kernel's own patience, where somebody took it away. */
function cureOf(context: RuleContext): Cure {
  const [rtoMinUs] = tunableNumbers(context.tunables, RTO_MIN) ?? [];
  const [frto] = tunableNumbers(context.tunables, FRTO) ?? [];
  const parts = [
    ...(rtoMinUs !== undefined && rtoMinUs > 0 && rtoMinUs < KERNEL_RTO_MIN_US
      ? [
          {
            changes: changeTo(context, RTO_MIN, KERNEL_RTO_MIN_US),
            said: {
              en: `a timeout of at least ${KERNEL_RTO_MIN_US} µs, the kernel's own: more than a peer holds an acknowledgement back, where ${rtoMinUs} µs may be less`,
              'zh-CN': `超时至少 ${KERNEL_RTO_MIN_US} µs，内核自己的值：长于对端推迟确认的时间，而 ${rtoMinUs} µs 可能不够`,
            },
          },
        ]
      : []),
    ...(frto === 0
      ? [
          {
            changes: changeTo(context, FRTO, KERNEL_FRTO),
            said: {
              en: `detection of needless timeouts: ${KERNEL_FRTO}, the default`,
              'zh-CN': `检测不必要的超时：${KERNEL_FRTO}，默认值`,
            },
          },
        ]
      : []),
  ];
  const said = parts.map((part) => part.said);
  return { changes: parts.flatMap(({ changes }) => changes), arithmetic: joinWords(said, SEMICOLONS) };
}

function evaluate(context: RuleContext, firing: ReadonlySet<string>): readonly Finding[] {
  const { window } = context;
  const open = firing.has(SUBJECT);
  if (!open && !seenLongEnough(context, RETRANS.timeouts)) return [];
  const counted = retransmissionsOf(window, WINDOW_SECONDS);
  const share = shareOf(counted?.spurious, counted?.timeouts);
  if (counted === undefined || share === undefined || !isOver(share, SHARE, open)) return [];
  if (!open && counted.spurious < LEAST) return [];
  const cure = cureOf(context);
  const peers = lossyPeers(context, WINDOW_SECONDS);
  return [
    {
      subject: SUBJECT,
      severity: 'warning',
      confidence: 'high',
      title: { en: 'Retransmission timers run out though nothing was lost', 'zh-CN': '什么都没丢，重传定时器却到期了' },
      why: {
        en: `When nothing is acknowledged for longer than the timeout that TCP worked out from earlier round trips, it begins anew with a window of one segment. In the last minute ${formatValue(counted.spurious, 'count')} of ${formatValue(counted.timeouts, 'count')} such timeouts turned out to be needless: the answer was on its way. Either round trips jump (a mobile line, a virtual machine that is not run for a while, a full queue), or the timeout is set shorter than peers hold their acknowledgements back, which is up to 40 ms on Linux and 200 ms elsewhere.`,
        'zh-CN': `TCP 按先前的往返算出超时，超过它还没有任何确认，就从一个报文段的窗口重新开始。最近一分钟 ${formatValue(counted.timeouts, 'count')} 次这样的超时中，有 ${formatValue(counted.spurious, 'count')} 次事后证明不必要：应答正在路上。要么往返忽长忽短（移动线路、暂时得不到运行的虚拟机、填满的队列），要么超时设得比对端推迟确认的时间还短，后者在 Linux 上最多 40 ms，在别处 200 ms。`,
      },
      where: whereAgain(peers),
      evidence: [
        ...growthEvidence(window, { metric: RETRANS.spurious }, WINDOW_SECONDS),
        ...growthEvidence(window, { metric: RETRANS.undone }, WINDOW_SECONDS),
        ...growthEvidence(window, { metric: RETRANS.timeouts }, WINDOW_SECONDS),
        ...lastEvidence(window, { metric: RTT_P95 }),
      ],
      ...cure,
      actions: crossedNetwork(peers) ? ON_A_PATH : WITHIN,
      risk: {
        en: 'Risk 3 of 4. A real loss of the last segment is found later, where no probe finds it first.',
        'zh-CN': '风险 3/4。最后一个报文段真的丢失时，若没有探测先发现，就会发现得更晚。',
      },
      expectedEffect: {
        en: 'Connections keep their window when only the answer was late. Those that are open keep their old least timeout.',
        'zh-CN': '只是应答迟到时，连接保住窗口。已打开的连接保持原来的最小超时。',
      },
      verify: {
        en: '"nstat -az TcpExtTCPSpuriousRTOs TcpExtTCPLossUndo" hardly grows under the same load.',
        'zh-CN': '相同负载下 "nstat -az TcpExtTCPSpuriousRTOs TcpExtTCPLossUndo" 几乎不增长。',
      },
      notWhen: {
        en: 'Answers within milliseconds matter more than needless repairs, as in some data centres.',
        'zh-CN': '毫秒级的应答比不必要的修复更要紧，如某些数据中心。',
      },
    },
  ];
}

/** Timeouts that come too early. */
export const tcpSpuriousRto: Rule = {
  id: 'tcp-spurious-rto',
  layer: 'transport',
  title: { en: 'Needless retransmission timeouts', 'zh-CN': '不必要的重传超时' },
  metrics: [...RETRANS_IDS, RTT_P95],
  tunables: [RTO_MIN, FRTO],
  about: {
    feels: ['late', 'hangs'],
    symptom: {
      en: 'Connections slow down to nothing for a moment although the path loses nothing.',
      'zh-CN': '路径没有丢包，连接却有一瞬间慢到几乎停住。',
    },
    reasoning: {
      en: 'More than 20 % of the retransmission timeouts within a minute, and at least 20, were found to be needless (TcpExt TCPSpuriousRTOs or TCPLossUndo); cleared below 10 %.',
      'zh-CN':
        '一分钟内超过 20 %、且至少 20 次重传超时事后证明不必要（TcpExt TCPSpuriousRTOs 或 TCPLossUndo）；低于 10 % 解除。',
    },
    formula: {
      en: 'net.ipv4.tcp_rto_min_us 200,000 where it is lower; net.ipv4.tcp_frto 2 where it is 0',
      'zh-CN': 'net.ipv4.tcp_rto_min_us 低于 200,000 时改为 200,000；net.ipv4.tcp_frto 为 0 时改为 2',
    },
    sources: ['Documentation/networking/ip-sysctl.rst (tcp_rto_min_us, tcp_frto)', 'RFC 5682', 'RFC 6298'],
  },
  evaluate,
};
