import { endpoint, formatRate, formatValue, type SocketRow } from '@netstrata/metrics';
import { NO_CHANGE } from '../change.ts';
import { recentDumps } from '../dumps.ts';
import { rateEvidence } from '../evidence.ts';
import { isOver } from '../hysteresis.ts';
import { whoOf } from '../owner.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';

const SENT = 'transport.tcpExt.tcpOrigDataSent';
/** Segments a second of one connection. */
const RATE = { fire: 3000, clear: 1500 };
/** Of the largest segment: how full a mean one is at most. */
const FILL = { fire: 0.3, clear: 0.5 };
/** Between the two looks that are compared: the newest, and the last that is older than this. */
const APART_MS = 10_000;
const DUMP_SECONDS = 40;
const MINUTE_SECONDS = 60;
const MOST_FINDINGS = 5;

interface Tiny {
  readonly row: SocketRow;
  readonly perSecond: number;
  readonly meanBytes: number;
}

const isCounted = ({ protocol, dataSegsOut, bytesAcked, mssBytes }: SocketRow): boolean =>
  protocol === 'tcp' && dataSegsOut !== undefined && bytesAcked !== undefined && (mssBytes ?? 0) > 0;

function tinyOf(before: SocketRow | undefined, row: SocketRow, seconds: number): Tiny | undefined {
  if (before === undefined || !isCounted(before) || !isCounted(row)) return undefined;
  const segments = (row.dataSegsOut ?? 0) - (before.dataSegsOut ?? 0);
  const bytes = (row.bytesAcked ?? 0) - (before.bytesAcked ?? 0);
  return segments > 0 && bytes >= 0 ? { row, perSecond: segments / seconds, meanBytes: bytes / segments } : undefined;
}

/** What the senders of the newest dump did since the one that it is compared with. */
function tinySenders(context: RuleContext): readonly Tiny[] {
  const dumps = recentDumps(context, DUMP_SECONDS);
  const newest = dumps.at(-1);
  const base = dumps.findLast(({ timeMs }) => (newest?.timeMs ?? 0) - timeMs >= APART_MS);
  if (newest === undefined || base === undefined) return [];
  const before = new Map(base.senders.map((row) => [row.cookie, row]));
  const seconds = (newest.timeMs - base.timeMs) / 1000;
  return newest.senders.flatMap((row) => tinyOf(before.get(row.cookie), row, seconds) ?? []);
}

function findingOf({ window }: RuleContext, subject: string, { row, perSecond, meanBytes }: Tiny): Finding {
  const mean = formatValue(Math.round(meanBytes), 'bytes');
  return {
    subject,
    severity: 'info',
    confidence: 'high',
    title: `${subject} sends many tiny segments`,
    why: `Each segment costs the sender, the network and the receiver about the same, however little is in it. ${whoOf(row)} sends ${formatRate(Math.round(perSecond), 'segments', { noun: true })} with ${mean} each on one connection, where ${formatValue(row.mssBytes, 'bytes')} would fit: it writes little at a time, with TCP_NODELAY or so fast that nothing is joined.`,
    where: `TCP connection of ${whoOf(row)} to ${endpoint(row.remote, row.remotePort)}: ${mean} a segment`,
    evidence: rateEvidence(window, { metric: SENT }, MINUTE_SECONDS),
    ...NO_CHANGE,
    actions: [
      `Let ${subject} collect what it writes within a turn of its loop and write it with one call (writev, a buffered writer).`,
      'Or hold parts of one message together with MSG_MORE or TCP_CORK, and take the cork off when it is complete.',
      'Leave net.ipv4.tcp_autocorking at 1: it joins what it can while a packet still waits in the device.',
    ],
    risk: 'What is corked and not uncorked is sent 200 ms late.',
    expectedEffect: 'Fewer and fuller segments: less CPU at both ends for the same bytes.',
    verify: `"ss -tin 'dport = :${row.remotePort}'" shows bytes_acked growing faster than data_segs_out x ${Math.round(0.5 * (row.mssBytes ?? 0))}.`,
    notWhen: 'Each write is urgent by itself: games, remote desktops, trading.',
  };
}

function evaluate(context: RuleContext, firing: ReadonlySet<string>): readonly Finding[] {
  const byProgram = new Map<string, Tiny>();
  for (const tiny of tinySenders(context)) {
    const subject = tiny.row.process ?? endpoint(tiny.row.local, tiny.row.localPort);
    const open = firing.has(subject);
    const most = (open ? FILL.clear : FILL.fire) * (tiny.row.mssBytes ?? 0);
    if (tiny.meanBytes >= most || !isOver(tiny.perSecond, RATE, open)) continue;
    if (tiny.perSecond > (byProgram.get(subject)?.perSecond ?? 0)) byProgram.set(subject, tiny);
  }
  return [...byProgram]
    .toSorted(([, a], [, b]) => b.perSecond - a.perSecond)
    .slice(0, MOST_FINDINGS)
    .map(([subject, tiny]) => findingOf(context, subject, tiny));
}

/** Connections that carry their data in tiny segments. */
export const appCorkBatching: Rule = {
  id: 'app-cork-batching',
  layer: 'application',
  title: 'Many tiny segments',
  metrics: [SENT],
  tunables: [],
  about: {
    symptom: 'CPUs are busy with packets although little data is moved.',
    reasoning:
      'For 10 s one connection sends more than 3,000 segments a second that are less than 30 % full on average (bytes_acked against data_segs_out); cleared at 1,500 a second or 50 %.',
    formula: '',
    sources: [
      'Documentation/networking/ip-sysctl.rst (tcp_autocorking)',
      'tcp(7) (TCP_CORK, TCP_NODELAY)',
      'send(2) (MSG_MORE)',
    ],
  },
  evaluate,
};
