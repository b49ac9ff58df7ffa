import { formatAge, formatValue, ID, NO_WORDS, sameWords, type UnixSocketRow, type Words } from '@netstrata/metrics';
import { NO_CHANGE } from '../change.ts';
import { knownEvidence } from '../evidence.ts';
import { programName, whoOf } from '../owner.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';
import { type FullQueue, fullQueues } from '../unix/fullUnix.ts';

const FULL = 0.9;
const FIRE = { seconds: 10, looks: 4 };
const MOST_FINDINGS = 5;

const keyOf = ({ type, state, inode }: UnixSocketRow): number | undefined =>
  type !== 'dgram' && state === 'established' ? inode : undefined;
const isFull = (senders: readonly UnixSocketRow[]): boolean => senders.every(({ fill }) => fill >= FULL);

const readerOf = ({ peerProcess, peerPid, peerScript }: UnixSocketRow): Words =>
  whoOf({ process: peerProcess, pid: peerPid, script: peerScript });
const subjectOf = (row: UnixSocketRow): string =>
  `${row.process ?? row.name ?? 'unix'} to ${row.peerProcess ?? row.peerName ?? 'its reader'}`;
/** A socket is the same whatever is known of its programs. */
const inodeOf = ({ key }: FullQueue<number>): string => `inode ${key}`;

function findingOf(queue: FullQueue<number>, more: readonly FullQueue<number>[]): Finding | undefined {
  const { senders, fullSeconds } = queue;
  const others = more.length;
  const [row] = senders;
  if (row === undefined) return undefined;
  const peer = programName({ process: row.peerProcess, script: row.peerScript });
  const reader = peer !== undefined ? sameWords(peer) : { en: 'the reader', 'zh-CN': '读取方' };
  return {
    subject: subjectOf(row),
    formerly: [queue, ...more].map(inodeOf),
    severity: 'warning',
    confidence: 'high',
    title: {
      en: `${reader.en} does not keep up with what ${programName(row) ?? 'a program'} sends it over a Unix socket`,
      'zh-CN': `${reader['zh-CN']} 跟不上 ${programName(row) ?? '某个程序'} 经 Unix 套接字发来的数据`,
    },
    why: {
      en: `What is sent over a Unix socket counts against the sender’s buffer until the other side has read it. The buffer of ${whoOf(row).en} has been full in every look for ${formatAge(fullSeconds * 1000)}, so that its writes wait, or fail with EAGAIN, for ${readerOf(row).en}. A larger buffer would be as full a moment later, and tcp_rmem, tcp_wmem and rmem_max have no part in Unix sockets.`,
      'zh-CN': `经 Unix 套接字发送的数据，在对方读走之前都计入发送方的缓冲区。${whoOf(row)['zh-CN']} 的缓冲区在 ${formatAge(fullSeconds * 1000)} 内每次采样都是满的，它的写入要等 ${readerOf(row)['zh-CN']}，或以 EAGAIN 失败。更大的缓冲区片刻之后也会满，而 tcp_rmem、tcp_wmem 和 rmem_max 与 Unix 套接字无关。`,
    },
    where: {
      en: `Unix ${row.type} socket${row.name === undefined ? '' : ` ${row.name}`} of ${whoOf(row).en}, read by ${readerOf(row).en}: ${formatValue(row.sendQ, 'bytes')} of ${formatValue(row.sndbuf, 'bytes')} unread${others === 0 ? '' : `, and ${others} more`}`,
      'zh-CN': `${whoOf(row)['zh-CN']} 的 Unix ${row.type} 套接字${row.name === undefined ? '' : ` ${row.name}`}，由 ${readerOf(row)['zh-CN']} 读取：未读 ${formatValue(row.sendQ, 'bytes')} / ${formatValue(row.sndbuf, 'bytes')}${others === 0 ? '' : `，另有 ${others} 个`}`,
    },
    evidence: knownEvidence({ metric: ID.unix.streamSendMaxFill, labels: { socket: String(row.inode) } }, row.fill),
    ...NO_CHANGE,
    actions: [
      {
        en: `See what ${reader.en} waits for: ${row.peerPid === undefined ? 'the state of its threads ("top -H")' : `"top -H -p ${row.peerPid}" and "cat /proc/${row.peerPid}/stack"`}: a full core, a lock, a disk, a stop.`,
        'zh-CN': `看 ${reader['zh-CN']} 在等什么：${row.peerPid === undefined ? '其线程的状态（"top -H"）' : `"top -H -p ${row.peerPid}" 和 "cat /proc/${row.peerPid}/stack"`}：跑满的核、锁、磁盘、被停止。`,
      },
      {
        en: 'Only when it is away for moments and then catches up does a larger buffer help: SO_SNDBUF in the sender, or net.core.wmem_default for programs that do not ask.',
        'zh-CN':
          '只有它是偶尔离开、随后能赶上时，更大的缓冲区才有用：发送方的 SO_SNDBUF，或对不请求的程序用 net.core.wmem_default。',
      },
    ],
    risk: { en: 'Nothing in the kernel is changed.', 'zh-CN': '内核没有任何改动。' },
    expectedEffect: {
      en: 'The sender writes without waiting, and its buffer is seen empty between messages.',
      'zh-CN': '发送方写入不必等待，消息之间能看到缓冲区为空。',
    },
    verify: {
      en: `"ss -xam" no longer shows this socket with its "t" near its "tb" in skmem.`,
      'zh-CN': '"ss -xam" 中这个套接字的 skmem 里 "t" 不再接近 "tb"。',
    },
    notWhen: {
      en: 'The reader slows its sender on purpose, as a pipeline does whose last part is the slowest.',
      'zh-CN': '读取方有意让发送方慢下来，就像最后一段最慢的流水线。',
    },
  };
}

function evaluate(context: RuleContext, firing: ReadonlySet<string>): readonly Finding[] {
  const bySubject = new Map<string, FullQueue<number>[]>();
  for (const queue of fullQueues(context, keyOf, isFull)) {
    const [row] = queue.senders;
    if (row === undefined || queue.fullSeconds === 0) continue;
    const subject = subjectOf(row);
    const caught = queue.fullSeconds >= FIRE.seconds && queue.fullLooks >= FIRE.looks;
    if (caught || firing.has(subject) || firing.has(inodeOf(queue)))
      bySubject.set(subject, [...(bySubject.get(subject) ?? []), queue]);
  }
  return [...bySubject.values()]
    .slice(0, MOST_FINDINGS)
    .flatMap(([queue, ...others]) => (queue === undefined ? [] : (findingOf(queue, others) ?? [])));
}

/** A Unix stream whose reader does not keep up. */
export const sockUnixStreamFull: Rule = {
  id: 'sock-unix-stream-full',
  layer: 'socket',
  title: { en: 'Unix stream is full', 'zh-CN': 'Unix 流满' },
  metrics: [ID.unix.streamSendMaxFill],
  tunables: [],
  about: {
    feels: ['hangs'],
    symptom: {
      en: 'A program hangs or loses messages although the network is well: it writes to a neighbour on the same host.',
      'zh-CN': '网络正常，程序却卡住或丢消息：它在向同一主机上的邻居写入。',
    },
    reasoning: {
      en: 'The send buffer of a Unix stream is 90 % full in every look for 10 s. The kernel charges what is sent to the sender until it is read, so the reader is behind; both programs are named.',
      'zh-CN':
        '10 s 内每次采样，Unix 流的发送缓冲区都有 90 % 满。内核把发出的数据计在发送方头上直到被读走，所以是读取方落后；两个程序都会指出。',
    },
    formula: NO_WORDS,
    sources: ['net/unix/af_unix.c of the kernel (unix_stream_sendmsg)', 'unix(7)'],
  },
  evaluate,
};
