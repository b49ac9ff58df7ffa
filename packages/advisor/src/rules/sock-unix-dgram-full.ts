import { formatAge, ID, tunableNumbers, type UnixSocketRow } from '@netstrata/metrics';
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

const HOW =
  'A Unix datagram socket holds a set number of unread datagrams, however small. When it is full, the next write waits, or fails with EAGAIN and the message is lost.';

function stuckCure(reader: string, { fullSeconds, senders }: FullQueue<number>): Cure {
  const pid = senders[0]?.peerPid;
  return {
    severity: 'warning',
    title: `${reader} does not read its Unix datagrams`,
    why: `${HOW} The queue of ${reader} has been full in every look for ${formatAge(fullSeconds * 1000)}: the program is behind, or has stopped, and a longer queue would be just as full a moment later.`,
    ...NO_CHANGE,
    actions: [
      `See what ${reader} waits for: ${pid === undefined ? 'the state of its threads ("top -H")' : `"top -H -p ${pid}" and "cat /proc/${pid}/stack"`}: a disk, a lock, a stop. A log daemon that cannot write holds back everyone who logs.`,
    ],
  };
}

function burstCure(context: RuleContext, reader: string, limit: number, waiting: number): Cure {
  const wanted = pow2ceil(2 * Math.max(waiting, limit + 1));
  const { proposed, limitedBy } = memoryIsShort(context)
    ? { proposed: undefined, limitedBy: '' }
    : raise(limit, wanted, MOST_DATAGRAMS);
  const changes = proposed === undefined ? [] : changeTo(context, QLEN, proposed);
  return {
    severity: 'warning',
    title: `Bursts fill the Unix datagram queue of ${reader}`,
    why: `${HOW} The queue of ${reader} was seen full and seen with room again, so its program keeps up, but ${QLEN} (${limit}) lets only ${limit + 1} datagrams wait, which is less than its bursts.`,
    changes,
    arithmetic:
      changes.length === 0
        ? ''
        : `2 x ${Math.max(waiting, limit + 1)} datagrams that filled it, as a power of two: ${wanted}${limitedBy}`,
    actions:
      changes.length === 0
        ? [memoryIsShort(context) ? NO_MEMORY : `Let ${reader} read more often: a longer queue is not allowed.`]
        : [`Restart ${reader} afterwards: a socket takes the length over when it is made.`],
  };
}

function findingOf(context: RuleContext, queue: FullQueue<number>, limit: number): Finding | undefined {
  const [row] = queue.senders;
  if (row === undefined) return undefined;
  const name = row.peerProcess ?? row.peerName ?? 'its reader';
  const stuck = queue.fullSeconds >= STUCK.seconds;
  const waiting = waitingOf(queue.senders);
  const labels = { socket: row.peerName ?? String(queue.key) };
  return {
    subject: row.peerName ?? name,
    confidence: 'medium',
    where: `Unix datagram socket${row.peerName === undefined ? '' : ` ${row.peerName}`} of ${whoOf({ process: row.peerProcess, pid: row.peerPid })}, written by ${whoOf(row)}: about ${waiting} datagrams wait, limit ${limit + 1}`,
    evidence: knownEvidence({ metric: ID.unix.dgramSendMaxFill, labels }, row.fill),
    ...(stuck ? stuckCure(name, queue) : burstCure(context, name, limit, waiting)),
    risk: 'Risk 1 of 4. Messages wait longer in a longer queue; their memory is charged to their senders.',
    expectedEffect: 'Writers no longer wait or lose messages.',
    verify: `"ss -xa" shows the socket of ${name} with a Recv-Q of 0 between bursts.`,
    notWhen: 'Both ends belong to one pair that is connected to each other: then only the sender’s buffer limits.',
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
    if (stuck || bursts || (firing.has(finding.subject) && fullLooks > 0)) bySubject.set(finding.subject, finding);
  }
  return [...bySubject.values()];
}

/** Unix datagram sockets whose queue is full. */
export const sockUnixDgramFull: Rule = {
  id: 'sock-unix-dgram-full',
  layer: 'socket',
  title: 'Unix datagram queue is full',
  metrics: [ID.unix.dgramSendMaxFill, ID.memory.availableBytes, ID.memory.totalBytes],
  tunables: [QLEN],
  about: {
    symptom: 'Programs hang when they log, or log lines are missing.',
    reasoning:
      'The datagrams that wait for a reader, reckoned from the memory of their senders and the size of the next one, are more than max_dgram_qlen: in every look for 10 s the reader is behind; in some looks of a minute and not in others (three each) its bursts are larger than the queue. It stays open for a minute.',
    formula: 'max_dgram_qlen = power of two above twice the datagrams that filled the queue, at most 4096',
    sources: [
      'Documentation/admin-guide/sysctl/net.rst (max_dgram_qlen)',
      'net/unix/af_unix.c of the kernel (unix_dgram_sendmsg)',
      'unix(7)',
    ],
  },
  evaluate,
};
