import { formatValue, type SocketRow, tunableNumbers } from '@netstrata/metrics';
import { changeTo, NO_CHANGE } from '../change.ts';
import { recentDumps, runsUpToNow, type Sight, spanSeconds } from '../dumps.ts';
import { knownEvidence } from '../evidence.ts';
import { pow2ceil } from '../guards.ts';
import { isOver } from '../hysteresis.ts';
import { median } from '../median.ts';
import { whoOf } from '../owner.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';

const LOWAT = 'net.ipv4.tcp_notsent_lowat';
const NOTSENT = 'socket.tcp.notsentBytes';
/** How long what is written last waits in the send buffer, before the path has even seen it. */
const WAIT_SECONDS = { fire: 1, clear: 0.5 };
/** Connections of one port: fewer are a transfer, not a service. */
const LEAST_CONNECTIONS = 3;
const RUN = { seconds: 10, looks: 5 };
const DUMP_SECONDS = 30;
/** Unsent data for so long keeps a program and its kernel busy without a gap. */
const AHEAD_SECONDS = 0.02;
const LEAST_BYTES = 131_072;
const MOST_BYTES = 1024 * 1024;
const MOST_FINDINGS = 3;

interface Waiting {
  readonly row: SocketRow;
  readonly bytes: number;
  readonly bytesPerSecond: number;
  readonly seconds: number;
}

const isSender = ({ protocol, state }: SocketRow): boolean => protocol === 'tcp' && state === 'established';

function waitingOf(run: readonly Sight[]): Waiting | undefined {
  const row = run.at(-1)?.row;
  const bytes = median(run.flatMap((sight) => sight.row.notsentBytes ?? []));
  const bytesPerSecond = median(run.flatMap((sight) => sight.row.txBytesPerSecond ?? []));
  if (row === undefined || spanSeconds(run) < RUN.seconds || run.length < RUN.looks) return undefined;
  if (bytes === undefined || bytesPerSecond === undefined || bytesPerSecond <= 0 || bytes < LEAST_BYTES)
    return undefined;
  return { row, bytes, bytesPerSecond, seconds: bytes / bytesPerSecond };
}

function cureOf(context: RuleContext, waiting: readonly Waiting[]): Pick<Finding, 'changes' | 'arithmetic'> {
  const [current] = tunableNumbers(context.tunables, LOWAT) ?? [];
  const fastest = Math.max(...waiting.map(({ bytesPerSecond }) => bytesPerSecond));
  const wanted = Math.min(MOST_BYTES, Math.max(LEAST_BYTES, pow2ceil(AHEAD_SECONDS * fastest)));
  if (current === undefined || current <= wanted) return NO_CHANGE;
  return {
    changes: changeTo(context, LOWAT, wanted),
    arithmetic: `${formatValue(fastest, 'bytes/s')} of the fastest x 20 ms = ${formatValue(AHEAD_SECONDS * fastest, 'bytes')}; a power of two from 128 KiB to 1 MiB: ${wanted}`,
  };
}

function findingOf(context: RuleContext, subject: string, waiting: readonly [Waiting, ...Waiting[]]): Finding {
  const [{ row, bytes, bytesPerSecond, seconds }] = waiting;
  const name = row.process ?? subject;
  return {
    subject,
    severity: 'info',
    confidence: 'medium',
    title: `What ${name} writes last waits ${formatValue(seconds * 1e6, 'microseconds')} in its own send buffers`,
    why: `A program may write as much as its send buffer holds, however slow the path is. What it writes then goes behind all of that: ${formatValue(bytes, 'bytes')} wait unsent on a connection of ${whoOf(row)} that moves ${formatValue(bytesPerSecond, 'bytes/s')}, and ${waiting.length} connections of port ${row.localPort} look like that. An urgent answer, a cancelled download or a lower video quality take effect only after it, and the memory is held all the while.`,
    where: `${waiting.length} connections of ${whoOf(row)} on port ${row.localPort}`,
    evidence: knownEvidence({ metric: NOTSENT, labels: { socket: subject } }, bytes),
    ...cureOf(context, waiting),
    actions: [
      `Better than the sysctl, because it concerns ${name} only: set TCP_NOTSENT_LOWAT on its connections (128 KiB is common); it is then told that it may write only when less than that is unsent.`,
    ],
    risk: `Risk 2 of 4. ${LOWAT} holds at once for all connections without an option of their own; programs are woken more often, and one that is slow to write may leave the path idle.`,
    expectedEffect: 'Unsent data falls to the limit, throughput stays within some percent.',
    verify: `"ss -tin 'sport = :${row.localPort}'" shows a small notsent, and the same delivery_rate.`,
    notWhen: 'The program only ever sends whole files, and neither their memory nor what comes after them matters.',
  };
}

function evaluate(context: RuleContext, firing: ReadonlySet<string>): readonly Finding[] {
  const dumps = recentDumps(context, DUMP_SECONDS);
  const served = new Set(dumps.at(-1)?.listeners.map(({ localPort }) => localPort));
  const newest = dumps.at(-1)?.senders ?? [];
  if (!newest.some(({ localPort, notsentBytes = 0 }) => notsentBytes > 0 && served.has(localPort))) return [];
  const byService = new Map<string, Waiting[]>();
  for (const run of runsUpToNow(dumps, 'senders', isSender).values()) {
    const waiting = waitingOf(run);
    if (waiting === undefined || !served.has(waiting.row.localPort)) continue;
    const subject = `${waiting.row.process ?? 'tcp'} :${waiting.row.localPort}`;
    if (isOver(waiting.seconds, WAIT_SECONDS, firing.has(subject)))
      byService.set(subject, [...(byService.get(subject) ?? []), waiting]);
  }
  return [...byService]
    .filter(([subject, all]) => firing.has(subject) || all.length >= LEAST_CONNECTIONS)
    .map(([subject, all]) => [subject, all.toSorted((a, b) => b.seconds - a.seconds)] as const)
    .slice(0, MOST_FINDINGS)
    .flatMap(([subject, [worst, ...others]]) =>
      worst === undefined ? [] : [findingOf(context, subject, [worst, ...others])],
    );
}

/** Services that write far ahead of what their paths carry. */
export const sockNotsentLowat: Rule = {
  id: 'sock-notsent-lowat',
  layer: 'socket',
  title: 'Data waits long in send buffers',
  metrics: [NOTSENT],
  tunables: [LOWAT],
  about: {
    symptom: 'Urgent answers come late on connections that are busy; a server holds much memory for slow clients.',
    reasoning:
      'For 10 s at least three connections of one listening port hold 128 KiB and more unsent, which is more than one second of what they move (the middle of the looks); it stays open while one is above half a second.',
    formula: 'tcp_notsent_lowat = 20 ms of the fastest of these connections, a power of two from 128 KiB to 1 MiB',
    sources: ['Documentation/networking/ip-sysctl.rst (tcp_notsent_lowat)', 'tcp(7)'],
  },
  evaluate,
};
