import { ID, tunableNumbers } from '@netstrata/metrics';
import { recentDumps } from '../dumps.ts';
import { memoryIsShort } from '../guards.ts';
import { mostForEach } from '../mostForEach.ts';
import { ceilingFinding, lockedFinding, TCP_WMEM } from '../sendBuffer/cures.ts';
import { type SendNeed, sendNeed } from '../sendBuffer/need.ts';
import { LEAST_SHARE, type Least, limitedSenders, type Sender } from '../sendBuffer/senders.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';

/** Share of time lost to the send buffer and speed from which a connection counts, and those at which it clears. */
const FIRE: Least = { share: 0.1, bytesPerSecond: 1_000_000, looks: 3 };
const CLEAR: Least = { share: LEAST_SHARE, bytesPerSecond: 500_000, looks: 1 };
/** Dumps that show whether a buffer still grows. */
const DUMP_SECONDS = 60;

interface Limited {
  readonly sender: Sender;
  readonly need: SendNeed;
}

function limitedOf(context: RuleContext, most: number, open: boolean): readonly Limited[] {
  const dumps = recentDumps(context, DUMP_SECONDS);
  const limits = { least: open ? CLEAR : FIRE, sinceMs: context.tunablesSinceMs };
  return limitedSenders(dumps, most, limits).flatMap((sender) => {
    const need = sendNeed(sender);
    return need === undefined ? [] : [{ sender, need }];
  });
}

function mostOf(context: RuleContext): number {
  const senders = context.sockets.at(-1)?.senders ?? [];
  return mostForEach(context, senders.filter((row) => (row.txBytesPerSecond ?? 0) > FIRE.bytesPerSecond).length);
}

function ceiling(context: RuleContext, wmem: readonly [number, number, number], open: boolean): readonly Finding[] {
  const stuck = limitedOf(context, wmem[2], open)
    .filter(({ sender, need }) => sender.kind === 'ceiling' && need.bytes > wmem[2])
    .sort((a, b) => b.need.bytes - a.need.bytes);
  const [worst] = stuck;
  if (worst === undefined) return [];
  const memoryShort = memoryIsShort(context);
  return [ceilingFinding({ ...worst, others: stuck.length - 1, wmem, most: mostOf(context), memoryShort })];
}

/** One finding for each peer: the connection that loses most. */
function locked(context: RuleContext, most: number, firing: ReadonlySet<string>): readonly Finding[] {
  const wmemMax = tunableNumbers(context.tunables, 'net.core.wmem_max')?.[0];
  const bySubject = new Map<string, Finding>();
  const fixed = limitedOf(context, most, true)
    .filter(({ sender, need }) => sender.kind === 'locked' && need.bytes > sender.sndbuf)
    .sort((a, b) => b.sender.share - a.sender.share);
  for (const { sender, need } of fixed) {
    const finding = lockedFinding(sender, need, wmemMax);
    const { share, looks, row } = sender;
    const caught = looks === undefined || looks.starved >= FIRE.looks;
    const fires = caught && share > FIRE.share && (row.txBytesPerSecond ?? 0) > FIRE.bytesPerSecond;
    if ((fires || firing.has(finding.subject)) && !bySubject.has(finding.subject))
      bySubject.set(finding.subject, finding);
  }
  return [...bySubject.values()];
}

function evaluate(context: RuleContext, firing: ReadonlySet<string>): readonly Finding[] {
  const [least, initial, most] = tunableNumbers(context.tunables, TCP_WMEM) ?? [];
  if (least === undefined || initial === undefined || most === undefined) return [];
  return [...ceiling(context, [least, initial, most], firing.has(TCP_WMEM)), ...locked(context, most, firing)];
}

/** Connections that could send faster if their send buffer were larger. */
export const sockSndbufLimited: Rule = {
  id: 'sock-sndbuf-limited',
  layer: 'socket',
  title: { en: 'Send buffer limits throughput', 'zh-CN': '发送缓冲区限制吞吐' },
  metrics: [
    ID.sockets.sndbufLimitedShare,
    ID.sockets.tcpSndbufBytes,
    ID.sockets.tcpWmemQueuedBytes,
    ID.tcp.rttMedianUs,
    ID.memory.availableBytes,
    ID.memory.totalBytes,
  ],
  tunables: [TCP_WMEM, 'net.ipv4.tcp_mem', 'net.core.wmem_max'],
  about: {
    feels: ['upload'],
    symptom: {
      en: 'Transfers over a long path stay far below what the network could carry, and neither loss nor the receiver explains it.',
      'zh-CN': '长路径上的传输远低于网络能力，而丢包和接收方都解释不了。',
    },
    reasoning: {
      en: 'A connection above 1 MB/s that waits more than 10 % of its busy time for room in its send buffer (tcp_info sndbuf_limited; where the kernel does not count it, three looks that see the buffer full of data on its way). A buffer that has grown to the third number of tcp_wmem is held by it; one of another size that does not change was fixed by the program with SO_SNDBUF.',
      'zh-CN':
        '速率超过 1 MB/s 的连接，忙碌时间中超过 10 % 在等发送缓冲区腾出空间（tcp_info sndbuf_limited；内核不计时，三次采样看到缓冲区装满在途数据也算）。已长到 tcp_wmem 第三个数的缓冲区受它限制；大小不同且不变的，是程序用 SO_SNDBUF 固定的。',
    },
    formula: {
      en: 'data in flight = rate x round trip; buffer = data in flight x what the congestion control needs on top of it, a power of two, at most 64 MiB and a part of a quarter of tcp_mem for each busy connection',
      'zh-CN':
        '在途数据 = 速率 x 往返；缓冲区 = 在途数据 x 拥塞控制所需的倍数，取 2 的幂，最多 64 MiB，且不超过每个繁忙连接在 tcp_mem 四分之一中的份额',
    },
    sources: [
      'Documentation/networking/ip-sysctl.rst (tcp_wmem)',
      'net/ipv4/tcp_input.c of the kernel (tcp_sndbuf_expand)',
      'tcp(7), socket(7)',
    ],
  },
  evaluate,
};
