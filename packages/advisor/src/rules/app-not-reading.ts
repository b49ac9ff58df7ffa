import { endpoint, formatAge, formatRate, formatValue, ID, type SocketRow } from '@netstrata/metrics';
import { NO_CHANGE } from '../change.ts';
import { recentDumps, runsUpToNow, type Sight, spanSeconds } from '../dumps.ts';
import { growthEvidence, knownEvidence } from '../evidence.ts';
import { whoOf } from '../owner.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';

const CLOSED_WINDOW = 'socket.tcpExt.tcpToZeroWindowAdv';
/** Unread data must fill a connection for this long, in every one of so many looks; less keeps open what is open. */
const FIRE = { seconds: 20, looks: 4 };
const CLEAR = { seconds: 5, looks: 2 };
const DUMP_SECONDS = 120;
const MINUTE_SECONDS = 60;
/** One finding for each program, the worst first: a host with more of them has one trouble, not many. */
const MOST_FINDINGS = 5;

interface Unread {
  readonly row: SocketRow;
  readonly seconds: number;
  /** What the program took while it was watched; undefined where the kernel does not count what came. */
  readonly readBytes: number | undefined;
}

const isUnread = ({ protocol, limit }: SocketRow): boolean => protocol === 'tcp' && limit === 'reader';

function unreadOf(run: readonly Sight[], { seconds, looks }: typeof FIRE): readonly Unread[] {
  const first = run.at(0);
  const last = run.at(-1);
  const span = spanSeconds(run);
  if (first === undefined || last === undefined || span < seconds || run.length < looks) return [];
  const came = last.row.bytesReceived;
  const cameBefore = first.row.bytesReceived;
  const known = came !== undefined && cameBefore !== undefined;
  // What came and does not wait any more was read.
  const readBytes = known ? Math.max(0, came - cameBefore - (last.row.recvQ - first.row.recvQ)) : undefined;
  return [{ row: last.row, seconds: span, readBytes }];
}

function findingOf(context: RuleContext, subject: string, sockets: readonly [Unread, ...Unread[]]): Finding {
  const [worst] = sockets;
  const { row, seconds, readBytes } = worst;
  const name = row.process ?? endpoint(row.local, row.localPort);
  const stopped = sockets.every((socket) => socket.readBytes === 0);
  const others = sockets.length - 1;
  const labels = { socket: `${endpoint(row.local, row.localPort)} ${endpoint(row.remote, row.remotePort)}` };
  const rate = readBytes === undefined ? 'slowly' : `only ${formatRate(readBytes / seconds, 'bytes')}`;
  const age = formatAge(seconds * 1000);
  return {
    subject,
    severity: stopped ? 'warning' : 'info',
    confidence: 'high',
    title: stopped ? `${name} has stopped reading what it receives` : `${name} reads more slowly than its peer sends`,
    why: `What arrives waits in the receive buffer until the program reads it; when that is full, the kernel tells the peer to stop sending (window 0). For ${age} the data that ${whoOf(row)} has not read has filled what its connection may hold, and it read ${stopped ? 'nothing' : rate} meanwhile. The network and the kernel wait for the program, so no buffer or sysctl makes this faster: a larger one fills as well.`,
    where: `${whoOf(row)}, TCP ${endpoint(row.local, row.localPort)} from ${endpoint(row.remote, row.remotePort)}: ${formatValue(row.recvQ, 'bytes')} unread${others === 0 ? '' : `, and ${others} more ${others === 1 ? 'connection' : 'connections'}`}`,
    evidence: [
      ...knownEvidence({ metric: ID.sockets.recvQBytes, labels }, row.recvQ),
      ...knownEvidence({ metric: ID.sockets.tcpRmemAllocBytes, labels }, row.rmemAlloc),
      ...knownEvidence({ metric: ID.sockets.tcpRcvbufBytes, labels }, row.rcvbuf),
      ...growthEvidence(context.window, { metric: CLOSED_WINDOW }, MINUTE_SECONDS),
    ],
    ...NO_CHANGE,
    actions: stopped
      ? [
          `See what ${name} waits for: ${row.pid === undefined ? 'the state of its threads ("top -H")' : `"cat /proc/${row.pid}/stack" and "top -H -p ${row.pid}"`}: a lock, a disk, a stop signal, an event loop that forgot this connection.`,
          'Close connections that nobody will read any more: their peers hold memory and wait as well.',
        ]
      : [
          `Find what slows the reader: a core at 100 % ("top -H"), a slow disk, or a program further on that takes the data from ${name}.`,
          'Read more with each call (64 KiB and more), and do the work on the data in another thread than the reading.',
        ],
    risk: 'Nothing in the kernel is changed.',
    expectedEffect: 'Recv-Q falls, the window opens, and the peer sends on at once.',
    verify: `"ss -tinm 'sport = :${row.localPort}'" shows a Recv-Q that returns to 0, and "nstat -az TcpExtTCPToZeroWindowAdv" stands still.`,
    notWhen:
      'The program holds data back on purpose: a download with a speed limit, a paused player, or a proxy that waits for a slow client behind it.',
  };
}

function evaluate(context: RuleContext, firing: ReadonlySet<string>): readonly Finding[] {
  const dumps = recentDumps(context, DUMP_SECONDS);
  const byProgram = new Map<string, { fires: boolean; sockets: Unread[] }>();
  for (const run of runsUpToNow(dumps, 'fullest', isUnread).values()) {
    const [unread] = unreadOf(run, CLEAR);
    if (unread === undefined) continue;
    const subject = unread.row.process ?? endpoint(unread.row.local, unread.row.localPort);
    const program = byProgram.get(subject) ?? { fires: false, sockets: [] };
    program.sockets.push(unread);
    program.fires ||= unreadOf(run, FIRE).length > 0;
    byProgram.set(subject, program);
  }
  return [...byProgram]
    .filter(([subject, { fires }]) => fires || firing.has(subject))
    .map(([subject, { sockets }]) => [subject, sockets.toSorted((a, b) => b.seconds - a.seconds)] as const)
    .toSorted(([, a], [, b]) => b.length - a.length)
    .slice(0, MOST_FINDINGS)
    .map(([subject, [worst, ...others]]) => findingOf(context, subject, [worst as Unread, ...others]));
}

/** Connections whose program does not read, or too slowly. */
export const appNotReading: Rule = {
  id: 'app-not-reading',
  layer: 'application',
  title: 'Program does not read what it receives',
  metrics: [ID.sockets.recvQBytes, ID.sockets.tcpRmemAllocBytes, ID.sockets.tcpRcvbufBytes, CLOSED_WINDOW],
  tunables: [],
  about: {
    symptom:
      'A transfer stands still or crawls, although the network is idle; the sender says that the window is closed.',
    reasoning:
      'Unread data fills 80 % of the receive buffer, or of the window, in every look at a connection for 20 s. What came and does not wait any more was read: nothing read in that time is a program that has stopped, anything else one that is too slow. A look that finds room ends it: a reader that takes its data in bursts is well.',
    formula: '',
    sources: ['net/ipv4/tcp_output.c of the kernel (__tcp_select_window)', 'RFC 9293, section 3.8.6', 'tcp(7)'],
  },
  evaluate,
};
