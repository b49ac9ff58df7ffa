import { endpoint, formatRate, formatValue, type SocketRow } from '@netstrata/metrics';
import type { Bottleneck, Limiter } from '../types.ts';
import { bottleneckOfSocket } from './bottleneckOfSocket.ts';

/** Below a megabit a second what limits is of no interest: there is hardly any traffic. */
const QUIET_BYTES_PER_SECOND = 125_000;
const MOST = 0.5;
const NEARLY_ALL = 0.8;

/** What the program of this host is to blame for comes before what sends fast. */
const HARD: readonly Limiter[] = ['accept-queue', 'reader'];

const rateOf = ({ txBytesPerSecond = 0, rxBytesPerSecond = 0 }: SocketRow): number =>
  txBytesPerSecond + rxBytesPerSecond;

function nameOf({ process, local, localPort, remote, remotePort }: SocketRow): string {
  const who = process ?? 'a program';
  return remotePort === 0 ? `${who} on ${endpoint(local, localPort)}` : `${who} to ${endpoint(remote, remotePort)}`;
}

const WHO: Partial<Record<Limiter, string>> = {
  application: 'The programs limit',
  'peer-window': 'The receive windows of the peers limit',
  'send-buffer': 'The send buffers of this host limit',
  network: 'The path (congestion windows and what is lost) limits',
};

/**
 * What limits several sockets together, by the bytes that each moves: of a process, or of a host. Undefined when they move next to
 * nothing and none of them waits.
 */
export function bottleneckOfSockets(rows: readonly SocketRow[]): Bottleneck | undefined {
  const each = rows.map((row) => ({ row, bottleneck: bottleneckOfSocket(row) }));
  for (const hard of HARD) {
    const [worst, ...others] = each
      .filter(({ bottleneck }) => bottleneck.limiter === hard)
      .toSorted((a, b) => b.row.fill - a.row.fill || rateOf(b.row) - rateOf(a.row));
    if (worst === undefined) continue;
    const more =
      others.length === 0 ? '' : ` ${others.length} more ${others.length === 1 ? 'socket waits' : 'sockets wait'} so.`;
    return { ...worst.bottleneck, sentence: `${nameOf(worst.row)}: ${worst.bottleneck.sentence}${more}` };
  }
  const total = rows.reduce((sum, row) => sum + rateOf(row), 0);
  if (total < QUIET_BYTES_PER_SECOND) return undefined;
  const byLimiter = Map.groupBy(each, ({ bottleneck }) => bottleneck.limiter);
  const shares = [...byLimiter].map(([limiter, of]) => ({
    limiter,
    of: of.toSorted((a, b) => rateOf(b.row) - rateOf(a.row)),
    share: of.reduce((sum, { row }) => sum + rateOf(row), 0) / total,
  }));
  const [first] = shares.toSorted((a, b) => b.share - a.share);
  const [fastest] = first?.of ?? [];
  if (first === undefined || fastest === undefined) return undefined;
  const who = WHO[first.limiter];
  if (who === undefined) return fastest.bottleneck;
  if (first.of.length === 1)
    return { ...fastest.bottleneck, sentence: `${nameOf(fastest.row)}: ${fastest.bottleneck.sentence}` };
  return {
    limiter: first.limiter,
    confidence: first.share >= NEARLY_ALL ? 'high' : first.share >= MOST ? 'medium' : 'low',
    sentence: `${who} ${formatValue(first.share, 'share')} of ${formatRate(total, 'bytes')}, most of it ${nameOf(fastest.row)}.`,
    not: fastest.bottleneck.not,
  };
}
