import { formatValue, ID, shareOf, tunableNumbers } from '@netstrata/metrics';
import { changeTo, NO_CHANGE, NO_MEMORY } from '../change.ts';
import { growthEvidence, knownEvidence } from '../evidence.ts';
import { memoryIsShort, raise } from '../guards.ts';
import { isOver } from '../hysteresis.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';

const WINDOW_SECONDS = 60;
/** Fragments a minute below which nothing is judged. */
const MIN_FRAGMENTS = 600;
const MIN_LOST = 10;
const REFUSED = { fire: 0.01, clear: 0.001 };
const LOST = { fire: 0.01, clear: 0.001 };
/** Of the memory that fragments may hold: above it refusals are its fault. */
const NEARLY_FULL = 0.75;
const MOST_MEMORY_SHARE = 1 / 256;

const FAMILIES = [
  {
    family: 'ipv4',
    name: 'IPv4',
    metrics: {
      fragments: 'network.ip.reasmReqds',
      fails: ID.ip.reasmFails,
      timeouts: 'network.ip.reasmTimeout',
      whole: 'network.ip.reasmOKs',
      memory: ID.sockstat.fragMemory,
    },
    high: 'net.ipv4.ipfrag_high_thresh',
    low: 'net.ipv4.ipfrag_low_thresh',
    time: 'net.ipv4.ipfrag_time',
    counters: 'IpReasmFails IpReasmTimeout',
  },
  {
    family: 'ipv6',
    name: 'IPv6',
    metrics: {
      fragments: 'network.ip6.reasmReqds',
      fails: ID.ip6.reasmFails,
      timeouts: 'network.ip6.reasmTimeout',
      whole: 'network.ip6.reasmOKs',
      memory: ID.sockstat.frag6Memory,
    },
    high: 'net.ipv6.ip6frag_high_thresh',
    low: 'net.ipv6.ip6frag_low_thresh',
    time: 'net.ipv6.ip6frag_time',
    counters: 'Ip6ReasmFails Ip6ReasmTimeout',
  },
] as const;
type Family = (typeof FAMILIES)[number];

interface Fragments {
  readonly fragments: number;
  /** Not taken in at all: fails that are no timeouts. */
  readonly refused: number;
  /** Packets given up because a fragment never came. */
  readonly timeouts: number;
  readonly whole: number;
  readonly peakBytes: number | undefined;
  readonly highBytes: number | undefined;
}

/** Undefined where nothing is known, or too little came to be judged. */
function fragmentsOf({ window, tunables }: RuleContext, { metrics, high }: Family): Fragments | undefined {
  const grown = (metric: string) => window.delta(metric, WINDOW_SECONDS);
  const fragments = grown(metrics.fragments);
  if (fragments === undefined || fragments < MIN_FRAGMENTS) return undefined;
  const fails = grown(metrics.fails);
  if (fails === undefined) return undefined;
  const timeouts = grown(metrics.timeouts) ?? 0;
  return {
    fragments,
    refused: Math.max(0, fails - timeouts),
    timeouts,
    whole: grown(metrics.whole) ?? 0,
    peakBytes: window.max(metrics.memory, WINDOW_SECONDS),
    highBytes: tunableNumbers(tunables, high)?.[0],
  };
}

const SMALLER =
  'Send packets that need no fragments: datagrams of at most 1,472 bytes, a tunnel or VPN whose MTU leaves room for its headers, EDNS of 1,232 bytes. One lost fragment loses the whole packet.';

/** More room, unless what fills it never becomes whole. */
function roomFor(
  context: RuleContext,
  { high, low }: Family,
  { highBytes, whole, timeouts }: Fragments,
): Pick<Finding, 'changes' | 'arithmetic' | 'actions'> {
  if (timeouts > whole)
    return {
      ...NO_CHANGE,
      actions: [
        'Find who sends fragments whose rest never comes: "tcpdump -ni any \'ip[6:2] & 0x3fff != 0\'". They fill any memory; drop them at the firewall, or mend the path that loses the rest.',
        SMALLER,
      ],
    };
  if (highBytes === undefined)
    return { ...NO_CHANGE, actions: [`Look at ${high}, which the agent cannot read.`, SMALLER] };
  if (memoryIsShort(context)) return { ...NO_CHANGE, actions: [NO_MEMORY, SMALLER] };
  const most = Math.floor(context.host.memTotalBytes * MOST_MEMORY_SHARE);
  const { proposed, limitedBy } = raise(highBytes, 2 * highBytes, most);
  if (proposed === undefined) return { ...NO_CHANGE, actions: [SMALLER] };
  const [lowBytes] = tunableNumbers(context.tunables, low) ?? [];
  const wantedLow = Math.floor(0.75 * proposed);
  return {
    changes: [
      ...changeTo(context, high, proposed),
      ...(lowBytes !== undefined && lowBytes < wantedLow ? changeTo(context, low, wantedLow) : []),
    ],
    arithmetic: `${highBytes} bytes x 2 = ${proposed}${limitedBy}; three quarters of it for the low mark`,
    actions: [SMALLER],
  };
}

function evidenceOf({ window }: RuleContext, { metrics }: Family, { peakBytes }: Fragments) {
  return [
    ...[metrics.fragments, metrics.fails, metrics.timeouts, metrics.whole].flatMap((metric) =>
      growthEvidence(window, { metric }, WINDOW_SECONDS),
    ),
    ...knownEvidence({ metric: metrics.memory }, peakBytes),
  ];
}

function outOfMemory(context: RuleContext, family: Family, seen: Fragments): Finding {
  const { fragments, refused, peakBytes, highBytes, timeouts, whole } = seen;
  return {
    subject: `${family.family} memory`,
    severity: 'warning',
    confidence: timeouts > whole ? 'medium' : 'high',
    title: `${family.name} fragments are refused: their memory is full`,
    why: `A packet that was cut into fragments can be delivered when all of them are there, and those that came first wait in memory, for at most ${family.time} seconds. They may hold ${family.high} bytes; above it every further fragment is dropped, and its packet with it.${timeouts > whole ? ` Most of what waits never becomes whole: ${timeouts} packets were given up within a minute, and ${whole} completed. That looks like loss on the way, or an attack.` : ''}`,
    where: `${refused} of ${fragments} fragments refused within a minute; up to ${formatValue(peakBytes, 'bytes')} of ${formatValue(highBytes, 'bytes')} held`,
    evidence: evidenceOf(context, family, seen),
    ...roomFor(context, family, seen),
    risk: 'Risk 2 of 4. A flood of lone fragments can take that much kernel memory in each network namespace.',
    expectedEffect: 'Fragments find room, packets become whole, and ReasmFails stands still.',
    verify: `"nstat ${family.counters}" shows no growth under the same load, and the FRAG line of /proc/net/sockstat (FRAG6 of sockstat6) stays below 75 % of ${family.high}.`,
    notWhen: 'The memory is filled by fragments whose rest never comes: more of it fills as well.',
  };
}

function lostOnTheWay(context: RuleContext, family: Family, seen: Fragments): Finding {
  const { timeouts, whole, peakBytes, highBytes } = seen;
  return {
    subject: `${family.family} loss`,
    severity: 'warning',
    confidence: 'high',
    title: `${family.name} packets never become whole: fragments are lost on the way`,
    why: `A packet that was cut into fragments can be delivered when all of them are there. For ${timeouts} packets in the last minute one did not come within ${family.time} seconds, so that the others were thrown away too; ${whole} became whole. The memory for fragments is not full, so nothing is lost here: a link, a firewall or a NAT on the way loses them, and some drop all fragments.`,
    where: `${timeouts} of ${timeouts + whole} packets given up; ${formatValue(peakBytes, 'bytes')} of ${formatValue(highBytes, 'bytes')} held at most`,
    evidence: evidenceOf(context, family, seen),
    ...NO_CHANGE,
    actions: [
      SMALLER,
      'Find where they get lost: capture the fragments at both ends ("tcpdump -ni any \'ip[6:2] & 0x3fff != 0\'") and look which never arrive.',
    ],
    risk: `Raising ${family.high} or ${family.time} does not help: it only keeps incomplete packets for longer, and fragment numbers may repeat meanwhile, which mixes up data.`,
    expectedEffect: 'Without fragments a lost packet is one lost packet, and firewalls let it pass.',
    verify: `"nstat ${family.counters}" no longer grows.`,
    notWhen: 'Somebody sends lone fragments on purpose, such as a scanner; then the firewall is the place to stop it.',
  };
}

function findingOf(context: RuleContext, family: Family, firing: ReadonlySet<string>): Finding | undefined {
  const seen = fragmentsOf(context, family);
  if (seen === undefined) return undefined;
  const { fragments, refused, timeouts, whole, peakBytes, highBytes } = seen;
  const fill = shareOf(peakBytes, highBytes);
  const full = fill !== undefined && fill > NEARLY_FULL;
  const isOpen = (what: string) => firing.has(`${family.family} ${what}`);
  if (full && isOver(refused / fragments, REFUSED, isOpen('memory'))) return outOfMemory(context, family, seen);
  if (full || timeouts < MIN_LOST) return undefined;
  return isOver(timeouts / (timeouts + whole), LOST, isOpen('loss')) ? lostOnTheWay(context, family, seen) : undefined;
}

function evaluate(context: RuleContext, firing: ReadonlySet<string>): readonly Finding[] {
  return FAMILIES.flatMap((family) => findingOf(context, family, firing) ?? []);
}

/** Fragmented packets do not become whole: for want of memory, or because fragments are lost on the way. */
export const ipForwardFragFail: Rule = {
  id: 'ip-forward-frag-fail',
  layer: 'network',
  title: 'Fragmented packets do not become whole',
  metrics: FAMILIES.flatMap(({ metrics }) => Object.values(metrics)),
  tunables: FAMILIES.flatMap(({ high, low, time }) => [high, low, time]),
  about: {
    symptom: 'Large datagrams (DNS answers, NFS over UDP, tunnels) get lost, small ones arrive.',
    reasoning:
      'At least 600 fragments a minute. More than 1 % of them refused while the memory for fragments was more than 75 % full: memory. Otherwise more than 1 % of packets given up after ipfrag_time, ten or more: loss on the way, which no setting mends. Cleared at a tenth.',
    formula:
      'ipfrag_high_thresh = twice the present value, at most 1/256 of the memory; ipfrag_low_thresh three quarters of it',
    sources: [
      'Documentation/networking/ip-sysctl.rst (ipfrag_high_thresh)',
      'RFC 8900: IP fragmentation considered fragile',
    ],
  },
  evaluate,
};
