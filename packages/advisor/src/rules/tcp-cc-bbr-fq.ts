import { endpoint, formatValue, type SocketRow } from '@netstrata/metrics';
import { changeTo, NO_CHANGE } from '../change.ts';
import { recentDumps, type Sight, sightsByCookie, spanSeconds } from '../dumps.ts';
import { knownEvidence } from '../evidence.ts';
import { isOver } from '../hysteresis.ts';
import { RETRANS } from '../retransmission/counts.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';

const CONTROL = 'net.ipv4.tcp_congestion_control';
const MIN_RTT_P95 = 'transport.tcp.minRttP95Us';
const BBR = 'bbr';
/** Those that take every loss for a full path. */
const BY_LOSS: ReadonlySet<string> = new Set(['cubic', 'reno']);
const SUBJECT = 'host';
const DUMP_SECONDS = 60;
/** Of the segments that the connections sent. */
const LOSS = { fire: 0.015, clear: 0.005 };
/** On a shorter path repairs are quick, and bbr gains little. */
const FAR_US = 20_000;
/** Fewer tell nothing. */
const LEAST = { seconds: 8, segments: 300, again: 10 };
/** Where loss is so high the path is broken, or policed; no control helps. */
const BROKEN = 0.2;

interface Lossy {
  readonly row: SocketRow;
  readonly segments: number;
  readonly again: number;
}

/** Slows down for every loss, and its peer is far. */
const isFarByLoss = ({ congestionControl = '', minRttUs = 0 }: SocketRow): boolean =>
  BY_LOSS.has(congestionControl) && minRttUs >= FAR_US;

/** A far sender by loss that its path held back in most looks, with what it sent meanwhile. */
function lossyOf(sights: readonly Sight[]): Lossy | undefined {
  const first = sights.at(0)?.row;
  const row = sights.at(-1)?.row;
  if (first === undefined || row === undefined || spanSeconds(sights) < LEAST.seconds) return undefined;
  const { mssBytes, bytesAcked, retransTotal } = row;
  if (!isFarByLoss(row) || mssBytes === undefined || mssBytes < 1) return undefined;
  if (bytesAcked === undefined || first.bytesAcked === undefined) return undefined;
  if (retransTotal === undefined || first.retransTotal === undefined) return undefined;
  const held = sights.filter(({ row: { limit } }) => limit === 'network').length;
  if (held < sights.length / 2) return undefined;
  return {
    row,
    segments: (bytesAcked - first.bytesAcked) / mssBytes,
    again: Math.max(0, retransTotal - first.retransTotal),
  };
}

/** What loss leaves to a control of the classic kind: Mathis' formula, bytes a second. */
function ceilingBytesPerSecond({ mssBytes = 1448, minRttUs = FAR_US }: SocketRow, loss: number): number {
  return ((mssBytes * 1e6) / minRttUs) * (1.22 / Math.sqrt(loss));
}

function evaluate(context: RuleContext, firing: ReadonlySet<string>): readonly Finding[] {
  const { window, tunables } = context;
  const open = firing.has(SUBJECT);
  // All of the host together sent fewer again than tell anything: no need to look at every connection.
  const inAll = window.delta(RETRANS.all, DUMP_SECONDS);
  if (!open && inAll !== undefined && inAll < LEAST.again) return [];
  const dumps = recentDumps(context, DUMP_SECONDS);
  const lossy = [...sightsByCookie(dumps, 'senders', isFarByLoss).values()]
    .flatMap((sights) => lossyOf(sights) ?? [])
    .toSorted((a, b) => b.again - a.again);
  const [worst] = lossy;
  if (worst === undefined) return [];
  const segments = lossy.reduce((sum, each) => sum + each.segments, 0);
  const again = lossy.reduce((sum, each) => sum + each.again, 0);
  const loss = again / Math.max(1, segments);
  if (!isOver(loss, LOSS, open) || loss > BROKEN) return [];
  if (!open && (segments < LEAST.segments || again < LEAST.again)) return [];
  const { row } = worst;
  const now = tunables[CONTROL]?.trim();
  const byDefault = now !== undefined && BY_LOSS.has(now);
  const changes = byDefault ? changeTo(context, CONTROL, BBR) : [];
  const rtt = formatValue(row.minRttUs, 'microseconds');
  const ceiling = formatValue(ceilingBytesPerSecond(row, loss), 'bytes/s');
  const rate = formatValue(row.deliveryRateBytesPerSecond, 'bytes/s');
  return [
    {
      subject: SUBJECT,
      severity: 'warning',
      confidence: 'medium',
      title: `${row.congestionControl} takes ${formatValue(loss, 'share')} of random loss for a full path, and crawls`,
      why: `${row.congestionControl} slows down at each loss and grows again by the round trip. With ${formatValue(loss, 'share')} lost over ${rtt} that leaves a connection about ${ceiling}, however fast the path is; the busiest gets ${rate} now. bbr measures instead how fast data arrives and how long it takes, and keeps sending at that rate while single packets are lost.`,
      where: `${lossy.length} ${lossy.length === 1 ? 'connection' : 'connections'}, most lost by ${row.process ?? 'a program'}${row.pid === undefined ? '' : ` (pid ${row.pid})`} to ${endpoint(row.remote, row.remotePort)}`,
      evidence: [
        ...knownEvidence({ metric: RETRANS.all }, again),
        ...knownEvidence({ metric: RETRANS.data }, Math.round(segments)),
        ...knownEvidence({ metric: MIN_RTT_P95, labels: { connection: row.cookie } }, row.minRttUs),
      ],
      ...(changes.length === 0
        ? NO_CHANGE
        : {
            changes,
            arithmetic: `${row.mssBytes} bytes / ${rtt} x 1.22 / √${loss.toPrecision(2)} = ${ceiling} for ${row.congestionControl}; bbr does not slow down for loss below some 15 %`,
          }),
      actions: [
        'First find out whether the loss can be mended: where it is a queue that overflows, or a cable, that is the cure.',
        `See that the kernel has it: "sysctl net.ipv4.tcp_available_congestion_control", or "modprobe tcp_bbr". ${byDefault ? 'It holds for connections that are opened afterwards.' : 'The program chose its congestion control itself (TCP_CONGESTION): it has to choose another.'}`,
        'bbr paces each connection; with fq as queueing discipline of the device (tc qdisc replace dev … root fq) that costs less CPU time.',
      ],
      risk: 'Risk 3 of 4. bbr can push aside connections with cubic that share a bottleneck with it, and sends more again where queues are short.',
      expectedEffect: 'New connections over such paths get the bandwidth of the path.',
      verify:
        '"ss -ti" shows bbr on new connections, with a delivery_rate well above that of the old ones, while the loss stays as it is.',
      notWhen: 'The loss comes from a queue that this host itself overfills, or all peers are in the same data centre.',
    },
  ];
}

/** A control that waits for losses, on a path that loses at random. */
export const tcpCcBbrFq: Rule = {
  id: 'tcp-cc-bbr-fq',
  layer: 'transport',
  title: 'Random loss on a long path',
  metrics: [RETRANS.all, RETRANS.data, MIN_RTT_P95],
  tunables: [CONTROL],
  about: {
    symptom: 'Transfers over distance stay far below the line, and no buffer is full.',
    reasoning:
      'Senders with cubic or reno, 20 ms and more away, that their path held back in most looks of a minute, sent more than 1.5 % of their segments again; cleared below 0.5 %. Above 20 % the path is broken, and nothing is said.',
    formula: 'net.ipv4.tcp_congestion_control bbr where it is cubic or reno',
    sources: [
      'Mathis et al., 1997',
      'Cardwell et al., BBR: Congestion-Based Congestion Control, 2016',
      'net/ipv4/tcp_bbr.c of the kernel',
    ],
  },
  evaluate,
};
