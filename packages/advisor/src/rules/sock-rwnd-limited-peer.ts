import {
  endpoint,
  formatValue,
  ID,
  NO_WORDS,
  type SocketRow,
  type SocketsReport,
  sameWords,
  type Words,
} from '@netstrata/metrics';
import { NO_CHANGE } from '../change.ts';
import { anyMatters, recentDumps, runsUpToNow, type Sight, spanSeconds } from '../dumps.ts';
import { knownEvidence } from '../evidence.ts';
import { isOver, type Threshold } from '../hysteresis.ts';
import { isWithin } from '../isWithin.ts';
import { median } from '../median.ts';
import { whoOf } from '../owner.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';

const RWND_SHARE = 'socket.tcp.rwndLimitedShare';
const SHARE: Threshold = { fire: 0.2, clear: 0.1 };
const RUN = { seconds: 12, looks: 5 };
const DUMP_SECONDS = 30;
/** Below it a peer that holds a connection back costs hardly anything, unless it stands still. */
const WORTH_BYTES_PER_SECOND = 100_000;
/** From here on a window that is too small for the path is a loss, not a curiosity. */
const FAST_BYTES_PER_SECOND = 1_000_000;
/** A window that stays the same is as large as the peer makes it; one that goes up and down follows its reader. */
const STEADY = 0.75;
/** Of its looks, in which the reader may have been late for once: a busy machine is now and then. */
const LATE_LOOKS = 0.2;
/** Of a window for each round trip: less gets through when something else than the size of the window holds back. */
const FULL_USE = 0.5;
/** The largest window without window scaling. */
const UNSCALED_BYTES = 65_535;
const MOST_FINDINGS = 5;

interface Held {
  readonly row: SocketRow;
  readonly share: number;
  readonly kind: 'stalled' | 'small-window' | 'slow-reader';
  readonly windowBytes: number | undefined;
  readonly bytesPerSecond: number;
}

function heldOf(run: readonly Sight[]): Held | undefined {
  const row = run.at(-1)?.row;
  const share = median(run.flatMap((sight) => sight.row.rwndLimitedShare ?? []));
  if (row === undefined || share === undefined || spanSeconds(run) < RUN.seconds || run.length < RUN.looks)
    return undefined;
  const windows = run.flatMap((sight) => sight.row.sndWndBytes ?? []);
  const windowBytes = windows.length === 0 ? undefined : Math.max(...windows);
  const bytesPerSecond = median(run.map((sight) => sight.row.txBytesPerSecond ?? 0)) ?? 0;
  const stalled = run.every((sight) => (sight.row.txBytesPerSecond ?? 0) === 0);
  const usual = windows.toSorted((a, b) => a - b)[Math.floor(LATE_LOOKS * windows.length)];
  const steady = windowBytes !== undefined && (usual ?? 0) >= STEADY * windowBytes;
  const atMost = windowBytes === undefined || !row.rttUs ? undefined : (windowBytes * 1e6) / row.rttUs;
  const isUsed = atMost === undefined || bytesPerSecond >= FULL_USE * atMost;
  const kind = stalled ? 'stalled' : steady && isUsed ? 'small-window' : 'slow-reader';
  return { row, share, kind, windowBytes, bytesPerSecond };
}

/** Where both ends are here, the reader is, and a rule of its own looks at it. */
const isSender = (row: SocketRow): boolean =>
  row.protocol === 'tcp' && row.state === 'established' && row.rwndLimitedShare !== undefined && !isWithin(row);

const isHeld = ({ rwndLimitedShare }: SocketRow): boolean => (rwndLimitedShare ?? 0) > SHARE.clear;

/** Senders that move data are in one list, those that stand still with full buffers in the other. */
function heldSenders(dumps: readonly SocketsReport[]): readonly Held[] {
  // The middle one of shares that are all small is small.
  if (!anyMatters(dumps, 'senders', isHeld) && !anyMatters(dumps, 'fullest', isHeld)) return [];
  const runs = new Map(runsUpToNow(dumps, 'senders', isSender));
  for (const [cookie, run] of runsUpToNow(dumps, 'fullest', isSender))
    if (run.length > (runs.get(cookie)?.length ?? 0)) runs.set(cookie, run);
  return [...runs.values()].flatMap((run) => heldOf(run) ?? []);
}

function whyOf({ row, share, kind, windowBytes, bytesPerSecond }: Held): Words {
  const wait = { en: `${formatValue(share, 'share')} of the time`, 'zh-CN': `${formatValue(share, 'share')} 的时间` };
  const first = {
    en: `A receiver says with every answer how much more it has room for, its window; the sender may not send beyond it. ${whoOf(row).en} has data for ${row.remote}, and the window of that machine held it back ${wait.en}`,
    'zh-CN': `接收方在每个应答里告知还能收多少，即窗口；发送方不能超出。${whoOf(row)['zh-CN']} 有数据要发给 ${row.remote}，而那台机器的窗口让它等了 ${wait['zh-CN']}`,
  };
  if (kind === 'stalled')
    return {
      en: `${first.en}: it has let nothing through in any look. The program over there does not read, or is stopped. Nothing on this host can change that.`,
      'zh-CN': `${first['zh-CN']}：每次采样都看到窗口没有放行任何数据。那边的程序不读，或已停止。本机做什么都改变不了。`,
    };
  if (kind === 'slow-reader')
    return {
      en: `${first.en}. The window is no larger than what the program over there has read: it reads more slowly than this host sends (now ${formatValue(bytesPerSecond, 'bytes/s')}). Nothing on this host can change that.`,
      'zh-CN': `${first['zh-CN']}。窗口不超过那边程序已读走的量：它读得比本机发得慢（现在 ${formatValue(bytesPerSecond, 'bytes/s')}）。本机做什么都改变不了。`,
    };
  const { rttUs } = row;
  const path =
    rttUs === undefined || windowBytes === undefined || rttUs <= 0
      ? NO_WORDS
      : {
          en: ` ${formatValue(windowBytes, 'bytes')} for each round trip of ${formatValue(rttUs, 'microseconds')} is ${formatValue((windowBytes * 1e6) / rttUs, 'bytes/s')} at most.`,
          'zh-CN': `每个 ${formatValue(rttUs, 'microseconds')} 的往返 ${formatValue(windowBytes, 'bytes')}，最多就是 ${formatValue((windowBytes * 1e6) / rttUs, 'bytes/s')}。`,
        };
  return {
    en: `${first.en}. The window stays at ${formatValue(windowBytes, 'bytes')}: its program reads in time, but its receive buffer is too small for this path.${path.en} Buffers of this host do not matter.`,
    'zh-CN': `${first['zh-CN']}。窗口停在 ${formatValue(windowBytes, 'bytes')}：那边的程序读得及时，但接收缓冲区对这条路径太小。${path['zh-CN']}与本机的缓冲区无关。`,
  };
}

function actionsOf({ row, kind, windowBytes, bytesPerSecond }: Held): readonly Words[] {
  if (kind !== 'small-window')
    return [
      {
        en: `On ${row.remote}: see why the program does not read ("ss -tinm 'sport = :${row.remotePort}'" shows a large Recv-Q): a full core, a slow disk, a limit of its own.`,
        'zh-CN': `在 ${row.remote} 上：看程序为何不读（"ss -tinm 'sport = :${row.remotePort}'" 的 Recv-Q 很大）：跑满的核、慢磁盘，或自身的限制。`,
      },
    ];
  const scaling =
    windowBytes !== undefined && windowBytes <= UNSCALED_BYTES
      ? [
          {
            en: 'A window that never exceeds 64 KiB can also mean that window scaling is off at one end (net.ipv4.tcp_window_scaling), or taken out of the handshake by a firewall.',
            'zh-CN':
              '窗口从不超过 64 KiB，也可能是一端关闭了窗口缩放（net.ipv4.tcp_window_scaling），或防火墙把它从握手中去掉了。',
          },
        ]
      : [];
  return [
    {
      en: `On ${row.remote}: let receive buffers grow, by a larger third number of net.ipv4.tcp_rmem (at least 4 x rate x round trip), or remove SO_RCVBUF from its program, which fixes the size.`,
      'zh-CN': `在 ${row.remote} 上：加大 net.ipv4.tcp_rmem 的第三个数（至少 4 x 速率 x 往返）让接收缓冲区增长，或去掉程序中固定大小的 SO_RCVBUF。`,
    },
    {
      en: `Meanwhile several connections in parallel carry several times the ${formatValue(bytesPerSecond, 'bytes/s')} of this one.`,
      'zh-CN': `在此之前，多条并行连接可传这一条 ${formatValue(bytesPerSecond, 'bytes/s')} 的数倍。`,
    },
    ...scaling,
  ];
}

function findingOf(held: Held, others: number): Finding {
  const { row, share, kind, windowBytes, bytesPerSecond } = held;
  const labels = { socket: `${endpoint(row.local, row.localPort)} ${endpoint(row.remote, row.remotePort)}` };
  const name = row.process !== undefined ? sameWords(row.process) : { en: 'a program', 'zh-CN': '某个程序' };
  const titles = {
    stalled: {
      en: `${row.remote} does not read what ${name.en} sends to it`,
      'zh-CN': `${row.remote} 不读取 ${name['zh-CN']} 发给它的数据`,
    },
    'slow-reader': {
      en: `${row.remote} reads more slowly than ${name.en} sends`,
      'zh-CN': `${row.remote} 的读取速度跟不上 ${name['zh-CN']} 的发送速度`,
    },
    'small-window': {
      en: `The receive window of ${row.remote} limits how fast ${name.en} can send`,
      'zh-CN': `${row.remote} 的接收窗口限制了 ${name['zh-CN']} 的发送速度`,
    },
  };
  return {
    subject: row.remote,
    severity: kind === 'small-window' && bytesPerSecond > FAST_BYTES_PER_SECOND ? 'warning' : 'info',
    confidence: kind === 'small-window' ? 'medium' : 'high',
    title: titles[kind],
    why: whyOf(held),
    where: {
      en: `TCP connection of ${whoOf(row).en} to ${endpoint(row.remote, row.remotePort)}, ${formatValue(bytesPerSecond, 'bytes/s')} delivered${others === 0 ? '' : `, and ${others} more to that machine`}`,
      'zh-CN': `${whoOf(row)['zh-CN']} 到 ${endpoint(row.remote, row.remotePort)} 的 TCP 连接，交付速率 ${formatValue(bytesPerSecond, 'bytes/s')}${others === 0 ? '' : `，到那台机器另有 ${others} 个`}`,
    },
    evidence: [
      ...knownEvidence({ metric: RWND_SHARE, labels }, share),
      ...knownEvidence({ metric: ID.sockets.sendQBytes, labels }, row.sendQ),
      ...knownEvidence({ metric: ID.tcp.rttMedianUs, labels }, row.rttUs),
    ],
    ...NO_CHANGE,
    actions: actionsOf(held),
    risk: { en: 'Nothing on this host is changed.', 'zh-CN': '本机没有任何改动。' },
    expectedEffect: {
      en: `The window of ${row.remote} (now at most ${formatValue(windowBytes, 'bytes')}) no longer closes, and the path or the program becomes the limit.`,
      'zh-CN': `${row.remote} 的窗口（现在最多 ${formatValue(windowBytes, 'bytes')}）不再关闭，限制转到路径或程序。`,
    },
    verify: {
      en: `"ss -tinm 'dport = :${row.remotePort}'" shows rwnd_limited below 10 %, and snd_wnd larger than what is unacked.`,
      'zh-CN': `"ss -tinm 'dport = :${row.remotePort}'" 的 rwnd_limited 低于 10 %，snd_wnd 大于未确认的量。`,
    },
    notWhen: {
      en: 'The receiver slows its sender on purpose: a player that is ahead, a download with a speed limit.',
      'zh-CN': '接收方有意让发送方慢下来：已缓冲足够的播放器，限速下载。',
    },
  };
}

function evaluate(context: RuleContext, firing: ReadonlySet<string>): readonly Finding[] {
  const byPeer = new Map<string, Held[]>();
  for (const held of heldSenders(recentDumps(context, DUMP_SECONDS))) {
    const { remote } = held.row;
    if (held.kind !== 'stalled' && held.bytesPerSecond < WORTH_BYTES_PER_SECOND) continue;
    if (!isOver(held.share, SHARE, firing.has(remote))) continue;
    byPeer.set(remote, [...(byPeer.get(remote) ?? []), held]);
  }
  return [...byPeer.values()]
    .map((all) => all.toSorted((a, b) => b.bytesPerSecond - a.bytesPerSecond))
    .toSorted(([a], [b]) => (b?.bytesPerSecond ?? 0) - (a?.bytesPerSecond ?? 0))
    .slice(0, MOST_FINDINGS)
    .flatMap(([held, ...others]) => (held === undefined ? [] : [findingOf(held, others.length)]));
}

/** Connections that their peer's receive window holds back. */
export const sockRwndLimitedPeer: Rule = {
  id: 'sock-rwnd-limited-peer',
  layer: 'socket',
  title: { en: 'Peer’s receive window limits sending', 'zh-CN': '对端接收窗口限制发送' },
  metrics: [RWND_SHARE, ID.sockets.sendQBytes, ID.tcp.rttMedianUs],
  tunables: [],
  about: {
    feels: ['upload'],
    symptom: {
      en: 'A transfer to one machine is slow, and neither the network nor anything on this host is busy.',
      'zh-CN': '到某台机器的传输慢，而网络和本机都不忙。',
    },
    reasoning: {
      en: 'For 12 s a connection above 100 kB/s, or one that stands still, waits more than 20 % of its time for the peer’s window (tcp_info rwnd_limited); cleared at 10 %. A window that stays the same is the peer’s receive buffer, one that goes up and down its reader. Connections within the host are left out: there the reader itself is looked at.',
      'zh-CN':
        '12 s 内，速率超过 100 kB/s 或停住不动的连接有超过 20 % 的时间在等对端窗口（tcp_info rwnd_limited）；降到 10 % 解除。不变的窗口是对端的接收缓冲区，时大时小的是其读取方。主机内部的连接不算：那里直接看读取方。',
    },
    formula: NO_WORDS,
    sources: ['net/ipv4/tcp.c of the kernel (tcp_get_info_chrono_stats)', 'RFC 7323, section 2', 'tcp(7)'],
  },
  evaluate,
};
