import { formatAge, formatValue, ID, type UnixSocketRow } from '@netstrata/metrics';
import { NO_CHANGE } from '../change.ts';
import { knownEvidence } from '../evidence.ts';
import { whoOf } from '../owner.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';
import { type FullQueue, fullQueues } from '../unix/fullUnix.ts';

const FULL = 0.9;
const FIRE = { seconds: 10, looks: 4 };
const MOST_FINDINGS = 5;

const keyOf = ({ type, state, inode }: UnixSocketRow): number | undefined =>
  type !== 'dgram' && state === 'established' ? inode : undefined;
const isFull = (senders: readonly UnixSocketRow[]): boolean => senders.every(({ fill }) => fill >= FULL);

const readerOf = ({ peerProcess, peerPid }: UnixSocketRow): string => whoOf({ process: peerProcess, pid: peerPid });
const subjectOf = (row: UnixSocketRow): string =>
  `${row.process ?? row.name ?? 'unix'} to ${row.peerProcess ?? row.peerName ?? 'its reader'}`;

function findingOf({ senders, fullSeconds }: FullQueue<number>, others: number): Finding | undefined {
  const [row] = senders;
  if (row === undefined) return undefined;
  const reader = row.peerProcess ?? 'the reader';
  return {
    subject: subjectOf(row),
    severity: 'warning',
    confidence: 'high',
    title: `${reader} does not keep up with what ${row.process ?? 'a program'} sends it over a Unix socket`,
    why: `What is sent over a Unix socket counts against the sender’s buffer until the other side has read it. The buffer of ${whoOf(row)} has been full in every look for ${formatAge(fullSeconds * 1000)}, so that its writes wait, or fail with EAGAIN, for ${readerOf(row)}. A larger buffer would be as full a moment later, and tcp_rmem, tcp_wmem and rmem_max have no part in Unix sockets.`,
    where: `Unix ${row.type} socket${row.name === undefined ? '' : ` ${row.name}`} of ${whoOf(row)}, read by ${readerOf(row)}: ${formatValue(row.sendQ, 'bytes')} of ${formatValue(row.sndbuf, 'bytes')} unread${others === 0 ? '' : `, and ${others} more`}`,
    evidence: knownEvidence({ metric: ID.unix.streamSendMaxFill, labels: { socket: String(row.inode) } }, row.fill),
    ...NO_CHANGE,
    actions: [
      `See what ${reader} waits for: ${row.peerPid === undefined ? 'the state of its threads ("top -H")' : `"top -H -p ${row.peerPid}" and "cat /proc/${row.peerPid}/stack"`}: a full core, a lock, a disk, a stop.`,
      'Only when it is away for moments and then catches up does a larger buffer help: SO_SNDBUF in the sender, or net.core.wmem_default for programs that do not ask.',
    ],
    risk: 'Nothing in the kernel is changed.',
    expectedEffect: 'The sender writes without waiting, and its buffer is seen empty between messages.',
    verify: `"ss -xam" no longer shows this socket with its "t" near its "tb" in skmem.`,
    notWhen: 'The reader slows its sender on purpose, as a pipeline does whose last part is the slowest.',
  };
}

function evaluate(context: RuleContext, firing: ReadonlySet<string>): readonly Finding[] {
  const bySubject = new Map<string, FullQueue<number>[]>();
  for (const queue of fullQueues(context, keyOf, isFull)) {
    const [row] = queue.senders;
    if (row === undefined || queue.fullSeconds === 0) continue;
    const subject = subjectOf(row);
    const caught = queue.fullSeconds >= FIRE.seconds && queue.fullLooks >= FIRE.looks;
    if (caught || firing.has(subject)) bySubject.set(subject, [...(bySubject.get(subject) ?? []), queue]);
  }
  return [...bySubject.values()]
    .slice(0, MOST_FINDINGS)
    .flatMap(([queue, ...others]) => (queue === undefined ? [] : (findingOf(queue, others.length) ?? [])));
}

/** A Unix stream whose reader does not keep up. */
export const sockUnixStreamFull: Rule = {
  id: 'sock-unix-stream-full',
  layer: 'socket',
  title: 'Unix stream is full',
  metrics: [ID.unix.streamSendMaxFill],
  tunables: [],
  about: {
    symptom:
      'A program hangs or loses messages although the network is well: it writes to a neighbour on the same host.',
    reasoning:
      'The send buffer of a Unix stream is 90 % full in every look for 10 s. The kernel charges what is sent to the sender until it is read, so the reader is behind; both programs are named.',
    formula: '',
    sources: ['net/unix/af_unix.c of the kernel (unix_stream_sendmsg)', 'unix(7)'],
  },
  evaluate,
};
