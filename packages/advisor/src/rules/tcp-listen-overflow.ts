import { ID, NO_WORDS, type SocketsReport, tunableNumbers } from '@netstrata/metrics';
import { mattering, recentDumps } from '../dumps.ts';
import { memoryIsShort, seenLongEnough } from '../guards.ts';
import { type CureInput, smallBacklogCure, stoppedCure, tooSlowCure, unknownLimitCure } from '../listen/cures.ts';
import {
  type Cure,
  listenerFinding,
  NOT_SYN_BACKLOG,
  overflowEvidence,
  overflowText,
  RATE_SECONDS,
} from '../listen/finding.ts';
import { CLEAR_SECONDS, isNearFull, type Listener, listenersOf } from '../listen/listeners.ts';
import { backlogNeed } from '../listen/need.ts';
import { SOMAXCONN } from '../listen/raiseSomaxconn.ts';
import { oldListenerCure, smallSomaxconnCure } from '../listen/somaxconnCures.ts';
import { namespaceOverflows } from '../namespaces/overflows.ts';
import type { Finding, Rule, RuleContext, Severity } from '../types.ts';

const WARNING_PER_SECOND = 1;
const CRITICAL_PER_SECOND = 5;
/** Dumps that are looked at. */
const DUMP_SECONDS = 90;
/** The subject when no listener was caught. */
const HOST = 'host';

interface Overflows {
  readonly perSecond: number | undefined;
  readonly fires: boolean;
  /** Some within the clearing time: what keeps open advice open. */
  readonly lingers: boolean;
}

function overflowsOf(context: RuleContext): Overflows {
  const { window } = context;
  const perSecond = window.rate(ID.tcp.listenOverflows, RATE_SECONDS);
  const fires = seenLongEnough(context, ID.tcp.listenOverflows) && (perSecond ?? 0) > WARNING_PER_SECOND;
  return { perSecond, fires, lingers: (window.delta(ID.tcp.listenOverflows, CLEAR_SECONDS) ?? 0) > 0 };
}

function severityOf({ perSecond }: Overflows): Severity {
  return (perSecond ?? 0) > CRITICAL_PER_SECOND ? 'critical' : 'warning';
}

/** Whether it is this one that overflows: by its own count, where the kernel keeps one. */
function overflowed({ droppedLately, seenFull }: Listener): boolean {
  return droppedLately === undefined ? seenFull : droppedLately > 0;
}

function firesFor(listener: Listener, overflows: Overflows, open: boolean): boolean {
  if (open) return listener.stillFilling || (overflows.lingers && overflowed(listener));
  return listener.nearFullNow || (overflows.fires && overflowed(listener));
}

/** The kernel gives a backlog when a program calls listen(): one that was the limit of an earlier time is not the program's doing. */
function wasLimit({ tunables, valuesBefore }: RuleContext, { row }: Listener): boolean {
  const now = tunableNumbers(tunables, SOMAXCONN)?.[0] ?? 0;
  return row.sendQ < now && (valuesBefore?.(SOMAXCONN) ?? []).some((value) => Number(value) === row.sendQ);
}

function cureOf(context: RuleContext, input: CureInput): Cure {
  const somaxconn = tunableNumbers(context.tunables, SOMAXCONN)?.[0];
  const { listener } = input;
  if (listener.reader === 'stopped') return stoppedCure(input);
  if (listener.reader === 'too-slow') return tooSlowCure(input);
  if (somaxconn === undefined) return unknownLimitCure(input);
  if (wasLimit(context, listener)) return oldListenerCure(input, somaxconn);
  if (listener.row.sendQ < somaxconn) return smallBacklogCure(input, somaxconn);
  return smallSomaxconnCure(input, somaxconn, memoryIsShort(context));
}

/** Overflows that no dump explains: said with less confidence, and never louder than a warning. */
function uncaught(overflows: Overflows, dumps: readonly SocketsReport[]): Finding {
  const looks =
    dumps.length === 0
      ? {
          en: 'The agent sends no list of sockets, so the listener cannot be named.',
          'zh-CN': 'agent 没有发来套接字列表，所以说不出是哪个监听套接字。',
        }
      : {
          en: `In ${dumps.length} looks no listener was seen full and none that is still open has dropped any: it has been closed since, or its bursts are shorter than the time between two looks.`,
          'zh-CN': `${dumps.length} 次采样中没有看到监听套接字是满的，仍打开的也没有丢弃过：它后来已关闭，或突发比两次采样的间隔还短。`,
        };
  return {
    subject: HOST,
    severity: 'warning',
    confidence: 'low',
    title: { en: 'Connections are dropped because an accept queue overflows', 'zh-CN': 'accept 队列溢出，连接被丢弃' },
    why: {
      en: `A program does not call accept() fast enough for the connections that arrive.${overflowText(overflows.perSecond).en} ${looks.en}`,
      'zh-CN': `程序调用 accept() 跟不上连接到达的速度。${overflowText(overflows.perSecond)['zh-CN']}${looks['zh-CN']}`,
    },
    where: {
      en: 'a listener of this host that was not caught while it was full',
      'zh-CN': '本机一个满的时候没有捕捉到的监听套接字',
    },
    evidence: overflowEvidence(overflows.perSecond),
    changes: [],
    arithmetic: NO_WORDS,
    actions: [
      {
        en: 'Watch "ss -ltn" during a burst: Recv-Q is the queue, Send-Q the backlog; the listener whose Recv-Q exceeds its Send-Q overflows.',
        'zh-CN': '突发时观察 "ss -ltn"：Recv-Q 是队列，Send-Q 是 backlog；Recv-Q 超过 Send-Q 的监听套接字在溢出。',
      },
      {
        en: 'Look first at listeners with a small Send-Q: they fill first.',
        'zh-CN': '先看 Send-Q 小的监听套接字：它们最先满。',
      },
    ],
    risk: { en: 'Looking costs nothing.', 'zh-CN': '查看没有代价。' },
    expectedEffect: {
      en: 'The listener is known, and its backlog or its accept loop can be mended.',
      'zh-CN': '知道了是哪个监听套接字，就能治它的 backlog 或 accept 循环。',
    },
    verify: {
      en: 'Under the same load "nstat -az TcpExtListenOverflows" no longer grows.',
      'zh-CN': '相同负载下 "nstat -az TcpExtListenOverflows" 不再增长。',
    },
    notWhen: NOT_SYN_BACKLOG,
  };
}

function onHost(context: RuleContext, firing: ReadonlySet<string>): readonly Finding[] {
  const { window } = context;
  const overflows = overflowsOf(context);
  const dumps = recentDumps(context, DUMP_SECONDS);
  const listeners = listenersOf(window, dumps);
  const suspects = listeners.filter((listener) => firesFor(listener, overflows, firing.has(listener.subject)));
  const findings = suspects
    .filter((listener) => listener.reader !== 'undecided' || firing.has(listener.subject))
    .map((listener) => {
      const need = backlogNeed(window, listener);
      const input = { listener, overflowsPerSecond: overflows.perSecond, need };
      const rates = { overflowsPerSecond: overflows.perSecond, peakAcceptedPerSecond: need.peakAcceptedPerSecond };
      const severity = listener.reader === 'stopped' ? 'critical' : severityOf(overflows);
      return listenerFinding(listener, rates, severity, cureOf(context, input));
    });
  if (suspects.length > 0 || !(overflows.fires || (firing.has(HOST) && overflows.lingers))) return findings;
  // A listener that was seen full and is gone explains what still counts in the averages.
  const innocent = new Set(listeners.filter(({ droppedLately }) => droppedLately === 0).map(({ row }) => row.cookie));
  const explains = (dump: SocketsReport) =>
    mattering(dump.listeners, isNearFull).some(({ cookie }) => !innocent.has(cookie));
  return dumps.some(explains) ? findings : [uncaught(overflows, dumps)];
}

/** Connections dropped because a program does not take them from its accept queue in time. */
export const tcpListenOverflow: Rule = {
  id: 'tcp-listen-overflow',
  layer: 'socket',
  title: { en: 'Accept queue overflow', 'zh-CN': 'accept 队列溢出' },
  metrics: [
    ID.tcp.listenOverflows,
    ID.netns.listenOverflows,
    ID.tcp.listenDrops,
    ID.tcp.passiveOpens,
    ID.sockets.acceptQueueMaxLen,
    ID.sockets.acceptQueueMaxBacklog,
    ID.memory.availableBytes,
    ID.memory.totalBytes,
  ],
  tunables: [SOMAXCONN],
  about: {
    feels: ['refused', 'drops', 'late'],
    symptom: {
      en: 'Clients wait for seconds, or are refused, although the service runs: connections that are established already find no room in the queue from which the program takes them.',
      'zh-CN': '服务在运行，客户端却要等好几秒或被拒绝：已建立的连接在程序取走它们的队列里没有位置。',
    },
    reasoning: {
      en: 'More than 1 overflow a second over 10 s (TcpExt ListenOverflows; critical above 5), or a listener whose accept queue is seen near full in several looks. The listener is named by its own drop count. A queue that never empties has a reader that stopped or is too slow, and no queue is long enough for it: then the program is to blame. A queue that is seen emptied overflows in bursts: then it is too short, by the argument of listen() or by net.core.somaxconn, whichever is smaller. One whose backlog is what net.core.somaxconn was before it was raised needs only a restart. In the network namespaces of containers, pods and services it is more than 60 within a minute.',
      'zh-CN':
        '10 s 内每秒超过 1 次溢出（TcpExt ListenOverflows；超过 5 为严重），或多次采样看到某监听套接字的 accept 队列接近满。由它自己的丢弃计数指出是哪个。从不见空的队列，读取方已停或太慢，队列多长都不够：问题在程序。见过空的队列在突发时溢出：那是太短，受限于 listen() 的参数或 net.core.somaxconn 中较小的。backlog 等于 net.core.somaxconn 提高之前的值的，只需重启程序。在容器、pod 和服务的网络命名空间中，条件是一分钟内超过 60 次。',
    },
    formula: {
      en: 'backlog = power of two above 2 x peak of accepted connections a second x longest stall of the reader in seconds, at most 65,535',
      'zh-CN': 'backlog = 2 x 峰值每秒接受连接数 x 读取方最长停顿秒数以上的 2 的幂，最多 65,535',
    },
    sources: [
      'Documentation/networking/ip-sysctl.rst (somaxconn)',
      'net/ipv4/tcp_ipv4.c, net/core/request_sock.c of the kernel',
      'listen(2)',
    ],
  },
  evaluate: (context, firing) => [...onHost(context, firing), ...namespaceOverflows(context, firing)],
};
