import { endpoint, formatRate, formatValue, NO_WORDS, type SocketRow } from '@netstrata/metrics';
import { isProgramOpen, programOf, programSubject, titleOf } from '../byProgram.ts';
import { NO_CHANGE } from '../change.ts';
import { recentDumps } from '../dumps.ts';
import { rateEvidence } from '../evidence.ts';
import { isOver } from '../hysteresis.ts';
import { whoOf } from '../owner.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';

const SENT = 'transport.tcpExt.tcpOrigDataSent';
/** Segments a second of one connection. */
const RATE = { fire: 3000, clear: 1500 };
/** Of the largest segment: how full a mean one is at most. */
const FILL = { fire: 0.3, clear: 0.5 };
/** Between the two looks that are compared: the newest, and the last that is older than this. */
const APART_MS = 10_000;
const DUMP_SECONDS = 40;
const MINUTE_SECONDS = 60;
const MOST_FINDINGS = 5;

interface Tiny {
  readonly row: SocketRow;
  readonly perSecond: number;
  readonly meanBytes: number;
}

const isCounted = ({ protocol, dataSegsOut, bytesAcked, mssBytes }: SocketRow): boolean =>
  protocol === 'tcp' && dataSegsOut !== undefined && bytesAcked !== undefined && (mssBytes ?? 0) > 0;

function tinyOf(before: SocketRow | undefined, row: SocketRow, seconds: number): Tiny | undefined {
  if (before === undefined || !isCounted(before) || !isCounted(row)) return undefined;
  const segments = (row.dataSegsOut ?? 0) - (before.dataSegsOut ?? 0);
  const bytes = (row.bytesAcked ?? 0) - (before.bytesAcked ?? 0);
  return segments > 0 && bytes >= 0 ? { row, perSecond: segments / seconds, meanBytes: bytes / segments } : undefined;
}

/** What the senders of the newest dump did since the one that it is compared with. */
function tinySenders(context: RuleContext): readonly Tiny[] {
  const dumps = recentDumps(context, DUMP_SECONDS);
  const newest = dumps.at(-1);
  const base = dumps.findLast(({ timeMs }) => (newest?.timeMs ?? 0) - timeMs >= APART_MS);
  if (newest === undefined || base === undefined) return [];
  const before = new Map(base.senders.map((row) => [row.cookie, row]));
  const seconds = (newest.timeMs - base.timeMs) / 1000;
  return newest.senders.flatMap((row) => tinyOf(before.get(row.cookie), row, seconds) ?? []);
}

function findingOf(
  { window }: RuleContext,
  [{ row, perSecond, meanBytes }, ...others]: readonly [Tiny, ...Tiny[]],
): Finding {
  const name = titleOf(row);
  const mean = formatValue(Math.round(meanBytes), 'bytes');
  return {
    ...programSubject(
      row,
      others.map((other) => other.row),
    ),
    severity: 'info',
    confidence: 'high',
    title: { en: `${name} sends many tiny segments`, 'zh-CN': `${name} 发送大量极小的报文段` },
    why: {
      en: `Each segment costs the sender, the network and the receiver about the same, however little is in it. ${whoOf(row).en} sends ${formatRate(Math.round(perSecond), 'segments', { noun: true })} with ${mean} each on one connection, where ${formatValue(row.mssBytes, 'bytes')} would fit: it writes little at a time, with TCP_NODELAY or so fast that nothing is joined.`,
      'zh-CN': `不论装了多少数据，每个报文段给发送方、网络和接收方带来的开销都差不多。${whoOf(row)['zh-CN']} 在一条连接上每秒发送 ${formatValue(Math.round(perSecond), 'count')} 个报文段，平均每个 ${mean}，而一个本可装下 ${formatValue(row.mssBytes, 'bytes')}：它每次只写一点，要么设了 TCP_NODELAY，要么写得太快，来不及合并。`,
    },
    where: {
      en: `TCP connection of ${whoOf(row).en} to ${endpoint(row.remote, row.remotePort)}: ${mean} a segment`,
      'zh-CN': `${whoOf(row)['zh-CN']} 到 ${endpoint(row.remote, row.remotePort)} 的 TCP 连接：每个报文段 ${mean}`,
    },
    evidence: rateEvidence(window, { metric: SENT }, MINUTE_SECONDS),
    ...NO_CHANGE,
    actions: [
      {
        en: `Let ${name} collect what it writes within a turn of its loop and write it with one call (writev, a buffered writer).`,
        'zh-CN': `让 ${name} 把事件循环一轮里写的数据攒起来，用一次调用写出（writev、带缓冲的 writer）。`,
      },
      {
        en: 'Or hold parts of one message together with MSG_MORE or TCP_CORK, and take the cork off when it is complete.',
        'zh-CN': '或用 MSG_MORE 或 TCP_CORK 把同一条消息的各部分攒在一起，写完再取消 cork。',
      },
      {
        en: 'Leave net.ipv4.tcp_autocorking at 1: it joins what it can while a packet still waits in the device.',
        'zh-CN': 'net.ipv4.tcp_autocorking 保持 1：有包还在网卡队列里等待时，它会合并能合并的数据。',
      },
    ],
    risk: {
      en: 'What is corked and not uncorked is sent 200 ms late.',
      'zh-CN': 'cork 了却没有取消的数据要晚 200 ms 才发出。',
    },
    expectedEffect: {
      en: 'Fewer and fuller segments: less CPU at both ends for the same bytes.',
      'zh-CN': '报文段更少、更满：同样的字节，两端 CPU 开销更低。',
    },
    verify: {
      en: `"ss -tin 'dport = :${row.remotePort}'" shows bytes_acked growing faster than data_segs_out x ${Math.round(0.5 * (row.mssBytes ?? 0))}.`,
      'zh-CN': `"ss -tin 'dport = :${row.remotePort}'" 中 bytes_acked 的增长快于 data_segs_out x ${Math.round(0.5 * (row.mssBytes ?? 0))}。`,
    },
    notWhen: {
      en: 'Each write is urgent by itself: games, remote desktops, trading.',
      'zh-CN': '每次写入本身就紧急：游戏、远程桌面、交易。',
    },
  };
}

function evaluate(context: RuleContext, firing: ReadonlySet<string>): readonly Finding[] {
  const fires = ({ row, perSecond, meanBytes }: Tiny): boolean => {
    const open = isProgramOpen(row, firing);
    return meanBytes < (open ? FILL.clear : FILL.fire) * (row.mssBytes ?? 0) && isOver(perSecond, RATE, open);
  };
  const worstFirst = tinySenders(context)
    .filter(fires)
    .toSorted((a, b) => b.perSecond - a.perSecond);
  return [...Map.groupBy(worstFirst, ({ row }) => programOf(row)).values()]
    .slice(0, MOST_FINDINGS)
    .flatMap(([worst, ...others]) => (worst === undefined ? [] : [findingOf(context, [worst, ...others])]));
}

/** Connections that carry their data in tiny segments. */
export const appCorkBatching: Rule = {
  id: 'app-cork-batching',
  layer: 'application',
  title: { en: 'Many tiny segments', 'zh-CN': '大量极小的报文段' },
  metrics: [SENT],
  tunables: [],
  about: {
    feels: ['cpu', 'slow'],
    symptom: {
      en: 'CPUs are busy with packets although little data is moved.',
      'zh-CN': '数据量不大，CPU 却忙于处理包。',
    },
    reasoning: {
      en: 'For 10 s one connection sends more than 3,000 segments a second that are less than 30 % full on average (bytes_acked against data_segs_out); cleared at 1,500 a second or 50 %.',
      'zh-CN':
        '一条连接在 10 s 内每秒发送超过 3,000 个报文段，且平均不到 30 % 满（bytes_acked 对比 data_segs_out）；降到每秒 1,500 个或升到 50 % 时解除。',
    },
    formula: NO_WORDS,
    sources: [
      'Documentation/networking/ip-sysctl.rst (tcp_autocorking)',
      'tcp(7) (TCP_CORK, TCP_NODELAY)',
      'send(2) (MSG_MORE)',
    ],
  },
  evaluate,
};
