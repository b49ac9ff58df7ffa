import { endpoint, formatValue, NO_WORDS, type SampleWindow, type SocketRow, shareOf } from '@netstrata/metrics';
import { NO_CHANGE } from '../change.ts';
import { anyMatters, recentDumps, sightsByCookie } from '../dumps.ts';
import { knownEvidence } from '../evidence.ts';
import { programName, whoOf } from '../owner.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';

const GAP = 'application.processes.worstQueueGapShare';
const QUEUE = 'socket.tcp.acceptQueueMaxLen';
const CPU = {
  user: 'application.stat.userSeconds',
  system: 'application.stat.systemSeconds',
  idle: 'application.stat.idleSeconds',
  steal: 'application.stat.stealSeconds',
};
const MIGRATE = 'net.ipv4.tcp_migrate_req';
const SHARED = 'shared';
/** Between the fullest and the emptiest accept queue of one port, all of the last seconds. */
const UNEVEN = { fire: 0.5, clear: 0.25 };
const UNEVEN_SECONDS = 30;
/** Of the looks of a minute: how often the queue of a listener alone on its port was half full. */
const HALF = 0.5;
const OFTEN = { fire: 0.1, clear: 0.05 };
const DUMP_SECONDS = 60;
const LEAST_LOOKS = 15;
/** A queue of fewer is half full with one or two clients. */
const LEAST_BACKLOG = 16;
/** Of the time of all CPUs: with less idle, one more loop finds nothing to run on. */
const LEAST_IDLE = 0.3;
const MOST_FINDINGS = 3;

function idleShare(window: SampleWindow): number | undefined {
  const [user = 0, system = 0, idle, steal = 0] = [CPU.user, CPU.system, CPU.idle, CPU.steal].map((metric) =>
    window.delta(metric, DUMP_SECONDS),
  );
  return idle === undefined ? undefined : shareOf(idle, user + system + idle + steal);
}

const COMMON = {
  ...NO_CHANGE,
  risk: {
    en: 'With a queue for each worker, a worker that is slow keeps its own clients waiting: the kernel chooses by a hash, not by who is free.',
    'zh-CN': '每个 worker 有自己的队列时，慢的 worker 会让自己的客户端一直等：内核按哈希选择，不看谁空闲。',
  },
  notWhen: {
    en: 'The program does nothing but accept and hand on, and the queue is full for a moment at a restart only.',
    'zh-CN': '程序只做 accept 和转交，队列只在重启时满一下。',
  },
};

/** Several listeners share a port, and one of them does not take its part. */
function unevenFinding({ window }: RuleContext, open: boolean): readonly Finding[] {
  const least = window.min(GAP, UNEVEN_SECONDS);
  const covered = window.coveredSeconds(GAP);
  if (least === undefined || least <= (open ? UNEVEN.clear : UNEVEN.fire) || (!open && covered < UNEVEN_SECONDS))
    return [];
  return [
    {
      ...COMMON,
      subject: SHARED,
      severity: 'warning',
      confidence: 'medium',
      title: {
        en: 'One of several listeners on a port does not take its connections',
        'zh-CN': '同一端口的多个监听套接字中，有一个不取走它的连接',
      },
      why: {
        en: `Where several sockets listen on one port (SO_REUSEPORT), the kernel deals new connections out by a hash and does not look who is busy. For ${UNEVEN_SECONDS} s the accept queue of one of them has been at least ${formatValue(least, 'share')} fuller than that of another: its process is stuck or overloaded, while the others have time. Its clients wait although there are free workers.`,
        'zh-CN': `多个套接字监听同一端口（SO_REUSEPORT）时，内核按哈希分配新连接，不看谁忙。${UNEVEN_SECONDS} s 以来，其中一个的 accept 队列比另一个至少满出 ${formatValue(least, 'share')}：它的进程卡住或过载，其他的却有空。明明有空闲的 worker，它的客户端却在等。`,
      },
      where: {
        en: 'listeners that share a port; "ss -ltnp" shows their queues side by side',
        'zh-CN': '共享一个端口的监听套接字；"ss -ltnp" 可并排看到它们的队列',
      },
      evidence: knownEvidence({ metric: GAP }, least),
      actions: [
        {
          en: 'Find the process whose Recv-Q stays high in "ss -ltnp" and see what it waits for; restart it if it is stuck.',
          'zh-CN': '在 "ss -ltnp" 中找到 Recv-Q 一直高的进程，看它在等什么；卡住了就重启。',
        },
        {
          en: `When workers come and go, set ${MIGRATE}=1, so that connections in the queue of a listener that closes go to another.`,
          'zh-CN': `worker 会增减时，设 ${MIGRATE}=1，让正在关闭的监听套接字队列里的连接转给别的。`,
        },
        {
          en: 'Where requests differ much in cost, let all workers accept from one socket instead (EPOLLEXCLUSIVE): then whoever is free takes the next.',
          'zh-CN': '各请求开销相差很大时，改让所有 worker 从同一个套接字 accept（EPOLLEXCLUSIVE）：谁空闲谁取下一个。',
        },
      ],
      expectedEffect: { en: 'The queues of the port are equally short.', 'zh-CN': '该端口各队列一样短。' },
      verify: {
        en: '"ss -ltn" shows about the same Recv-Q for all listeners of the port.',
        'zh-CN': '"ss -ltn" 中该端口所有监听套接字的 Recv-Q 大致相同。',
      },
    },
  ];
}

const isCrowded = ({ recvQ, sendQ }: SocketRow): boolean => sendQ >= LEAST_BACKLOG && recvQ >= HALF * sendQ;

/** A listener alone on its port whose queue fills again and again while CPUs are idle. */
function aloneFindings(context: RuleContext, firing: ReadonlySet<string>): readonly Finding[] {
  const { host, window } = context;
  const dumps = recentDumps(context, DUMP_SECONDS);
  if (host.cpuCount < 2 || !anyMatters(dumps, 'listeners', isCrowded)) return [];
  const idle = idleShare(window);
  if (idle === undefined || idle < LEAST_IDLE) return [];
  const newest = dumps.at(-1)?.listeners ?? [];
  const bySubject = new Map<string, Finding>();
  for (const [cookie, sights] of sightsByCookie(dumps, 'listeners', isCrowded)) {
    const row = newest.find((listener) => listener.cookie === cookie);
    if (row === undefined || sights.length < LEAST_LOOKS) continue;
    const subject = endpoint(row.local, row.localPort);
    const sharers = newest.filter(({ local, localPort }) => local === row.local && localPort === row.localPort);
    const crowded = sights.filter((sight) => isCrowded(sight.row)).length;
    const share = crowded / sights.length;
    const most = Math.max(...sights.map((sight) => sight.row.recvQ));
    // A queue that never empties is told by what overflows, or by a program that does not accept at all.
    if (sharers.length > 1 || crowded === sights.length) continue;
    if (share <= (firing.has(subject) ? OFTEN.clear : OFTEN.fire)) continue;
    const name = programName(row) ?? subject;
    bySubject.set(subject, {
      ...COMMON,
      subject,
      severity: 'info',
      confidence: 'low',
      title: {
        en: `${name} accepts connections in one place, and they queue while CPUs are idle`,
        'zh-CN': `${name} 只在一处接受连接，CPU 空闲时连接仍在排队`,
      },
      why: {
        en: `Connections that are made wait in the accept queue until the program takes them. The queue of ${whoOf(row).en} was half full or more in ${formatValue(share, 'share')} of the looks of the last minute, while ${formatValue(idle, 'share')} of the time of all CPUs was idle. So it is not the machine that is short, but the one loop that accepts: it does other work in between, or waits.`,
        'zh-CN': `建好的连接在 accept 队列里等程序取走。最近一分钟的采样中有 ${formatValue(share, 'share')} 看到 ${whoOf(row)['zh-CN']} 的队列半满或更满，而所有 CPU 有 ${formatValue(idle, 'share')} 的时间空闲。所以不是机器不够，而是那唯一的 accept 循环：它在两次之间做别的事，或在等待。`,
      },
      where: {
        en: `${whoOf(row).en} listening on ${subject}: up to ${most} connections waited in the last minute, ${row.recvQ} now, backlog ${row.sendQ}`,
        'zh-CN': `${whoOf(row)['zh-CN']} 监听 ${subject}：最近一分钟最多 ${most} 个连接在等，现在 ${row.recvQ}，backlog ${row.sendQ}`,
      },
      evidence: knownEvidence({ metric: QUEUE, labels: { listener: subject } }, most, {
        as: 'peak',
        seconds: DUMP_SECONDS,
      }),
      actions: [
        {
          en: `Let several workers of ${name} listen with SO_REUSEPORT, one for each CPU (in nginx "listen … reuseport"), or accept from one socket with EPOLLEXCLUSIVE.`,
          'zh-CN': `让 ${name} 的多个 worker 用 SO_REUSEPORT 监听，每个 CPU 一个（nginx 中 "listen … reuseport"），或用 EPOLLEXCLUSIVE 从一个套接字 accept。`,
        },
        {
          en: 'Or keep the loop that accepts free of work: accept until the queue is empty, and hand the connections on.',
          'zh-CN': '或者让 accept 循环不做别的事：一直 accept 到队列空，把连接交出去。',
        },
      ],
      expectedEffect: {
        en: 'Connections are taken at once; the queue stays below half of its backlog.',
        'zh-CN': '连接立刻被取走；队列保持在 backlog 的一半以下。',
      },
      verify: {
        en: `"ss -ltn 'sport = :${row.localPort}'" shows a Recv-Q near 0 in every look.`,
        'zh-CN': `"ss -ltn 'sport = :${row.localPort}'" 每次看到的 Recv-Q 都接近 0。`,
      },
    });
  }
  return [...bySubject.values()].slice(0, MOST_FINDINGS);
}

function evaluate(context: RuleContext, firing: ReadonlySet<string>): readonly Finding[] {
  return [...unevenFinding(context, firing.has(SHARED)), ...aloneFindings(context, firing)];
}

/** New connections wait for one loop while others, or CPUs, have time. */
export const appSingleAcceptLoop: Rule = {
  id: 'app-single-accept-loop',
  layer: 'application',
  title: { en: 'Connections wait for one accept loop', 'zh-CN': '连接在等唯一的 accept 循环' },
  metrics: [GAP, QUEUE, ...Object.values(CPU)],
  tunables: [MIGRATE],
  yieldsTo: ['tcp-listen-overflow'],
  about: {
    feels: ['late', 'refused'],
    symptom: {
      en: 'New connections wait now and then although the machine has CPU time left; only some clients are slow.',
      'zh-CN': '机器还有 CPU 时间，新连接却时不时要等；只有部分客户端慢。',
    },
    reasoning: {
      en: 'Of listeners that share a port, the fullest accept queue stays 50 % of its backlog above the emptiest for 30 s (cleared at 25 %). Or the queue of a listener alone on its port, with a backlog of 16 and more, is half full in more than 10 % of the looks of a minute (cleared at 5 %) while 30 % of the CPUs’ time is idle. Queues that overflow are told as the root.',
      'zh-CN':
        '共享一个端口的监听套接字中，最满的 accept 队列比最空的高出其 backlog 的 50 % 并持续 30 s（降到 25 % 解除）。或者独占端口、backlog 在 16 及以上的监听套接字，在一分钟内超过 10 % 的采样中半满（降到 5 % 解除），而 CPU 时间有 30 % 空闲。溢出的队列作为根因单独说明。',
    },
    formula: NO_WORDS,
    sources: [
      'Documentation/networking/ip-sysctl.rst (tcp_migrate_req)',
      'socket(7) (SO_REUSEPORT)',
      'epoll_ctl(2) (EPOLLEXCLUSIVE)',
    ],
  },
  evaluate,
};
