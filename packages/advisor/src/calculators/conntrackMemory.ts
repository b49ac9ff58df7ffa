import { formatValue } from '@netstrata/metrics';
import { pow2ceil } from '../guards.ts';
import { type Calculation, inRange } from './Calculation.ts';

export interface ConntrackMemoryInput {
  readonly connectionsPerSecond: number;
  /** How long an entry stays, with its timeout. */
  readonly lifetimeSeconds: number;
  readonly memTotalBytes: number;
  /** nf_conntrack_max as it is. */
  readonly max: number;
}

/** struct nf_conn with its usual extensions, rounded up by the allocator; and a pointer for each bucket. */
const ENTRY_BYTES = 384;
const BUCKET_BYTES = 8;
/** Half full in the usual case leaves room for a burst. */
const FILL = 0.5;

/**
 * Size and memory of the connection tracking table.
 * @throws CalculationError for a rate or time out of range
 */
export function conntrackMemory(input: ConntrackMemoryInput): Calculation {
  const rate = inRange('connectionsPerSecond', input.connectionsPerSecond, { least: 0, most: 10_000_000 });
  const lifetime = inRange('lifetimeSeconds', input.lifetimeSeconds, { least: 1, most: 10_000_000 });
  const memTotal = inRange('memTotalBytes', input.memTotalBytes, { least: 1, most: 2 ** 50 });
  const entries = Math.ceil(rate * lifetime);
  const table = pow2ceil(Math.max(1, entries) / FILL);
  const bytes = table * (ENTRY_BYTES + BUCKET_BYTES);
  const share = bytes / memTotal;
  const fits = table <= input.max;
  return {
    answer: `${entries} entries at a time${fits ? ` fit into the ${input.max} that are allowed` : `: nf_conntrack_max = ${table}`}. A full table of ${table} takes ${formatValue(bytes, 'bytes')}, ${formatValue(share, 'share')} of the memory.`,
    steps: [
      { name: 'entries', how: `${rate} connections a second x ${lifetime} s`, value: entries, unit: 'entries' },
      {
        name: 'table',
        how: 'twice that, next power of two: half full in the usual case',
        value: table,
        unit: 'entries',
      },
      {
        name: 'memory when full',
        how: `${table} x (${ENTRY_BYTES} B an entry + ${BUCKET_BYTES} B a bucket)`,
        value: bytes,
        unit: 'bytes',
      },
    ],
    wishes: fits
      ? []
      : [
          { tunable: 'net.netfilter.nf_conntrack_max', value: String(table) },
          { tunable: 'net.netfilter.nf_conntrack_buckets', value: String(table) },
        ],
    caveats: [
      'Established TCP stays for five days after its last packet (nf_conntrack_tcp_timeout_established): shorten that first.',
      'Traffic that needs no state can go untracked (notrack).',
      ...(share > 1 / 32
        ? ['That is more than a thirty-second of the memory: look for what opens so many connections.']
        : []),
    ],
  };
}
