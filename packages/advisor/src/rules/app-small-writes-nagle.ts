import {
  CONVERSATION_BYTES_PER_SECOND,
  endpoint,
  formatValue,
  ID,
  isPartHeld,
  NO_WORDS,
  type SocketRow,
} from '@netstrata/metrics';
import { isProgramOpen, programOf, programSubject, titleOf } from '../byProgram.ts';
import { NO_CHANGE } from '../change.ts';
import { anyMatters, recentDumps, runsUpToNow, type Sight, spanSeconds } from '../dumps.ts';
import { knownEvidence, rateEvidence } from '../evidence.ts';
import { isOver } from '../hysteresis.ts';
import { median } from '../median.ts';
import { whoOf } from '../owner.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';

const NOTSENT = 'socket.tcp.notsentBytes';
const DELAYED_ACKS = 'transport.tcpExt.delayedACKs';
/** Of the looks at a connection. */
const HELD = { fire: 0.2, clear: 0.05 };
const RUN = { seconds: 10, looks: 8 };
const DUMP_SECONDS = 40;
const MINUTE_SECONDS = 60;
/** Of the largest segment: a program that fills its segments has no small writes. */
const SMALL = 0.5;
/** Of an answer on average: who waits less than this for acknowledgements would not notice the end of it. */
const LEAST_RTT_US = 10_000;
const MOST_FINDINGS = 5;

interface Held {
  readonly row: SocketRow;
  readonly share: number;
  /** The most that was seen waiting. */
  readonly waitingBytes: number;
}

function isHeld(row: SocketRow): boolean {
  const { notsentBytes = 0, mssBytes = 0, unackedSegs = 0, cwnd = 0, sndWndBytes = Number.NaN, sendQ } = row;
  return isPartHeld({ notsentBytes, mssBytes, unackedSegs, cwnd, sndWndBytes, sendQ });
}

/** Payload of a mean segment of these looks; undefined when none was sent, or none counted. */
function meanSegment(first: SocketRow, last: SocketRow): number | undefined {
  if (first.bytesAcked === undefined || last.bytesAcked === undefined) return undefined;
  const segments = (last.dataSegsOut ?? 0) - (first.dataSegsOut ?? 0);
  return segments > 0 ? (last.bytesAcked - first.bytesAcked) / segments : undefined;
}

function heldOf(run: readonly Sight[]): Held | undefined {
  const first = run.at(0)?.row;
  const row = run.at(-1)?.row;
  if (first === undefined || row === undefined || spanSeconds(run) < RUN.seconds || run.length < RUN.looks)
    return undefined;
  const mean = meanSegment(first, row);
  if (mean === undefined || mean >= SMALL * (row.mssBytes ?? 0)) return undefined;
  const rttUs = median(run.flatMap((sight) => sight.row.rttUs ?? []));
  if (rttUs !== undefined && rttUs < LEAST_RTT_US) return undefined;
  const held = run.filter((sight) => isHeld(sight.row));
  const waitingBytes = Math.max(0, ...held.map((sight) => sight.row.notsentBytes ?? 0));
  return { row, share: held.length / run.length, waitingBytes };
}

const isConversation = ({ protocol, state, txBytesPerSecond }: SocketRow): boolean =>
  protocol === 'tcp' && state === 'established' && (txBytesPerSecond ?? 0) <= CONVERSATION_BYTES_PER_SECOND;

function findingOf({ window }: RuleContext, [worst, ...more]: readonly [Held, ...Held[]]): Finding {
  const { row, share, waitingBytes } = worst;
  const others = more.length;
  const name = titleOf(row);
  const labels = { socket: `${endpoint(row.local, row.localPort)} ${endpoint(row.remote, row.remotePort)}` };
  const path =
    row.rttUs === undefined || row.minRttUs === undefined || row.rttUs <= 2 * row.minRttUs
      ? NO_WORDS
      : {
          en: ` An acknowledgement takes ${formatValue(row.rttUs, 'microseconds')} on average of all segments, those that did not wait included; this path does it in ${formatValue(row.minRttUs, 'microseconds')}.`,
          'zh-CN': `所有报文段（含没有等待的）的确认平均要 ${formatValue(row.rttUs, 'microseconds')}，而这条路径只需 ${formatValue(row.minRttUs, 'microseconds')}。`,
        };
  return {
    ...programSubject(
      row,
      more.map((other) => other.row),
    ),
    severity: 'warning',
    confidence: 'medium',
    title: {
      en: `Small writes of ${name} wait for acknowledgements (Nagle’s algorithm)`,
      'zh-CN': `${name} 的小块写入在等确认（Nagle 算法）`,
    },
    why: {
      en: `A small piece of data is not sent while an earlier one is not acknowledged, so that few tiny packets travel; the receiver in turn delays its acknowledgement for up to 40 ms, in the hope of an answer to send with it. A program that writes one message in several parts makes the two wait for each other. In ${formatValue(share, 'share')} of the looks ${whoOf(row).en} had a part waiting like that while the network was free.${path.en}`,
      'zh-CN': `前面的数据还没被确认时，小块数据不会发出，以免网络上满是小包；接收方又会把确认推迟最多 40 ms，指望随应答一起发。程序把一条消息分几次写，两者就互相等待。${formatValue(share, 'share')} 的采样中，${whoOf(row)['zh-CN']} 有一块数据这样等着，而网络是空闲的。${path['zh-CN']}`,
    },
    where: {
      en: `TCP connection of ${whoOf(row).en} to ${endpoint(row.remote, row.remotePort)}${others === 0 ? '' : `, and ${others} more of this program`}`,
      'zh-CN': `${whoOf(row)['zh-CN']} 到 ${endpoint(row.remote, row.remotePort)} 的 TCP 连接${others === 0 ? '' : `，该程序另有 ${others} 个`}`,
    },
    evidence: [
      ...knownEvidence({ metric: NOTSENT, labels }, waitingBytes, { as: 'peak', seconds: DUMP_SECONDS }),
      ...knownEvidence({ metric: ID.tcp.rttMedianUs, labels }, row.rttUs),
      ...rateEvidence(window, { metric: DELAYED_ACKS }, MINUTE_SECONDS),
    ],
    ...NO_CHANGE,
    actions: [
      {
        en: `Write each message of ${name} with one call: collect it first, or use writev().`,
        'zh-CN': `让 ${name} 每条消息只写一次：先攒好，或用 writev()。`,
      },
      {
        en: 'Or set TCP_NODELAY on its connections (in nginx tcp_nodelay on, in Java setTcpNoDelay(true), in Node setNoDelay(true)).',
        'zh-CN':
          '或在其连接上设 TCP_NODELAY（nginx 用 tcp_nodelay on，Java 用 setTcpNoDelay(true)，Node 用 setNoDelay(true)）。',
      },
      {
        en: 'No sysctl switches Nagle’s algorithm off, and net.ipv4.tcp_autocorking is another thing.',
        'zh-CN': '没有 sysctl 能关闭 Nagle 算法，net.ipv4.tcp_autocorking 是另一回事。',
      },
    ],
    risk: {
      en: 'With TCP_NODELAY and writes in many parts the number of packets can multiply: joining the parts is better.',
      'zh-CN': '设了 TCP_NODELAY 又分多次写，包数会成倍增加：把各部分合并起来更好。',
    },
    expectedEffect: { en: 'Answers come up to 40 ms earlier each.', 'zh-CN': '每个应答最多提前 40 ms。' },
    verify: {
      en: `"ss -tin 'dport = :${row.remotePort}'" shows no "notsent" while the connection is used, and fewer delayed ACKs: "nstat -az TcpExtDelayedACKs" at the receiver.`,
      'zh-CN': `连接使用中 "ss -tin 'dport = :${row.remotePort}'" 不再出现 "notsent"，延迟 ACK 减少：在接收方看 "nstat -az TcpExtDelayedACKs"。`,
    },
    notWhen: {
      en: 'The data is a stream without messages, or the program corks it on purpose (TCP_CORK) and uncorks it in time.',
      'zh-CN': '数据是没有消息边界的流，或程序有意 cork（TCP_CORK）并及时取消。',
    },
  };
}

function evaluate(context: RuleContext, firing: ReadonlySet<string>): readonly Finding[] {
  const byProgram = new Map<string, Held[]>();
  const dumps = recentDumps(context, DUMP_SECONDS);
  if (!anyMatters(dumps, 'senders', isHeld)) return [];
  for (const run of runsUpToNow(dumps, 'senders', isConversation).values()) {
    const held = heldOf(run);
    if (held === undefined) continue;
    const name = programOf(held.row);
    if (isOver(held.share, HELD, isProgramOpen(held.row, firing)))
      byProgram.set(name, [...(byProgram.get(name) ?? []), held]);
  }
  return [...byProgram.values()]
    .map((all) => all.toSorted((a, b) => b.share - a.share))
    .slice(0, MOST_FINDINGS)
    .flatMap(([worst, ...others]) => (worst === undefined ? [] : [findingOf(context, [worst, ...others])]));
}

/** Small writes that Nagle's algorithm holds back. */
export const appSmallWritesNagle: Rule = {
  id: 'app-small-writes-nagle',
  layer: 'application',
  title: { en: 'Small writes wait for acknowledgements', 'zh-CN': '小块写入在等确认' },
  metrics: [NOTSENT, ID.tcp.rttMedianUs, DELAYED_ACKS],
  tunables: [],
  about: {
    feels: ['late'],
    symptom: {
      en: 'Each request takes about 40 ms longer than it should, on an idle network and an idle machine.',
      'zh-CN': '网络和机器都空闲，每个请求却多花约 40 ms。',
    },
    reasoning: {
      en: 'For 10 s a connection below 1 MB/s, with answers of 10 ms at least and segments half full at most, has less than one segment unsent in more than 20 % of the looks, while data is in flight and both windows have room; cleared at 5 %. Only Nagle’s algorithm and TCP_CORK hold data back like that.',
      'zh-CN':
        '10 s 内，一条低于 1 MB/s、应答至少 10 ms、报文段最多半满的连接在超过 20 % 的采样中有不到一个报文段的数据未发，而此时有数据在途、两个窗口都有余地；降到 5 % 解除。只有 Nagle 算法和 TCP_CORK 会这样压住数据。',
    },
    formula: NO_WORDS,
    sources: ['RFC 896', 'RFC 9293, section 3.8.6.3', 'tcp(7) (TCP_NODELAY, TCP_CORK)'],
  },
  evaluate,
};
