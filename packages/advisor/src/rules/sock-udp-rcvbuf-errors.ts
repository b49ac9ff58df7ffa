import {
  deltaOfAll,
  formatRate,
  formatValue,
  ID,
  NO_WORDS,
  rateOfAll,
  type SampleWindow,
  shareOf,
  tunableNumbers,
} from '@netstrata/metrics';
import { recentDumps } from '../dumps.ts';
import { rateEvidence } from '../evidence.ts';
import { memoryIsShort, seenLongEnough } from '../guards.ts';
import { namespaceUdpDrops } from '../namespaces/udpDrops.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';
import { type CureInput, defaultCure, lockedCure, maximumCure, tooSlowCure } from '../udp/cures.ts';
import { CLEAR_SECONDS, type Dropper, droppersOf } from '../udp/droppers.ts';
import { type Cure, HOW_IT_DROPS, type HostDrops, socketFinding } from '../udp/finding.ts';
import { bufferNeed, type UdpLoad, udpLoad } from '../udp/need.ts';

/** More drops than this within a minute open advice. */
const DROPS_A_MINUTE = 10;
const MINUTE_SECONDS = 60;
/** Of the datagrams that arrived for a socket: above it the loss is critical. */
const CRITICAL_SHARE = 0.01;
const HOST = 'host';

const DROPS = [ID.udp.rcvbufErrors, ID.udp6.rcvbufErrors];
const READ = [ID.udp.inDatagrams, ID.udp6.inDatagrams];

/** Growth of the drop counters; undefined also when they have not been seen for long enough. */
function dropped(context: RuleContext, seconds: number): number | undefined {
  if (!DROPS.some((metric) => seenLongEnough(context, metric))) return undefined;
  return deltaOfAll(context.window, DROPS, seconds);
}

function hostDrops(window: SampleWindow): HostDrops {
  const drops = deltaOfAll(window, DROPS, MINUTE_SECONDS);
  const read = deltaOfAll(window, READ, MINUTE_SECONDS);
  const evidence = DROPS.flatMap((metric) => rateEvidence(window, { metric }, MINUTE_SECONDS)).filter(
    ({ value }) => value !== 0,
  );
  const arrived = drops === undefined || read === undefined ? undefined : drops + read;
  const seconds = Math.round(Math.max(0, ...DROPS.map((metric) => window.coveredSeconds(metric))));
  return {
    seconds: Math.min(MINUTE_SECONDS, seconds),
    perSecond: rateOfAll(window, DROPS, MINUTE_SECONDS),
    share: shareOf(drops, arrived),
    evidence,
  };
}

function cureOf(context: RuleContext, load: UdpLoad, dropper: Dropper): Cure {
  const { window, tunables } = context;
  const { row } = dropper;
  if (dropper.reader === 'too-slow') return tooSlowCure(dropper, rateOfAll(window, READ, dropper.pinnedSeconds));
  const rmemDefault = tunableNumbers(tunables, 'net.core.rmem_default')?.[0];
  const rmemMax = tunableNumbers(tunables, 'net.core.rmem_max')?.[0];
  const input: CureInput = {
    dropper,
    need: bufferNeed(load, dropper),
    rmemDefault,
    rmemMax,
    limitsKnown: rmemDefault !== undefined && rmemMax !== undefined,
    memoryShort: memoryIsShort(context),
  };
  if (row.rcvbuf !== undefined && row.rcvbuf === rmemDefault) return defaultCure(input, rmemDefault);
  if (row.rcvbuf !== undefined && rmemMax !== undefined && row.rcvbuf === 2 * rmemMax)
    return maximumCure(input, rmemMax);
  return lockedCure(input);
}

/** Drops that no socket of the dumps explains. */
function uncaught(host: HostDrops, looks: number): Finding {
  const seen =
    looks === 0
      ? {
          en: 'The agent sends no list of sockets, so the socket cannot be named.',
          'zh-CN': 'agent 没有发来套接字列表，所以说不出是哪个套接字。',
        }
      : {
          en: `None of the UDP sockets in ${looks} looks dropped any: the socket has been closed since.`,
          'zh-CN': `${looks} 次采样中没有一个 UDP 套接字丢弃过：那个套接字后来已关闭。`,
        };
  return {
    subject: HOST,
    severity: 'warning',
    confidence: 'low',
    title: {
      en: 'UDP datagrams are dropped because a receive buffer is full',
      'zh-CN': '接收缓冲区满，UDP 数据报被丢弃',
    },
    why: {
      en: `${HOW_IT_DROPS.en} The host counts ${formatRate(host.perSecond, 'datagrams', { noun: true })} dropped. ${seen.en}`,
      'zh-CN': `${HOW_IT_DROPS['zh-CN']}本机每秒丢弃 ${formatValue(host.perSecond, 'count')} 个数据报。${seen['zh-CN']}`,
    },
    where: { en: 'a UDP socket of this host that was not caught', 'zh-CN': '本机一个没有捕捉到的 UDP 套接字' },
    evidence: host.evidence,
    changes: [],
    arithmetic: NO_WORDS,
    actions: [
      {
        en: 'Watch "ss -uamn" while the counter grows: the number after "d" is the drops of each socket.',
        'zh-CN': '计数增长时观察 "ss -uamn"："d" 后的数字是每个套接字的丢弃数。',
      },
    ],
    risk: { en: 'Looking costs nothing.', 'zh-CN': '查看没有代价。' },
    expectedEffect: {
      en: 'The socket is known, and its buffer or its reader can be mended.',
      'zh-CN': '知道了是哪个套接字，就能治它的缓冲区或读取方。',
    },
    verify: {
      en: 'Under the same load "nstat -az UdpRcvbufErrors Udp6RcvbufErrors" no longer grows.',
      'zh-CN': '相同负载下 "nstat -az UdpRcvbufErrors Udp6RcvbufErrors" 不再增长。',
    },
    notWhen: {
      en: 'A short-lived test or a program that was stopped on purpose dropped them.',
      'zh-CN': '是短暂的测试，或有意停止的程序丢的。',
    },
  };
}

function onHost(context: RuleContext, firing: ReadonlySet<string>): readonly Finding[] {
  const recent = dropped(context, CLEAR_SECONDS) ?? 0;
  if (recent === 0) return [];
  const enough = (dropped(context, MINUTE_SECONDS) ?? 0) > DROPS_A_MINUTE;
  const host = hostDrops(context.window);
  const dumps = recentDumps(context, MINUTE_SECONDS);
  const droppers = droppersOf(dumps);
  if (droppers.length === 0) return enough || firing.has(HOST) ? [uncaught(host, dumps.length)] : [];
  const load = udpLoad(context.window);
  const severity = (host.share ?? 0) > CRITICAL_SHARE ? 'critical' : 'warning';
  return droppers
    .filter(({ gone, droppedLately }) => !gone && droppedLately > 0)
    .filter(({ subject, reader }) => firing.has(subject) || (enough && reader !== 'undecided'))
    .map((dropper) => socketFinding(dropper, host, severity, cureOf(context, load, dropper)));
}

/** Datagrams lost because a UDP receive buffer was full. */
export const sockUdpRcvbufErrors: Rule = {
  id: 'sock-udp-rcvbuf-errors',
  layer: 'socket',
  title: { en: 'UDP receive buffer overflow', 'zh-CN': 'UDP 接收缓冲区溢出' },
  metrics: [
    ...DROPS,
    ID.netns.udpRcvbufErrors,
    ...READ,
    ID.sockets.udpDrops,
    ID.sockets.udpRmemAllocBytes,
    ID.sockets.udpRcvbufBytes,
    ID.ip.inReceives,
    ID.ip6.inReceives,
    ID.ip.inOctets,
    ID.ip6.inOctets,
    ID.memory.availableBytes,
    ID.memory.totalBytes,
  ],
  tunables: ['net.core.rmem_default', 'net.core.rmem_max'],
  about: {
    feels: ['udp', 'drops'],
    symptom: {
      en: 'Datagrams are lost inside the host: gaps in calls and video, DNS questions without answer, metrics and logs that miss lines.',
      'zh-CN': '数据报在主机内部丢失：通话和视频断续，DNS 查询没有应答，指标和日志缺行。',
    },
    reasoning: {
      en: 'More than 10 datagrams dropped within a minute because a receive buffer was full (Udp RcvbufErrors); critical above 1 % of what arrived. The socket is named by its own drop count. A buffer that is never seen emptied for 10 s has a reader that is too slow: a larger one would fill as well. One that is seen emptied between bursts is too small, by rmem_default (the program asked for nothing), by rmem_max (it asked for more than it may) or by its own choice. The network namespaces of containers, pods and services are told by the same number each.',
      'zh-CN':
        '一分钟内因接收缓冲区满丢弃超过 10 个数据报（Udp RcvbufErrors）；超过到达量的 1 % 为严重。由套接字自己的丢弃计数指出是哪个。10 s 内从不见空的缓冲区，是读取方太慢：更大的同样会满。突发之间见空的，是缓冲区太小：受限于 rmem_default（程序没有请求）、rmem_max（请求超过允许值）或自己的选择。容器、pod 和服务的网络命名空间，各按同样的数目判断。',
    },
    formula: {
      en: 'buffer = what it holds + datagrams dropped in the worst burst x memory that the kernel charges for one; at least twice what did not suffice, the next power of two, at most 64 MiB (4 MiB for rmem_default, which all sockets get); half of it for SO_RCVBUF and rmem_max, which the kernel doubles. It only goes up while the advice is open',
      'zh-CN':
        '缓冲区 = 它装得下的 + 最大一次突发中丢弃的数据报数 x 内核对一个数据报计费的内存；至少为不够用的那个值的两倍，向上取 2 的幂，最多 64 MiB（所有套接字都会得到的 rmem_default 最多 4 MiB）；SO_RCVBUF 和 rmem_max 取其一半，因为内核会加倍。建议未关闭期间它只增不减',
    },
    sources: ['Documentation/admin-guide/sysctl/net.rst', 'net/core/sock.c and net/ipv4/udp.c of the kernel', 'udp(7)'],
  },
  evaluate: (context, firing) => [...onHost(context, firing), ...namespaceUdpDrops(context, firing)],
};
