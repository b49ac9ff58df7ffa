import { endpoint, formatValue, type SampleWindow, type SocketRow, shareOf } from '@netstrata/metrics';
import { NO_CHANGE } from '../change.ts';
import { anyMatters, recentDumps, sightsByCookie } from '../dumps.ts';
import { knownEvidence } from '../evidence.ts';
import { whoOf } from '../owner.ts';
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
  risk: 'With a queue for each worker, a worker that is slow keeps its own clients waiting: the kernel chooses by a hash, not by who is free.',
  notWhen: 'The program does nothing but accept and hand on, and the queue is full for a moment at a restart only.',
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
      title: 'One of several listeners on a port does not take its connections',
      why: `Where several sockets listen on one port (SO_REUSEPORT), the kernel deals new connections out by a hash and does not look who is busy. For ${UNEVEN_SECONDS} s the accept queue of one of them has been at least ${formatValue(least, 'share')} fuller than that of another: its process is stuck or overloaded, while the others have time. Its clients wait although there are free workers.`,
      where: 'listeners that share a port; "ss -ltnp" shows their queues side by side',
      evidence: knownEvidence({ metric: GAP }, least),
      actions: [
        'Find the process whose Recv-Q stays high in "ss -ltnp" and see what it waits for; restart it if it is stuck.',
        `When workers come and go, set ${MIGRATE}=1, so that connections in the queue of a listener that closes go to another.`,
        'Where requests differ much in cost, let all workers accept from one socket instead (EPOLLEXCLUSIVE): then whoever is free takes the next.',
      ],
      expectedEffect: 'The queues of the port are equally short.',
      verify: '"ss -ltn" shows about the same Recv-Q for all listeners of the port.',
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
    // A queue that never empties is told by what overflows, or by a program that does not accept at all.
    if (sharers.length > 1 || crowded === sights.length) continue;
    if (share <= (firing.has(subject) ? OFTEN.clear : OFTEN.fire)) continue;
    const name = row.process ?? subject;
    bySubject.set(subject, {
      ...COMMON,
      subject,
      severity: 'info',
      confidence: 'low',
      title: `${name} accepts connections in one place, and they queue while CPUs are idle`,
      why: `Connections that are made wait in the accept queue until the program takes them. The queue of ${whoOf(row)} was half full or more in ${formatValue(share, 'share')} of the looks of the last minute, while ${formatValue(idle, 'share')} of the time of all CPUs was idle. So it is not the machine that is short, but the one loop that accepts: it does other work in between, or waits.`,
      where: `${whoOf(row)} listening on ${subject}: ${row.recvQ} connections wait, backlog ${row.sendQ}`,
      evidence: knownEvidence({ metric: QUEUE, labels: { listener: subject } }, row.recvQ),
      actions: [
        `Let several workers of ${name} listen with SO_REUSEPORT, one for each CPU (in nginx "listen … reuseport"), or accept from one socket with EPOLLEXCLUSIVE.`,
        'Or keep the loop that accepts free of work: accept until the queue is empty, and hand the connections on.',
      ],
      expectedEffect: 'Connections are taken at once; the queue stays below half of its backlog.',
      verify: `"ss -ltn 'sport = :${row.localPort}'" shows a Recv-Q near 0 in every look.`,
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
  title: 'Connections wait for one accept loop',
  metrics: [GAP, QUEUE, ...Object.values(CPU)],
  tunables: [MIGRATE],
  yieldsTo: ['tcp-listen-overflow'],
  about: {
    symptom: 'New connections wait now and then although the machine has CPU time left; only some clients are slow.',
    reasoning:
      'Of listeners that share a port, the fullest accept queue stays 50 % of its backlog above the emptiest for 30 s (cleared at 25 %). Or the queue of a listener alone on its port, with a backlog of 16 and more, is half full in more than 10 % of the looks of a minute (cleared at 5 %) while 30 % of the CPUs’ time is idle. Queues that overflow are told as the root.',
    formula: '',
    sources: [
      'Documentation/networking/ip-sysctl.rst (tcp_migrate_req)',
      'socket(7) (SO_REUSEPORT)',
      'epoll_ctl(2) (EPOLLEXCLUSIVE)',
    ],
  },
  evaluate,
};
