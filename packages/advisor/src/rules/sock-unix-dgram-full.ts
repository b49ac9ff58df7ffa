import { formatAge, ID, NO_WORDS, sameWords, tunableNumbers, type UnixSocketRow, type Words } from '@netstrata/metrics';
import { changeTo, NO_CHANGE, NO_MEMORY } from '../change.ts';
import { knownEvidence } from '../evidence.ts';
import { memoryIsShort, pow2ceil, raise } from '../guards.ts';
import { whoOf } from '../owner.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';
import { type FullQueue, fullQueues } from '../unix/fullUnix.ts';

const QLEN = 'net.unix.max_dgram_qlen';
const MOST_DATAGRAMS = 4096;
/** A queue that stays full for so long has a reader that is behind. */
const STUCK = { seconds: 10, looks: 4 };
/** One that is seen full and with room again has bursts that it does not hold. */
const BURSTS = { full: 3, other: 3 };
/** What the kernel charges for a datagram: its bytes and its bookkeeping, in a block of the allocator, and the sk_buff. */
const SHARED_INFO_BYTES = 320;
const SKB_BYTES = 256;

const chargeOf = (bytes: number): number => pow2ceil(bytes + SHARED_INFO_BYTES) + SKB_BYTES;
const keyOf = ({ type, peerInode }: UnixSocketRow): number | undefined => (type === 'dgram' ? peerInode : undefined);

/** Datagrams that wait, reckoned from the memory of their senders; 0 where the size of none is known. */
function waitingOf(senders: readonly UnixSocketRow[]): number {
  const bytes = senders.reduce((sum, { sendQ }) => sum + sendQ, 0);
  const size = senders.find(({ peerRecvQ }) => peerRecvQ !== undefined)?.peerRecvQ;
  return size === undefined || size === 0 ? 0 : Math.round(bytes / chargeOf(size));
}

type Cure = Pick<Finding, 'severity' | 'title' | 'why' | 'changes' | 'arithmetic' | 'actions'>;

const HOW = {
  en: 'A Unix datagram socket holds a set number of unread datagrams, however small. When it is full, the next write waits, or fails with EAGAIN and the message is lost.',
  'zh-CN':
    'Unix 数据报套接字能存放的未读数据报个数是固定的，不论大小。满了以后，下一次写要等，或以 EAGAIN 失败而丢掉消息。',
};

function stuckCure(reader: Words, { fullSeconds, senders }: FullQueue<number>): Cure {
  const pid = senders[0]?.peerPid;
  return {
    severity: 'warning',
    title: {
      en: `${reader.en} does not read its Unix datagrams`,
      'zh-CN': `${reader['zh-CN']} 不读取它的 Unix 数据报`,
    },
    why: {
      en: `${HOW.en} The queue of ${reader.en} has been full in every look for ${formatAge(fullSeconds * 1000)}: the program is behind, or has stopped, and a longer queue would be just as full a moment later.`,
      'zh-CN': `${HOW['zh-CN']}${reader['zh-CN']} 的队列在 ${formatAge(fullSeconds * 1000)} 内每次采样都是满的：程序落后或已停止，队列再长，片刻之后也会满。`,
    },
    ...NO_CHANGE,
    actions: [
      {
        en: `See what ${reader.en} waits for: ${pid === undefined ? 'the state of its threads ("top -H")' : `"top -H -p ${pid}" and "cat /proc/${pid}/stack"`}: a disk, a lock, a stop. A log daemon that cannot write holds back everyone who logs.`,
        'zh-CN': `看 ${reader['zh-CN']} 在等什么：${pid === undefined ? '其线程的状态（"top -H"）' : `"top -H -p ${pid}" 和 "cat /proc/${pid}/stack"`}：磁盘、锁、被停止。写不出去的日志守护进程会拖住所有写日志的程序。`,
      },
    ],
  };
}

function burstCure(context: RuleContext, reader: Words, limit: number, waiting: number): Cure {
  const wanted = pow2ceil(2 * Math.max(waiting, limit + 1));
  const { proposed, limitedBy } = memoryIsShort(context)
    ? { proposed: undefined, limitedBy: NO_WORDS }
    : raise(limit, wanted, MOST_DATAGRAMS);
  const changes = proposed === undefined ? [] : changeTo(context, QLEN, proposed);
  return {
    severity: 'warning',
    title: {
      en: `Bursts fill the Unix datagram queue of ${reader.en}`,
      'zh-CN': `突发填满 ${reader['zh-CN']} 的 Unix 数据报队列`,
    },
    why: {
      en: `${HOW.en} The queue of ${reader.en} was seen full and seen with room again, so its program keeps up, but ${QLEN} (${limit}) lets only ${limit + 1} datagrams wait, which is less than its bursts.`,
      'zh-CN': `${HOW['zh-CN']}${reader['zh-CN']} 的队列有时满、有时又有空位，说明程序跟得上，但 ${QLEN}（${limit}）只允许 ${limit + 1} 个数据报等待，少于它的突发。`,
    },
    changes,
    arithmetic:
      changes.length === 0
        ? NO_WORDS
        : {
            en: `2 x ${Math.max(waiting, limit + 1)} datagrams that filled it, as a power of two: ${wanted}${limitedBy.en}`,
            'zh-CN': `2 x 填满它的 ${Math.max(waiting, limit + 1)} 个数据报，取 2 的幂：${wanted}${limitedBy['zh-CN']}`,
          },
    actions:
      changes.length === 0
        ? [
            memoryIsShort(context)
              ? NO_MEMORY
              : {
                  en: `Let ${reader.en} read more often: a longer queue is not allowed.`,
                  'zh-CN': `让 ${reader['zh-CN']} 读得更勤：队列不允许再长。`,
                },
          ]
        : [
            {
              en: `Restart ${reader.en} afterwards: a socket takes the length over when it is made.`,
              'zh-CN': `之后重启 ${reader['zh-CN']}：套接字在创建时取得队列长度。`,
            },
          ],
  };
}

function findingOf(context: RuleContext, queue: FullQueue<number>, limit: number): Finding | undefined {
  const [row] = queue.senders;
  if (row === undefined) return undefined;
  const known = row.peerProcess ?? row.peerName;
  const name = known !== undefined ? sameWords(known) : { en: 'its reader', 'zh-CN': '其读取方' };
  const stuck = queue.fullSeconds >= STUCK.seconds;
  const waiting = waitingOf(queue.senders);
  const labels = { socket: row.peerName ?? String(queue.key) };
  return {
    subject: row.peerName ?? known ?? 'its reader',
    // The reader's socket is the same whatever is known of it.
    formerly: [`inode ${queue.key}`],
    confidence: 'medium',
    where: {
      en: `Unix datagram socket${row.peerName === undefined ? '' : ` ${row.peerName}`} of ${whoOf({ process: row.peerProcess, pid: row.peerPid, script: row.peerScript }).en}, written by ${whoOf(row).en}: about ${waiting} datagrams wait, limit ${limit + 1}`,
      'zh-CN': `${whoOf({ process: row.peerProcess, pid: row.peerPid, script: row.peerScript })['zh-CN']} 的 Unix 数据报套接字${row.peerName === undefined ? '' : ` ${row.peerName}`}，由 ${whoOf(row)['zh-CN']} 写入：约 ${waiting} 个数据报在等，上限 ${limit + 1}`,
    },
    evidence: knownEvidence({ metric: ID.unix.dgramSendMaxFill, labels }, row.fill),
    ...(stuck ? stuckCure(name, queue) : burstCure(context, name, limit, waiting)),
    risk: {
      en: 'Risk 1 of 4. Messages wait longer in a longer queue; their memory is charged to their senders.',
      'zh-CN': '风险 1/4。队列越长，消息等得越久；其内存计在发送方头上。',
    },
    expectedEffect: { en: 'Writers no longer wait or lose messages.', 'zh-CN': '写入方不再等待，也不再丢消息。' },
    verify: {
      en: `"ss -xa" shows the socket of ${name.en} with a Recv-Q of 0 between bursts.`,
      'zh-CN': `突发之间 "ss -xa" 中 ${name['zh-CN']} 的套接字 Recv-Q 为 0。`,
    },
    notWhen: {
      en: 'Both ends belong to one pair that is connected to each other: then only the sender’s buffer limits.',
      'zh-CN': '两端是互相连接的一对：那么限制只在发送方的缓冲区。',
    },
  };
}

function evaluate(context: RuleContext, firing: ReadonlySet<string>): readonly Finding[] {
  const [limit] = tunableNumbers(context.tunables, QLEN) ?? [];
  if (limit === undefined || limit < 1) return [];
  const isFull = (senders: readonly UnixSocketRow[]): boolean => waitingOf(senders) > limit;
  const bySubject = new Map<string, Finding>();
  for (const queue of fullQueues(context, keyOf, isFull)) {
    const { fullSeconds, fullLooks, otherLooks } = queue;
    const stuck = fullSeconds >= STUCK.seconds && fullLooks >= STUCK.looks;
    const bursts = fullLooks >= BURSTS.full && otherLooks >= BURSTS.other;
    const finding = findingOf(context, queue, limit);
    if (finding === undefined || bySubject.has(finding.subject)) continue;
    const open = firing.has(finding.subject) || firing.has(`inode ${queue.key}`);
    if (stuck || bursts || (open && fullLooks > 0)) bySubject.set(finding.subject, finding);
  }
  return [...bySubject.values()];
}

/** Unix datagram sockets whose queue is full. */
export const sockUnixDgramFull: Rule = {
  id: 'sock-unix-dgram-full',
  layer: 'socket',
  title: { en: 'Unix datagram queue is full', 'zh-CN': 'Unix 数据报队列满' },
  metrics: [ID.unix.dgramSendMaxFill, ID.memory.availableBytes, ID.memory.totalBytes],
  tunables: [QLEN],
  about: {
    feels: ['hangs', 'drops'],
    symptom: {
      en: 'Programs hang when they log, or log lines are missing.',
      'zh-CN': '程序在写日志时卡住，或日志缺行。',
    },
    reasoning: {
      en: 'The datagrams that wait for a reader, reckoned from the memory of their senders and the size of the next one, are more than max_dgram_qlen: in every look for 10 s the reader is behind; in some looks of a minute and not in others (three each) its bursts are larger than the queue. It stays open for a minute.',
      'zh-CN':
        '等待读取方的数据报（按发送方的内存和下一个的大小估算）多于 max_dgram_qlen：10 s 内每次采样都如此，是读取方落后；一分钟内有时如此有时不然（各三次），是突发大于队列。保持打开一分钟。',
    },
    formula: {
      en: 'max_dgram_qlen = power of two above twice the datagrams that filled the queue, at most 4096',
      'zh-CN': 'max_dgram_qlen = 填满队列的数据报数两倍以上的 2 的幂，最多 4096',
    },
    sources: [
      'Documentation/admin-guide/sysctl/net.rst (max_dgram_qlen)',
      'net/unix/af_unix.c of the kernel (unix_dgram_sendmsg)',
      'unix(7)',
    ],
  },
  evaluate,
};
