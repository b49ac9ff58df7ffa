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
/** What the catalogue of tunables, and any machine, takes. */
const LARGEST = 2 ** 31 - 1;

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
  const isTooMuch = table > LARGEST || bytes > memTotal;
  const fits = table <= input.max && !isTooMuch;
  const [size, part] = [formatValue(bytes, 'bytes'), formatValue(share, 'share')];
  return {
    fits,
    answer: isTooMuch
      ? {
          en: `${entries} entries at a time: a table for them takes ${size}, more than this host has. Shorten the timeouts, or leave traffic untracked.`,
          'zh-CN': `同时 ${entries} 个条目：容纳它们的表要占用 ${size}，超出本机所能。请缩短超时，或让部分流量不被跟踪。`,
        }
      : {
          en: `${entries} entries at a time${fits ? ` fit into the ${input.max} that are allowed` : `: nf_conntrack_max = ${table}`}. A full table of ${table} takes ${size}, ${part} of the memory.`,
          'zh-CN': `同时 ${entries} 个条目${fits ? `，在允许的 ${input.max} 以内` : `：nf_conntrack_max = ${table}`}。${table} 个条目的满表占用 ${size}，为内存的 ${part}。`,
        },
    steps: [
      {
        id: 'entries',
        name: { en: 'entries', 'zh-CN': '条目' },
        how: { en: `${rate} connections a second × ${lifetime} s`, 'zh-CN': `每秒 ${rate} 个连接 × ${lifetime} s` },
        value: entries,
        unit: 'entries',
      },
      {
        id: 'table',
        name: { en: 'table', 'zh-CN': '表大小' },
        how: {
          en: 'twice that, next power of two: half full in the usual case',
          'zh-CN': '其两倍，取下一个 2 的幂：平时半满',
        },
        value: table,
        unit: 'entries',
      },
      {
        id: 'memory',
        name: { en: 'memory when full', 'zh-CN': '满时占用内存' },
        how: {
          en: `${table} × (${ENTRY_BYTES} B an entry + ${BUCKET_BYTES} B a bucket)`,
          'zh-CN': `${table} ×（每条目 ${ENTRY_BYTES} B + 每桶 ${BUCKET_BYTES} B）`,
        },
        value: bytes,
        unit: 'bytes',
      },
    ],
    wishes:
      fits || isTooMuch
        ? []
        : [
            { tunable: 'net.netfilter.nf_conntrack_max', value: String(table) },
            { tunable: 'net.netfilter.nf_conntrack_buckets', value: String(table) },
          ],
    caveats: [
      {
        en: 'Established TCP stays for five days after its last packet (nf_conntrack_tcp_timeout_established): shorten that first.',
        'zh-CN': '已建立的 TCP 在最后一个包之后还保留五天（nf_conntrack_tcp_timeout_established）：先缩短它。',
      },
      {
        en: 'Traffic that needs no state can go untracked (notrack).',
        'zh-CN': '不需要状态的流量可以不跟踪（notrack）。',
      },
      ...(share > 1 / 32
        ? [
            {
              en: 'That is more than a thirty-second of the memory: look for what opens so many connections.',
              'zh-CN': '超过内存的三十二分之一：请查明是什么打开了这么多连接。',
            },
          ]
        : []),
    ],
  };
}
