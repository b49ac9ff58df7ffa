import { endpoint, formatAge, formatRate, formatValue, ID, NO_WORDS, type SocketRow } from '@netstrata/metrics';
import { isProgramOpen, programOf, programSubject, titleOf } from '../byProgram.ts';
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

function findingOf(context: RuleContext, sockets: readonly [Unread, ...Unread[]]): Finding {
  const [worst] = sockets;
  const { row, seconds, readBytes } = worst;
  const name = titleOf(row);
  const stopped = sockets.every((socket) => socket.readBytes === 0);
  const others = sockets.length - 1;
  const labels = { socket: `${endpoint(row.local, row.localPort)} ${endpoint(row.remote, row.remotePort)}` };
  const rate =
    readBytes === undefined
      ? { en: 'slowly', 'zh-CN': '读得很慢' }
      : {
          en: `only ${formatRate(readBytes / seconds, 'bytes')}`,
          'zh-CN': `只读了 ${formatRate(readBytes / seconds, 'bytes')}`,
        };
  const age = formatAge(seconds * 1000);
  return {
    ...programSubject(
      row,
      sockets.map((socket) => socket.row),
    ),
    severity: stopped ? 'warning' : 'info',
    confidence: 'high',
    title: stopped
      ? { en: `${name} has stopped reading what it receives`, 'zh-CN': `${name} 已停止读取收到的数据` }
      : { en: `${name} reads more slowly than its peer sends`, 'zh-CN': `${name} 的读取速度跟不上对端的发送速度` },
    why: {
      en: `What arrives waits in the receive buffer until the program reads it; when that is full, the kernel tells the peer to stop sending (window 0). For ${age} the data that ${whoOf(row).en} has not read has filled what its connection may hold, and it read ${stopped ? 'nothing' : rate.en} meanwhile. The network and the kernel wait for the program, so no buffer or sysctl makes this faster: a larger one fills as well.`,
      'zh-CN': `到达的数据在接收缓冲区里等程序读取；满了以后，内核让对端停止发送（窗口 0）。${age} 以来，${whoOf(row)['zh-CN']} 未读的数据占满了该连接所能容纳的量，其间它${stopped ? '什么也没读' : rate['zh-CN']}。网络和内核都在等程序，所以任何缓冲区或 sysctl 都不会让它变快：更大的同样会满。`,
    },
    where: {
      en: `${whoOf(row).en}, TCP ${endpoint(row.local, row.localPort)} from ${endpoint(row.remote, row.remotePort)}: ${formatValue(row.recvQ, 'bytes')} unread${others === 0 ? '' : `, and ${others} more ${others === 1 ? 'connection' : 'connections'}`}`,
      'zh-CN': `${whoOf(row)['zh-CN']}，TCP ${endpoint(row.local, row.localPort)}，来自 ${endpoint(row.remote, row.remotePort)}：未读 ${formatValue(row.recvQ, 'bytes')}${others === 0 ? '' : `，另有 ${others} 个连接`}`,
    },
    evidence: [
      ...knownEvidence({ metric: ID.sockets.recvQBytes, labels }, row.recvQ),
      ...knownEvidence({ metric: ID.sockets.tcpRmemAllocBytes, labels }, row.rmemAlloc),
      ...knownEvidence({ metric: ID.sockets.tcpRcvbufBytes, labels }, row.rcvbuf),
      ...growthEvidence(context.window, { metric: CLOSED_WINDOW }, MINUTE_SECONDS),
    ],
    ...NO_CHANGE,
    actions: stopped
      ? [
          {
            en: `See what ${name} waits for: ${row.pid === undefined ? 'the state of its threads ("top -H")' : `"cat /proc/${row.pid}/stack" and "top -H -p ${row.pid}"`}: a lock, a disk, a stop signal, an event loop that forgot this connection.`,
            'zh-CN': `看 ${name} 在等什么：${row.pid === undefined ? '其线程的状态（"top -H"）' : `"cat /proc/${row.pid}/stack" 和 "top -H -p ${row.pid}"`}：锁、磁盘、停止信号，或忘了这条连接的事件循环。`,
          },
          {
            en: 'Close connections that nobody will read any more: their peers hold memory and wait as well.',
            'zh-CN': '关闭不会再有人读的连接：它们的对端也占着内存在等。',
          },
        ]
      : [
          {
            en: `Find what slows the reader: a core at 100 % ("top -H"), a slow disk, or a program further on that takes the data from ${name}.`,
            'zh-CN': `找出拖慢读取方的原因：某个核跑到 100 %（"top -H"）、磁盘慢，或从 ${name} 取走数据的下游程序。`,
          },
          {
            en: 'Read more with each call (64 KiB and more), and do the work on the data in another thread than the reading.',
            'zh-CN': '每次调用多读一些（64 KiB 及以上），把数据处理放到读取之外的线程。',
          },
        ],
    risk: { en: 'Nothing in the kernel is changed.', 'zh-CN': '内核没有任何改动。' },
    expectedEffect: {
      en: 'Recv-Q falls, the window opens, and the peer sends on at once.',
      'zh-CN': 'Recv-Q 下降，窗口打开，对端立刻继续发送。',
    },
    verify: {
      en: `"ss -tinm 'sport = :${row.localPort}'" shows a Recv-Q that returns to 0, and "nstat -az TcpExtTCPToZeroWindowAdv" stands still.`,
      'zh-CN': `"ss -tinm 'sport = :${row.localPort}'" 的 Recv-Q 回到 0，"nstat -az TcpExtTCPToZeroWindowAdv" 不再变化。`,
    },
    notWhen: {
      en: 'The program holds data back on purpose: a download with a speed limit, a paused player, or a proxy that waits for a slow client behind it.',
      'zh-CN': '程序有意压住数据：限速下载、暂停的播放器，或在等后面慢客户端的代理。',
    },
  };
}

function evaluate(context: RuleContext, firing: ReadonlySet<string>): readonly Finding[] {
  const dumps = recentDumps(context, DUMP_SECONDS);
  const byProgram = new Map<string, { fires: boolean; sockets: Unread[] }>();
  for (const run of runsUpToNow(dumps, 'fullest', isUnread).values()) {
    const [unread] = unreadOf(run, CLEAR);
    if (unread === undefined) continue;
    const name = programOf(unread.row);
    const program = byProgram.get(name) ?? { fires: false, sockets: [] };
    program.sockets.push(unread);
    program.fires ||= isProgramOpen(unread.row, firing) || unreadOf(run, FIRE).length > 0;
    byProgram.set(name, program);
  }
  return [...byProgram.values()]
    .filter(({ fires }) => fires)
    .map(({ sockets }) => sockets.toSorted((a, b) => b.seconds - a.seconds))
    .toSorted((a, b) => b.length - a.length)
    .slice(0, MOST_FINDINGS)
    .map(([worst, ...others]) => findingOf(context, [worst as Unread, ...others]));
}

/** Connections whose program does not read, or too slowly. */
export const appNotReading: Rule = {
  id: 'app-not-reading',
  layer: 'application',
  title: { en: 'Program does not read what it receives', 'zh-CN': '程序不读取收到的数据' },
  metrics: [ID.sockets.recvQBytes, ID.sockets.tcpRmemAllocBytes, ID.sockets.tcpRcvbufBytes, CLOSED_WINDOW],
  tunables: [],
  about: {
    feels: ['download', 'hangs'],
    symptom: {
      en: 'A transfer stands still or crawls, although the network is idle; the sender says that the window is closed.',
      'zh-CN': '网络空闲，传输却停住或爬行；发送方说窗口已关闭。',
    },
    reasoning: {
      en: 'Unread data fills 80 % of the receive buffer, or of the window, in every look at a connection for 20 s. What came and does not wait any more was read: nothing read in that time is a program that has stopped, anything else one that is too slow. A look that finds room ends it: a reader that takes its data in bursts is well.',
      'zh-CN':
        '20 s 内每次查看该连接，未读数据都占满接收缓冲区或窗口的 80 %。到达后不再等待的即为已读：这段时间里一点没读，就是程序停了，否则就是太慢。只要有一次看到空位即解除：一阵一阵取数据的读取方没有问题。',
    },
    formula: NO_WORDS,
    sources: ['net/ipv4/tcp_output.c of the kernel (__tcp_select_window)', 'RFC 9293, section 3.8.6', 'tcp(7)'],
  },
  evaluate,
};
