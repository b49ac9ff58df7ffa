import { formatValue, ID, shareOf, sumDelta, tunableNumbers } from '@netstrata/metrics';
import { changeTo, NO_CHANGE, NO_MEMORY } from '../change.ts';
import { knownEvidence, lastEvidence } from '../evidence.ts';
import { memoryIsShort, pow2ceil, raise, seenLongEnough } from '../guards.ts';
import { isOver } from '../hysteresis.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';

const MAX = 'net.netfilter.nf_conntrack_max';
const BUCKETS = 'net.netfilter.nf_conntrack_buckets';
const ESTABLISHED = 'net.netfilter.nf_conntrack_tcp_timeout_established';
const TIME_WAIT = 'net.netfilter.nf_conntrack_tcp_timeout_time_wait';
const WINDOW_SECONDS = 60;
const FILL = { fire: 0.9, clear: 0.85 };
const CRITICAL_FILL = 0.95;
const WANTED_FILL = 0.5;
/** An entry with its extensions, rounded up. */
const ENTRY_BYTES = 384;
/** Of the memory, for the whole table. */
const MOST_MEMORY_SHARE = 1 / 32;
const DAY_SECONDS = 86_400;
const TIME_WAIT_SECONDS = 30;
const SUBJECT = 'host';

const LOOK =
  'Look at what fills the table: "conntrack -L | awk \'{print $1, $4}\' | sort | uniq -c | sort -rn | head". One source with thousands of UNREPLIED or SYN_RECV entries is a flood or a scan: stop it at the firewall, before tracking ("notrack" in a chain of priority raw).';

/** What frees room without a larger table. */
function shorter({ tunables }: RuleContext): string[] {
  const [established] = tunableNumbers(tunables, ESTABLISHED) ?? [];
  const [timeWait] = tunableNumbers(tunables, TIME_WAIT) ?? [];
  return [
    ...(established !== undefined && established > DAY_SECONDS
      ? [
          `Connections that fell silent stay in the table for ${formatValue(established, 'seconds')}: ${ESTABLISHED}=${DAY_SECONDS} forgets them after a day.`,
        ]
      : []),
    ...(timeWait !== undefined && timeWait > TIME_WAIT_SECONDS
      ? [
          `Where most entries are in TIME_WAIT, ${TIME_WAIT}=${TIME_WAIT_SECONDS} instead of ${timeWait} makes room without more memory.`,
        ]
      : []),
  ];
}

function cureOf(
  context: RuleContext,
  count: number,
  most: number,
): Pick<Finding, 'changes' | 'arithmetic' | 'actions'> {
  const others = [...shorter(context), LOOK];
  if (memoryIsShort(context)) return { ...NO_CHANGE, actions: [NO_MEMORY, ...others] };
  const affordable = Math.floor((context.host.memTotalBytes * MOST_MEMORY_SHARE) / ENTRY_BYTES);
  const { proposed, limitedBy } = raise(most, pow2ceil(count / WANTED_FILL), affordable);
  if (proposed === undefined) return { ...NO_CHANGE, actions: others };
  const [buckets] = tunableNumbers(context.tunables, BUCKETS) ?? [];
  const wantedBuckets = Math.ceil(proposed / 4);
  const more = buckets !== undefined && buckets < wantedBuckets;
  return {
    changes: [
      ...changeTo(context, MAX, proposed),
      ...(more ? changeTo(context, BUCKETS, Math.min(wantedBuckets, 4 * buckets)) : []),
    ],
    arithmetic: `${count} connections / ${WANTED_FILL}, as a power of two: ${proposed}${limitedBy}; ${proposed} x ${ENTRY_BYTES} bytes = ${formatValue(proposed * ENTRY_BYTES, 'bytes')} when full${more ? '; a quarter as many hash buckets keeps lookups short' : ''}`,
    actions: others,
  };
}

function evaluate(context: RuleContext, firing: ReadonlySet<string>): readonly Finding[] {
  const { window, tunables } = context;
  const count = window.last(ID.conntrack.count);
  const most = tunableNumbers(tunables, MAX)?.[0];
  const open = firing.has(SUBJECT);
  // A limit of 0 is none.
  if (count === undefined || most === undefined || most <= 0) return [];
  if (!open && !seenLongEnough(context, ID.conntrack.count)) return [];
  const fill = count / most;
  const peak = shareOf(window.max(ID.conntrack.count, WINDOW_SECONDS), most) ?? fill;
  const dropped = sumDelta(window, ID.conntrack.drop, WINDOW_SECONDS);
  const evicted = sumDelta(window, ID.conntrack.earlyDrop, WINDOW_SECONDS);
  // With room in the table packets are dropped for other reasons, such as two that ask for the same entry.
  const lost = peak > FILL.clear ? (dropped ?? 0) + (evicted ?? 0) : 0;
  if (lost === 0 && !isOver(fill, FILL, open)) return [];
  const critical = lost > 0 || fill > CRITICAL_FILL;
  return [
    {
      subject: SUBJECT,
      severity: critical ? 'critical' : 'warning',
      confidence: 'high',
      title:
        lost > 0
          ? 'New connections are lost: the table of tracked connections is full'
          : `The table of tracked connections is ${formatValue(fill, 'share')} full`,
      why: `A firewall or NAT with state remembers every connection, UDP and ICMP included, until a timeout after its last packet. ${MAX} is the most it remembers in one network namespace, ${most}; it holds ${count}. When it is full, the kernel evicts connections that have no answer yet, and drops the packets of new ones if that does not help: old connections go on, new ones time out, and the log says "nf_conntrack: table full, dropping packet".`,
      where: `${count} of ${most} entries${lost > 0 ? `; in the last minute ${dropped ?? 0} packets dropped and ${evicted ?? 0} entries evicted` : ''}`,
      evidence: [
        ...lastEvidence(window, { metric: ID.conntrack.count }),
        ...knownEvidence({ metric: ID.conntrack.drop }, dropped),
        ...knownEvidence({ metric: ID.conntrack.earlyDrop }, evicted),
      ],
      ...cureOf(context, count, most),
      risk: 'Risk 2 of 4. Kernel memory for each entry that is used. In a container the limit is read-only: it is set on the machine below, and holds for each namespace there.',
      expectedEffect: 'New connections are tracked again; drop and early_drop stand still.',
      verify: `"conntrack -C" stays below 85 % of "sysctl ${MAX}", and drop and early_drop of "conntrack -S" no longer grow.`,
      notWhen:
        'A flood fills the table: it fills any size. Traffic that needs no state, such as DNS or a load balancer, is better left untracked.',
    },
  ];
}

/** The firewall's table of connections is full. */
export const conntrackFull: Rule = {
  id: 'conntrack-full',
  layer: 'network',
  title: 'Table of tracked connections is full',
  metrics: [ID.conntrack.count, ID.conntrack.drop, ID.conntrack.earlyDrop],
  tunables: [MAX, BUCKETS, ESTABLISHED, TIME_WAIT],
  about: {
    symptom: 'New connections time out while those that are open work on.',
    reasoning:
      'More than 90 % of nf_conntrack_max are used (critical above 95 %), or entries were evicted or packets dropped within a minute in which the table was more than 85 % full. Drops with room in the table have other causes and are left alone. Cleared below 85 %.',
    formula:
      'nf_conntrack_max = power of two above twice the connections, at most 1/32 of the memory at 384 bytes each; nf_conntrack_buckets at least a quarter of it',
    sources: [
      'Documentation/networking/nf_conntrack-sysctl.rst',
      'net/netfilter/nf_conntrack_core.c of the kernel (early_drop)',
    ],
  },
  evaluate,
};
