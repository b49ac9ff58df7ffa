import { formatValue, shareOf, tunableNumbers } from '@netstrata/metrics';
import { changeTo } from '../change.ts';
import { growthEvidence, lastEvidence } from '../evidence.ts';
import { seenLongEnough } from '../guards.ts';
import { isOver } from '../hysteresis.ts';
import { RETRANS, RETRANS_IDS, retransmissionsOf } from '../retransmission/counts.ts';
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

interface Cure {
  readonly changes: readonly TunableChange[];
  readonly arithmetic: string;
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
            said: `a timeout of at least ${KERNEL_RTO_MIN_US} µs, the kernel's own: more than a peer holds an acknowledgement back, where ${rtoMinUs} µs may be less`,
          },
        ]
      : []),
    ...(frto === 0
      ? [
          {
            changes: changeTo(context, FRTO, KERNEL_FRTO),
            said: `detection of needless timeouts: ${KERNEL_FRTO}, the default`,
          },
        ]
      : []),
  ];
  return { changes: parts.flatMap(({ changes }) => changes), arithmetic: parts.map(({ said }) => said).join('; ') };
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
  return [
    {
      subject: SUBJECT,
      severity: 'warning',
      confidence: 'high',
      title: 'Retransmission timers run out though nothing was lost',
      why: `When nothing is acknowledged for longer than the timeout that TCP worked out from earlier round trips, it begins anew with a window of one segment. In the last minute ${formatValue(counted.spurious, 'count')} of ${formatValue(counted.timeouts, 'count')} such timeouts turned out to be needless: the answer was on its way. Either round trips jump (a mobile line, a virtual machine that is not run for a while, a full queue), or the timeout is set shorter than peers hold their acknowledgements back, which is up to 40 ms on Linux and 200 ms elsewhere.`,
      where: 'connections of this host that send',
      evidence: [
        ...growthEvidence(window, { metric: RETRANS.spurious }, WINDOW_SECONDS),
        ...growthEvidence(window, { metric: RETRANS.undone }, WINDOW_SECONDS),
        ...growthEvidence(window, { metric: RETRANS.timeouts }, WINDOW_SECONDS),
        ...lastEvidence(window, { metric: RTT_P95 }),
      ],
      ...cure,
      actions: [
        'Where single paths jump, raise the least timeout for their routes only: "ip route change … rto_min 400ms".',
        'Look for what makes round trips jump: steal time of this machine ("vmstat 1", column st), queues on the way that fill ("ss -ti", rtt far above minrtt).',
      ],
      risk: 'Risk 3 of 4. A real loss of the last segment is found later, where no probe finds it first.',
      expectedEffect:
        'Connections keep their window when only the answer was late. Those that are open keep their old least timeout.',
      verify: '"nstat -az TcpExtTCPSpuriousRTOs TcpExtTCPLossUndo" hardly grows under the same load.',
      notWhen: 'Answers within milliseconds matter more than needless repairs, as in some data centres.',
    },
  ];
}

/** Timeouts that come too early. */
export const tcpSpuriousRto: Rule = {
  id: 'tcp-spurious-rto',
  layer: 'transport',
  title: 'Needless retransmission timeouts',
  metrics: [...RETRANS_IDS, RTT_P95],
  tunables: [RTO_MIN, FRTO],
  about: {
    symptom: 'Connections slow down to nothing for a moment although the path loses nothing.',
    reasoning:
      'More than 20 % of the retransmission timeouts within a minute, and at least 20, were found to be needless (TcpExt TCPSpuriousRTOs or TCPLossUndo); cleared below 10 %.',
    formula: 'net.ipv4.tcp_rto_min_us 200,000 where it is lower; net.ipv4.tcp_frto 2 where it is 0',
    sources: ['Documentation/networking/ip-sysctl.rst (tcp_rto_min_us, tcp_frto)', 'RFC 5682', 'RFC 6298'],
  },
  evaluate,
};
