import { endpoint, formatAge, formatRate, formatValue, NO_WORDS } from '@netstrata/metrics';
import { titleOf } from '../byProgram.ts';
import { whoOf } from '../owner.ts';
import { type Cure, NOT_SYN_BACKLOG, overflowText } from './finding.ts';
import type { Listener } from './listeners.ts';
import type { Need } from './need.ts';
import { listenSetting } from './programs.ts';
import { SOMAXCONN } from './raiseSomaxconn.ts';

export interface CureInput {
  readonly listener: Listener;
  readonly overflowsPerSecond: number | undefined;
  readonly need: Need;
}

export const QUEUE_FACTS = {
  en: 'A connection whose handshake is done waits in the accept queue until the program calls accept(). The queue holds one more than the backlog. When it is full the kernel drops further handshakes, and clients try again after a second or more.',
  'zh-CN':
    '握手完成的连接在 accept 队列里等程序调用 accept()。队列可容纳的连接比 backlog 多一个。满了以后内核丢弃后续握手，客户端要过一秒甚至更久才会重试。',
};

/** A queue that nothing is taken from: no number in the kernel helps. */
export function stoppedCure({ listener, overflowsPerSecond }: CureInput): Cure {
  const { row, abreast, pinnedSeconds, oldestSeconds } = listener;
  const name = titleOf(row);
  const address = endpoint(row.local, row.localPort);
  const isOneOf = abreast > 1;
  const others = isOneOf
    ? {
        en: ` New connections are spread over ${abreast} listeners: those that come to this one wait in vain, and the others are served.`,
        'zh-CN': `新连接分散到 ${abreast} 个监听套接字：分到这一个的会一直等待，其余的正常得到服务。`,
      }
    : NO_WORDS;
  return {
    title: isOneOf
      ? {
          en: `${name}, one of ${abreast} listeners on ${address}, has stopped accepting connections`,
          'zh-CN': `${name}（${address} 上 ${abreast} 个监听之一）已停止接受连接`,
        }
      : {
          en: `${name} has stopped accepting connections on ${address}`,
          'zh-CN': `${name} 在 ${address} 上已停止接受连接`,
        },
    why: {
      en: `No connection has left the accept queue of ${whoOf(row).en} for ${formatAge((oldestSeconds ?? pinnedSeconds) * 1000)}: ${row.recvQ} wait, with a backlog of ${row.sendQ}. The program is blocked, waits for a lock, is out of file descriptors, or is stopped.${others.en}${overflowText(overflowsPerSecond).en}`,
      'zh-CN': `${whoOf(row)['zh-CN']} 的 accept 队列已有 ${formatAge((oldestSeconds ?? pinnedSeconds) * 1000)} 没有取走任何连接：${row.recvQ} 个在等，backlog 为 ${row.sendQ}。程序被阻塞、在等锁、文件描述符耗尽，或已被停止。${others['zh-CN']}${overflowText(overflowsPerSecond)['zh-CN']}`,
    },
    changes: [],
    arithmetic: NO_WORDS,
    actions: [
      {
        en: `See what it waits for: "cat /proc/${row.pid ?? 'PID'}/stack", "strace -fp ${row.pid ?? 'PID'}", or its own thread dump.`,
        'zh-CN': `看它在等什么："cat /proc/${row.pid ?? 'PID'}/stack"、"strace -fp ${row.pid ?? 'PID'}"，或程序自带的线程转储。`,
      },
      {
        en: `Compare its open files with its limit: "ls /proc/${row.pid ?? 'PID'}/fd | wc -l" and "grep 'open files' /proc/${row.pid ?? 'PID'}/limits". accept() that fails with EMFILE leaves the queue full.`,
        'zh-CN': `把打开的文件数与上限比较："ls /proc/${row.pid ?? 'PID'}/fd | wc -l" 与 "grep 'open files' /proc/${row.pid ?? 'PID'}/limits"。accept() 因 EMFILE 失败时，队列会一直满着。`,
      },
      {
        en: 'Restart it if it does not recover. A longer backlog would only make more clients wait for nothing.',
        'zh-CN': '若不能自行恢复就重启它。加大 backlog 只会让更多客户端白等。',
      },
    ],
    risk: {
      en: 'A restart drops the connections that wait in the queue and those that are served.',
      'zh-CN': '重启会断开队列里等待的连接和正在服务的连接。',
    },
    expectedEffect: {
      en: 'Once the program accepts again the queue drains at once and the overflows stop.',
      'zh-CN': '程序恢复 accept 后，队列立刻排空，溢出停止。',
    },
    notWhen: {
      en: `The program does not accept on purpose (maintenance, a standby). ${NOT_SYN_BACKLOG.en}`,
      'zh-CN': `程序有意不接受连接（维护、备机）。${NOT_SYN_BACKLOG['zh-CN']}`,
    },
  };
}

/** Full in every look although connections are accepted: more arrive than the program takes. */
export function tooSlowCure({ listener, overflowsPerSecond }: CureInput): Cure {
  const { row, pinnedSeconds, takenWhilePinned } = listener;
  const name = titleOf(row);
  const accepted =
    takenWhilePinned === undefined
      ? { en: 'how many it accepts is not known', 'zh-CN': '它接受了多少不得而知' }
      : {
          en: `the programs of this host accepted ${formatRate(takenWhilePinned / Math.max(1, pinnedSeconds), 'connections', { noun: true })}`,
          'zh-CN': `本机各程序每秒共接受 ${formatValue(takenWhilePinned / Math.max(1, pinnedSeconds), 'count')} 个连接`,
        };
  return {
    title: {
      en: `${name} accepts more slowly than connections arrive on ${endpoint(row.local, row.localPort)}`,
      'zh-CN': `${name} 在 ${endpoint(row.local, row.localPort)} 上接受连接的速度跟不上到达速度`,
    },
    why: {
      en: `The accept queue of ${whoOf(row).en} has been full or nearly so (now ${row.recvQ} connections, with a backlog of ${row.sendQ}) in every look for ${formatAge(pinnedSeconds * 1000)}, while ${accepted.en}. A queue that never empties is no burst: a longer one would make every client wait longer and overflow all the same.${overflowText(overflowsPerSecond).en}`,
      'zh-CN': `${whoOf(row)['zh-CN']} 的 accept 队列在 ${formatAge(pinnedSeconds * 1000)} 内每次采样都是满的或接近满（现在 ${row.recvQ} 个连接，backlog 为 ${row.sendQ}），其间${accepted['zh-CN']}。从不见空的队列不是突发：加长只会让每个客户端等得更久，照样溢出。${overflowText(overflowsPerSecond)['zh-CN']}`,
    },
    changes: [],
    arithmetic: NO_WORDS,
    actions: [
      {
        en: 'Accept in a loop until EAGAIN, and hand the work to others: one thread that serves before it accepts again is the usual cause.',
        'zh-CN': '循环 accept 直到 EAGAIN，再把活交给别人做：常见原因是一个线程先处理完请求才去接受下一个。',
      },
      {
        en: 'Accept with several workers: one listener a worker with SO_REUSEPORT, or more processes.',
        'zh-CN': '用多个 worker 接受连接：每个 worker 用 SO_REUSEPORT 各开一个监听套接字，或增加进程。',
      },
      {
        en: 'Let clients keep connections open (keep-alive, pooling), so that fewer are made.',
        'zh-CN': '让客户端保持连接（keep-alive、连接池），少建新连接。',
      },
    ],
    risk: {
      en: 'SO_REUSEPORT gives every worker a queue of its own: a worker that stalls strands the connections in its queue.',
      'zh-CN': '用 SO_REUSEPORT 后每个 worker 有自己的队列：某个 worker 卡住，其队列里的连接也跟着卡住。',
    },
    expectedEffect: {
      en: 'The queue is seen empty between bursts, and connecting takes one round trip again.',
      'zh-CN': '突发之间能看到队列为空，建连又只需一个往返。',
    },
    notWhen: {
      en: `The load is a flood: then filter it before it reaches the host. ${NOT_SYN_BACKLOG.en}`,
      'zh-CN': `负载是洪泛攻击：那就在到达主机之前过滤掉。${NOT_SYN_BACKLOG['zh-CN']}`,
    },
  };
}

/** The program asked for less than the kernel would give: only the program can change that. */
export function smallBacklogCure({ listener, overflowsPerSecond, need }: CureInput, somaxconn: number): Cure {
  const { row } = listener;
  const backlog = Math.min(need.backlog, somaxconn);
  const beyond =
    need.backlog > somaxconn
      ? [
          {
            en: `The measurement asks for ${need.backlog}: for that, raise ${SOMAXCONN} first.`,
            'zh-CN': `按测量需要 ${need.backlog}：为此先提高 ${SOMAXCONN}。`,
          },
        ]
      : [];
  return {
    need: { amount: need.backlog, from: JSON.stringify([row.process, row.sendQ, somaxconn]) },
    title: {
      en: `The backlog of ${titleOf(row)} is too small: ${row.sendQ}`,
      'zh-CN': `${titleOf(row)} 的 backlog 太小：${row.sendQ}`,
    },
    why: {
      en: `${QUEUE_FACTS.en} The backlog of ${whoOf(row).en} is what it passed to listen(), ${row.sendQ}. The kernel would allow ${somaxconn} (${SOMAXCONN}), so no sysctl limits it.${overflowText(overflowsPerSecond).en}`,
      'zh-CN': `${QUEUE_FACTS['zh-CN']}${whoOf(row)['zh-CN']} 的 backlog 就是它传给 listen() 的值 ${row.sendQ}。内核最多允许 ${somaxconn}（${SOMAXCONN}），所以限制它的不是 sysctl。${overflowText(overflowsPerSecond)['zh-CN']}`,
    },
    changes: [],
    arithmetic: NO_WORDS,
    actions: [
      {
        en: `Raise the program's listen() argument from ${row.sendQ} to ${backlog} (${listenSetting(row.process, backlog).en}). Measured: ${need.arithmetic.en}.`,
        'zh-CN': `把程序 listen() 的参数从 ${row.sendQ} 提高到 ${backlog}（${listenSetting(row.process, backlog)['zh-CN']}）。测量依据：${need.arithmetic['zh-CN']}。`,
      },
      ...beyond,
      {
        en: 'The new number holds from the next listen() on: reload or restart the program.',
        'zh-CN': '新值从下一次 listen() 起生效：重新加载或重启程序。',
      },
    ],
    risk: {
      en: 'A longer queue costs about 2.5 KiB for each waiting connection and can hide that the program is overloaded: clients wait instead of failing early.',
      'zh-CN': '队列越长，每个等待的连接多占约 2.5 KiB，还可能掩盖程序过载：客户端一直等，而不是尽早失败。',
    },
    expectedEffect: {
      en: 'Bursts wait in the queue instead of being dropped, and clients no longer need a second or more to connect.',
      'zh-CN': '突发在队列里等待而不被丢弃，客户端建连不再需要一秒以上。',
    },
    notWhen: {
      en: `The queue is full all the time: then the program is too slow, and a longer queue only adds waiting. ${NOT_SYN_BACKLOG.en}`,
      'zh-CN': `队列一直是满的：那是程序太慢，加长队列只会增加等待。${NOT_SYN_BACKLOG['zh-CN']}`,
    },
  };
}

/** somaxconn is not readable, so nobody can tell who set the limit. */
export function unknownLimitCure({ listener, overflowsPerSecond, need }: CureInput): Cure {
  const { row } = listener;
  return {
    title: {
      en: `The accept queue of ${titleOf(row)} overflows`,
      'zh-CN': `${titleOf(row)} 的 accept 队列溢出`,
    },
    why: {
      en: `${QUEUE_FACTS.en} The agent cannot read ${SOMAXCONN}, so it is not known whether the program or the kernel set the backlog of ${row.sendQ}.${overflowText(overflowsPerSecond).en}`,
      'zh-CN': `${QUEUE_FACTS['zh-CN']}agent 读不到 ${SOMAXCONN}，所以 ${row.sendQ} 这个 backlog 是程序设的还是内核设的无从得知。${overflowText(overflowsPerSecond)['zh-CN']}`,
    },
    changes: [],
    arithmetic: NO_WORDS,
    actions: [
      {
        en: `Compare "sysctl ${SOMAXCONN}" with the backlog ${row.sendQ}. If it is larger, raise the program's listen() argument (${listenSetting(row.process, need.backlog).en}); if it is equal, raise ${SOMAXCONN} too.`,
        'zh-CN': `比较 "sysctl ${SOMAXCONN}" 与 backlog ${row.sendQ}。前者更大，就提高程序 listen() 的参数（${listenSetting(row.process, need.backlog)['zh-CN']}）；相等，则 ${SOMAXCONN} 也要提高。`,
      },
    ],
    risk: { en: 'A longer queue can hide that the program is overloaded.', 'zh-CN': '加长队列可能掩盖程序过载。' },
    expectedEffect: {
      en: 'Bursts wait in the queue instead of being dropped.',
      'zh-CN': '突发在队列里等待而不被丢弃。',
    },
    notWhen: NOT_SYN_BACKLOG,
  };
}
