import { endpoint, formatValue, ID, type SocketRow } from '@netstrata/metrics';
import { NO_CHANGE } from '../change.ts';
import { anyMatters, recentDumps, runsUpToNow, type Sight, spanSeconds } from '../dumps.ts';
import { knownEvidence, rateEvidence } from '../evidence.ts';
import { isOver } from '../hysteresis.ts';
import { whoOf } from '../owner.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';

const NOTSENT = 'socket.tcp.notsentBytes';
const DELAYED_ACKS = 'transport.tcpExt.delayedACKs';
/** Of the looks at a connection. */
const HELD = { fire: 0.2, clear: 0.05 };
const RUN = { seconds: 10, looks: 8 };
const DUMP_SECONDS = 40;
const MINUTE_SECONDS = 60;
/** More is a transfer, not a conversation. */
const MOST_BYTES_PER_SECOND = 1_000_000;
/** Of the largest segment: a program that fills its segments has no small writes. */
const SMALL = 0.5;
/** Of the congestion window: with less in flight the path is not what it waits for. */
const ROOM = 0.5;
const MOST_FINDINGS = 5;

interface Held {
  readonly row: SocketRow;
  readonly share: number;
}

/** A last part of a segment waits, while something is in flight and both windows have room: only Nagle's algorithm or a cork does that. */
function isHeld({ notsentBytes = 0, mssBytes = 0, unackedSegs = 0, cwnd = 0, sndWndBytes, sendQ }: SocketRow): boolean {
  if (notsentBytes <= 0 || notsentBytes >= mssBytes || unackedSegs <= 0) return false;
  return unackedSegs < ROOM * cwnd && (sndWndBytes === undefined || sendQ < sndWndBytes);
}

/** Payload of a mean segment of these looks; undefined when none was sent, or none counted. */
function meanSegment(first: SocketRow, last: SocketRow): number | undefined {
  if (first.bytesAcked === undefined || last.bytesAcked === undefined) return undefined;
  const segments = (last.dataSegsOut ?? 0) - (first.dataSegsOut ?? 0);
  return segments > 0 ? (last.bytesAcked - first.bytesAcked) / segments : undefined;
}

function heldOf(run: readonly Sight[]): Held | undefined {
  const first = run.at(0)?.row;
  const row = run.at(-1)?.row;
  if (first === undefined || row === undefined || spanSeconds(run) < RUN.seconds || run.length < RUN.looks)
    return undefined;
  const mean = meanSegment(first, row);
  if (mean === undefined || mean >= SMALL * (row.mssBytes ?? 0)) return undefined;
  const looks = run.filter((sight) => isHeld(sight.row)).length;
  return { row, share: looks / run.length };
}

const isConversation = ({ protocol, state, txBytesPerSecond }: SocketRow): boolean =>
  protocol === 'tcp' && state === 'established' && (txBytesPerSecond ?? 0) <= MOST_BYTES_PER_SECOND;

function findingOf({ window }: RuleContext, subject: string, [worst, others]: readonly [Held, number]): Finding {
  const { row, share } = worst;
  const labels = { socket: `${endpoint(row.local, row.localPort)} ${endpoint(row.remote, row.remotePort)}` };
  const path =
    row.rttUs === undefined || row.minRttUs === undefined || row.rttUs <= 2 * row.minRttUs
      ? ''
      : ` An answer takes ${formatValue(row.rttUs, 'microseconds')} on average, though this path does it in ${formatValue(row.minRttUs, 'microseconds')}.`;
  return {
    subject,
    severity: 'warning',
    confidence: 'medium',
    title: `Small writes of ${subject} wait for acknowledgements (Nagle’s algorithm)`,
    why: `A small piece of data is not sent while an earlier one is not acknowledged, so that few tiny packets travel; the receiver in turn delays its acknowledgement for up to 40 ms, in the hope of an answer to send with it. A program that writes one message in several parts makes the two wait for each other. In ${formatValue(share, 'share')} of the looks ${whoOf(row)} had a part waiting like that while the network was free.${path}`,
    where: `TCP connection of ${whoOf(row)} to ${endpoint(row.remote, row.remotePort)}${others === 0 ? '' : `, and ${others} more of this program`}`,
    evidence: [
      ...knownEvidence({ metric: NOTSENT, labels }, row.notsentBytes),
      ...knownEvidence({ metric: ID.tcp.rttMedianUs, labels }, row.rttUs),
      ...rateEvidence(window, { metric: DELAYED_ACKS }, MINUTE_SECONDS),
    ],
    ...NO_CHANGE,
    actions: [
      `Write each message of ${subject} with one call: collect it first, or use writev().`,
      'Or set TCP_NODELAY on its connections (in nginx tcp_nodelay on, in Java setTcpNoDelay(true), in Node setNoDelay(true)).',
      'No sysctl switches Nagle’s algorithm off, and net.ipv4.tcp_autocorking is another thing.',
    ],
    risk: 'With TCP_NODELAY and writes in many parts the number of packets can multiply: joining the parts is better.',
    expectedEffect: 'Answers come up to 40 ms earlier each.',
    verify: `"ss -tin 'dport = :${row.remotePort}'" shows no "notsent" while the connection is used, and fewer delayed ACKs: "nstat -az TcpExtDelayedACKs" at the receiver.`,
    notWhen:
      'The data is a stream without messages, or the program corks it on purpose (TCP_CORK) and uncorks it in time.',
  };
}

function evaluate(context: RuleContext, firing: ReadonlySet<string>): readonly Finding[] {
  const byProgram = new Map<string, Held[]>();
  const dumps = recentDumps(context, DUMP_SECONDS);
  if (!anyMatters(dumps, 'senders', isHeld)) return [];
  for (const run of runsUpToNow(dumps, 'senders', isConversation).values()) {
    const held = heldOf(run);
    if (held === undefined) continue;
    const subject = held.row.process ?? endpoint(held.row.local, held.row.localPort);
    if (isOver(held.share, HELD, firing.has(subject)))
      byProgram.set(subject, [...(byProgram.get(subject) ?? []), held]);
  }
  return [...byProgram]
    .map(([subject, all]) => [subject, all.toSorted((a, b) => b.share - a.share)] as const)
    .slice(0, MOST_FINDINGS)
    .flatMap(([subject, [worst, ...others]]) =>
      worst === undefined ? [] : [findingOf(context, subject, [worst, others.length])],
    );
}

/** Small writes that Nagle's algorithm holds back. */
export const appSmallWritesNagle: Rule = {
  id: 'app-small-writes-nagle',
  layer: 'application',
  title: 'Small writes wait for acknowledgements',
  metrics: [NOTSENT, ID.tcp.rttMedianUs, DELAYED_ACKS],
  tunables: [],
  about: {
    symptom: 'Each request takes about 40 ms longer than it should, on an idle network and an idle machine.',
    reasoning:
      'For 10 s a connection below 1 MB/s whose segments are half full at most has less than one segment unsent in more than 20 % of the looks, while data is in flight and both windows have room; cleared at 5 %. Only Nagle’s algorithm and TCP_CORK hold data back like that.',
    formula: '',
    sources: ['RFC 896', 'RFC 9293, section 3.8.6.3', 'tcp(7) (TCP_NODELAY, TCP_CORK)'],
  },
  evaluate,
};
