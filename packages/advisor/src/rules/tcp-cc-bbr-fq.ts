import { endpoint, formatValue, type SocketRow } from '@netstrata/metrics';
import { changeTo, NO_CHANGE } from '../change.ts';
import { recentDumps, type Sight, sightsByCookie, spanSeconds } from '../dumps.ts';
import { knownEvidence } from '../evidence.ts';
import { isOver } from '../hysteresis.ts';
import { whoOf } from '../owner.ts';
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
      title: {
        en: `${row.congestionControl} takes ${formatValue(loss, 'share')} of random loss for a full path, and crawls`,
        'zh-CN': `${row.congestionControl} 把 ${formatValue(loss, 'share')} 的随机丢失当作路径拥塞，只能爬行`,
      },
      why: {
        en: `${row.congestionControl} slows down at each loss and grows again by the round trip. With ${formatValue(loss, 'share')} lost over ${rtt} that leaves a connection about ${ceiling}, however fast the path is; the busiest gets ${rate} now. bbr measures instead how fast data arrives and how long it takes, and keeps sending at that rate while single packets are lost.`,
        'zh-CN': `${row.congestionControl} 每次丢失都减速，再按往返恢复。往返 ${rtt}、丢失 ${formatValue(loss, 'share')} 时，不管路径多快，一个连接只剩约 ${ceiling}；最忙的现在是 ${rate}。bbr 则测量数据到达的速率和用时，个别包丢失时仍按该速率发送。`,
      },
      where: {
        en: `${lossy.length} ${lossy.length === 1 ? 'connection' : 'connections'}, most lost by ${whoOf(row).en} to ${endpoint(row.remote, row.remotePort)}`,
        'zh-CN': `${lossy.length} 个连接，丢失最多的是 ${whoOf(row)['zh-CN']} 到 ${endpoint(row.remote, row.remotePort)}`,
      },
      evidence: [
        ...knownEvidence({ metric: RETRANS.all }, again, { as: 'sum', seconds: DUMP_SECONDS }),
        ...knownEvidence({ metric: RETRANS.data }, Math.round(segments), { as: 'sum', seconds: DUMP_SECONDS }),
        ...knownEvidence({ metric: MIN_RTT_P95, labels: { connection: row.cookie } }, row.minRttUs),
      ],
      ...(changes.length === 0
        ? NO_CHANGE
        : {
            changes,
            arithmetic: {
              en: `${row.mssBytes} bytes / ${rtt} x 1.22 / √${loss.toPrecision(2)} = ${ceiling} for ${row.congestionControl}; bbr does not slow down for loss below some 15 %`,
              'zh-CN': `${row.mssBytes} 字节 / ${rtt} x 1.22 / √${loss.toPrecision(2)} = ${row.congestionControl} 的上限 ${ceiling}；丢失低于 15 % 左右时 bbr 不减速`,
            },
          }),
      actions: [
        {
          en: 'First find out whether the loss can be mended: where it is a queue that overflows, or a cable, that is the cure.',
          'zh-CN': '先弄清丢失能否消除：若是某个队列溢出或线缆问题，那才是该治的。',
        },
        {
          en: `${byDefault ? 'Connections that are opened afterwards use bbr.' : `The program chose ${row.congestionControl} itself (TCP_CONGESTION): let it choose bbr.`} ${now === BBR ? `The kernel has bbr: it is what this host uses otherwise (${CONTROL}).` : 'See that the kernel has bbr: "sysctl net.ipv4.tcp_available_congestion_control", or "modprobe tcp_bbr".'}`,
          'zh-CN': `${byDefault ? '之后打开的连接使用 bbr。' : `程序自己选了 ${row.congestionControl}（TCP_CONGESTION）：让它改选 bbr。`}${now === BBR ? `内核有 bbr：本机默认用的就是它（${CONTROL}）。` : '确认内核有 bbr："sysctl net.ipv4.tcp_available_congestion_control"，或 "modprobe tcp_bbr"。'}`,
        },
        {
          en: 'bbr paces each connection; with fq as queueing discipline of the device (tc qdisc replace dev … root fq) that costs less CPU time.',
          'zh-CN': 'bbr 对每个连接做 pacing；设备的排队规则用 fq（tc qdisc replace dev … root fq）时占用更少 CPU。',
        },
      ],
      risk: {
        en: 'Risk 3 of 4. bbr can push aside connections with cubic that share a bottleneck with it, and sends more again where queues are short.',
        'zh-CN': '风险 3/4。bbr 可能挤压与它共享瓶颈的 cubic 连接，在队列短的地方重传更多。',
      },
      expectedEffect: {
        en: 'New connections over such paths get the bandwidth of the path.',
        'zh-CN': '这类路径上的新连接能用上路径的带宽。',
      },
      verify: {
        en: '"ss -ti" shows bbr on new connections, with a delivery_rate well above that of the old ones, while the loss stays as it is.',
        'zh-CN': '"ss -ti" 中新连接显示 bbr，delivery_rate 远高于旧连接，而丢失率不变。',
      },
      notWhen: {
        en: 'The loss comes from a queue that this host itself overfills, or all peers are in the same data centre.',
        'zh-CN': '丢失来自本机自己填满的队列，或所有对端都在同一数据中心。',
      },
    },
  ];
}

/** A control that waits for losses, on a path that loses at random. */
export const tcpCcBbrFq: Rule = {
  id: 'tcp-cc-bbr-fq',
  layer: 'transport',
  title: { en: 'Random loss on a long path', 'zh-CN': '长路径上的随机丢失' },
  metrics: [RETRANS.all, RETRANS.data, MIN_RTT_P95],
  tunables: [CONTROL],
  about: {
    feels: ['slow', 'drops'],
    symptom: {
      en: 'Transfers over distance stay far below the line, and no buffer is full.',
      'zh-CN': '远距离传输远低于线路能力，而没有缓冲区是满的。',
    },
    reasoning: {
      en: 'Senders with cubic or reno, 20 ms and more away, that their path held back in most looks of a minute, sent more than 1.5 % of their segments again; cleared below 0.5 %. Above 20 % the path is broken, and nothing is said.',
      'zh-CN':
        '使用 cubic 或 reno、往返 20 ms 以上的发送方，一分钟内多数采样受路径限制，且重传超过其报文段的 1.5 %；低于 0.5 % 解除。超过 20 % 说明路径坏了，不提建议。',
    },
    formula: {
      en: 'net.ipv4.tcp_congestion_control bbr where it is cubic or reno',
      'zh-CN': 'net.ipv4.tcp_congestion_control 为 cubic 或 reno 时改为 bbr',
    },
    sources: [
      'Mathis et al., 1997',
      'Cardwell et al., BBR: Congestion-Based Congestion Control, 2016',
      'net/ipv4/tcp_bbr.c of the kernel',
    ],
  },
  evaluate,
};
