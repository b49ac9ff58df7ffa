import { formatValue, type SocketRow, tunableNumbers } from '@netstrata/metrics';
import { changeTo, NO_CHANGE } from '../change.ts';
import { recentDumps, runsUpToNow, type Sight, spanSeconds } from '../dumps.ts';
import { knownEvidence } from '../evidence.ts';
import { pow2ceil } from '../guards.ts';
import { isOver } from '../hysteresis.ts';
import { median } from '../median.ts';
import { programName, whoOf } from '../owner.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';

const LOWAT = 'net.ipv4.tcp_notsent_lowat';
const NOTSENT = 'socket.tcp.notsentBytes';
/** How long what is written last waits in the send buffer, before the path has even seen it. */
const WAIT_SECONDS = { fire: 1, clear: 0.5 };
/** Connections of one port: fewer are a transfer, not a service. */
const LEAST_CONNECTIONS = 3;
const RUN = { seconds: 10, looks: 5 };
const DUMP_SECONDS = 30;
/** Unsent data for so long keeps a program and its kernel busy without a gap. */
const AHEAD_SECONDS = 0.02;
const LEAST_BYTES = 131_072;
const MOST_BYTES = 1024 * 1024;
const MOST_FINDINGS = 3;

interface Waiting {
  readonly row: SocketRow;
  readonly bytes: number;
  readonly bytesPerSecond: number;
  readonly seconds: number;
}

const isSender = ({ protocol, state }: SocketRow): boolean => protocol === 'tcp' && state === 'established';

function waitingOf(run: readonly Sight[]): Waiting | undefined {
  const row = run.at(-1)?.row;
  const bytes = median(run.flatMap((sight) => sight.row.notsentBytes ?? []));
  const bytesPerSecond = median(run.flatMap((sight) => sight.row.txBytesPerSecond ?? []));
  if (row === undefined || spanSeconds(run) < RUN.seconds || run.length < RUN.looks) return undefined;
  if (bytes === undefined || bytesPerSecond === undefined || bytesPerSecond <= 0 || bytes < LEAST_BYTES)
    return undefined;
  return { row, bytes, bytesPerSecond, seconds: bytes / bytesPerSecond };
}

function cureOf(context: RuleContext, waiting: readonly Waiting[]): Pick<Finding, 'changes' | 'arithmetic' | 'need'> {
  const [current] = tunableNumbers(context.tunables, LOWAT) ?? [];
  const fastest = Math.max(...waiting.map(({ bytesPerSecond }) => bytesPerSecond));
  const wanted = Math.min(MOST_BYTES, Math.max(LEAST_BYTES, pow2ceil(AHEAD_SECONDS * fastest)));
  if (current === undefined || current <= wanted) return NO_CHANGE;
  return {
    need: { amount: wanted, from: String(current) },
    changes: changeTo(context, LOWAT, wanted),
    arithmetic: {
      en: `${formatValue(fastest, 'bytes/s')} of the fastest x 20 ms = ${formatValue(AHEAD_SECONDS * fastest, 'bytes')}; a power of two from 128 KiB to 1 MiB: ${wanted}`,
      'zh-CN': `最快的 ${formatValue(fastest, 'bytes/s')} x 20 ms = ${formatValue(AHEAD_SECONDS * fastest, 'bytes')}；取 128 KiB 到 1 MiB 之间的 2 的幂：${wanted}`,
    },
  };
}

function findingOf(context: RuleContext, subject: string, waiting: readonly [Waiting, ...Waiting[]]): Finding {
  const [{ row, bytes, bytesPerSecond, seconds }] = waiting;
  const name = programName(row) ?? subject;
  const cure = cureOf(context, waiting);
  const option = {
    en: `Set TCP_NOTSENT_LOWAT on the connections of ${name} (128 KiB is common), which concerns it alone: it is then told that it may write only when less than that is unsent.`,
    'zh-CN': `在 ${name} 的连接上设 TCP_NOTSENT_LOWAT（常用 128 KiB），这样只影响它：只有未发数据低于它时，程序才被通知可写。`,
  };
  return {
    subject,
    severity: 'info',
    confidence: 'medium',
    title: {
      en: `What ${name} writes last waits ${formatValue(seconds * 1e6, 'microseconds')} in its own send buffers`,
      'zh-CN': `${name} 最后写入的数据在自己的发送缓冲区里要等 ${formatValue(seconds * 1e6, 'microseconds')}`,
    },
    why: {
      en: `A program may write as much as its send buffer holds, however slow the path is. What it writes then goes behind all of that: ${formatValue(bytes, 'bytes')} wait unsent on a connection of ${whoOf(row).en} that moves ${formatValue(bytesPerSecond, 'bytes/s')}, and ${waiting.length} connections of port ${row.localPort} look like that. An urgent answer, a cancelled download or a lower video quality take effect only after it, and the memory is held all the while.`,
      'zh-CN': `不管路径多慢，程序都能写满发送缓冲区。之后写的都排在后面：${whoOf(row)['zh-CN']} 的一条连接上有 ${formatValue(bytes, 'bytes')} 未发，而它的速率为 ${formatValue(bytesPerSecond, 'bytes/s')}，端口 ${row.localPort} 上有 ${waiting.length} 条连接都是这样。紧急应答、取消下载、降低视频码率都要等它们发完才生效，其间内存一直占着。`,
    },
    where: {
      en: `${waiting.length} connections of ${whoOf(row).en} on port ${row.localPort}`,
      'zh-CN': `${whoOf(row)['zh-CN']} 在端口 ${row.localPort} 上的 ${waiting.length} 条连接`,
    },
    evidence: knownEvidence({ metric: NOTSENT, labels: { socket: subject } }, bytes),
    ...cure,
    ...(cure.changes.length > 0 ? { better: option, actions: [] } : { actions: [option] }),
    risk: {
      en: `Risk 2 of 4. ${LOWAT} holds at once for all connections without an option of their own; programs are woken more often, and one that is slow to write may leave the path idle.`,
      'zh-CN': `风险 2/4。${LOWAT} 对所有没有自设选项的连接立即生效；程序被唤醒得更频繁，写得慢的可能让路径空闲。`,
    },
    expectedEffect: {
      en: 'Unsent data falls to the limit, throughput stays within some percent.',
      'zh-CN': '未发数据降到上限，吞吐变化在百分之几以内。',
    },
    verify: {
      en: `"ss -tin 'sport = :${row.localPort}'" shows a small notsent, and the same delivery_rate.`,
      'zh-CN': `"ss -tin 'sport = :${row.localPort}'" 的 notsent 很小，delivery_rate 不变。`,
    },
    notWhen: {
      en: 'The program only ever sends whole files, and neither their memory nor what comes after them matters.',
      'zh-CN': '程序只发送完整文件，它们占的内存和之后的数据都不要紧。',
    },
  };
}

function evaluate(context: RuleContext, firing: ReadonlySet<string>): readonly Finding[] {
  const dumps = recentDumps(context, DUMP_SECONDS);
  const served = new Set(dumps.at(-1)?.listeners.map(({ localPort }) => localPort));
  const newest = dumps.at(-1)?.senders ?? [];
  if (!newest.some(({ localPort, notsentBytes = 0 }) => notsentBytes > 0 && served.has(localPort))) return [];
  const byService = new Map<string, Waiting[]>();
  for (const run of runsUpToNow(dumps, 'senders', isSender).values()) {
    const waiting = waitingOf(run);
    if (waiting === undefined || !served.has(waiting.row.localPort)) continue;
    // A service is known by its port, before its program is.
    const subject = `tcp :${waiting.row.localPort}`;
    if (isOver(waiting.seconds, WAIT_SECONDS, firing.has(subject)))
      byService.set(subject, [...(byService.get(subject) ?? []), waiting]);
  }
  return [...byService]
    .filter(([subject, all]) => firing.has(subject) || all.length >= LEAST_CONNECTIONS)
    .map(([subject, all]) => [subject, all.toSorted((a, b) => b.seconds - a.seconds)] as const)
    .slice(0, MOST_FINDINGS)
    .flatMap(([subject, [worst, ...others]]) =>
      worst === undefined ? [] : [findingOf(context, subject, [worst, ...others])],
    );
}

/** Services that write far ahead of what their paths carry. */
export const sockNotsentLowat: Rule = {
  id: 'sock-notsent-lowat',
  layer: 'socket',
  title: { en: 'Data waits long in send buffers', 'zh-CN': '数据在发送缓冲区里等很久' },
  metrics: [NOTSENT],
  tunables: [LOWAT],
  about: {
    feels: ['late', 'memory'],
    symptom: {
      en: 'Urgent answers come late on connections that are busy; a server holds much memory for slow clients.',
      'zh-CN': '繁忙连接上的紧急应答来得晚；服务器为慢客户端占着大量内存。',
    },
    reasoning: {
      en: 'For 10 s at least three connections of one listening port hold 128 KiB and more unsent, which is more than one second of what they move (the middle of the looks); it stays open while one is above half a second.',
      'zh-CN':
        '10 s 内，一个监听端口至少有三条连接积有 128 KiB 以上未发数据，且超过其一秒所能发送的量（取各次采样的中位数）；只要有一条超过半秒就保持打开。',
    },
    formula: {
      en: 'tcp_notsent_lowat = 20 ms of the fastest of these connections, a power of two from 128 KiB to 1 MiB',
      'zh-CN': 'tcp_notsent_lowat = 其中最快连接 20 ms 的量，取 128 KiB 到 1 MiB 之间的 2 的幂',
    },
    sources: ['Documentation/networking/ip-sysctl.rst (tcp_notsent_lowat)', 'tcp(7)'],
  },
  evaluate,
};
