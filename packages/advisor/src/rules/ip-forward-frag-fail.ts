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

const SMALLER = {
  en: 'Send packets that need no fragments: datagrams of at most 1,472 bytes, a tunnel or VPN whose MTU leaves room for its headers, EDNS of 1,232 bytes. One lost fragment loses the whole packet.',
  'zh-CN':
    '发送无需分片的包：数据报最多 1,472 字节，隧道或 VPN 的 MTU 给头部留出余地，EDNS 取 1,232 字节。丢一个分片就丢整个包。',
};

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
        {
          en: 'Find who sends fragments whose rest never comes: "tcpdump -ni any \'ip[6:2] & 0x3fff != 0\'". They fill any memory; drop them at the firewall, or mend the path that loses the rest.',
          'zh-CN': `找出谁发来永远凑不齐的分片："tcpdump -ni any 'ip[6:2] & 0x3fff != 0'"。它们能填满任何内存；在防火墙上丢弃，或修好弄丢其余分片的路径。`,
        },
        SMALLER,
      ],
    };
  if (highBytes === undefined)
    return {
      ...NO_CHANGE,
      actions: [
        { en: `Look at ${high}, which the agent cannot read.`, 'zh-CN': `查看 ${high}，agent 读不到它。` },
        SMALLER,
      ],
    };
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
    arithmetic: {
      en: `${highBytes} bytes x 2 = ${proposed}${limitedBy.en}; three quarters of it for the low mark`,
      'zh-CN': `${highBytes} 字节 x 2 = ${proposed}${limitedBy['zh-CN']}；低水位取其四分之三`,
    },
    actions: [SMALLER],
  };
}

function evidenceOf({ window }: RuleContext, { metrics }: Family, { peakBytes }: Fragments) {
  return [
    ...[metrics.fragments, metrics.fails, metrics.timeouts, metrics.whole].flatMap((metric) =>
      growthEvidence(window, { metric }, WINDOW_SECONDS),
    ),
    ...knownEvidence({ metric: metrics.memory }, peakBytes, { as: 'peak', seconds: WINDOW_SECONDS }),
  ];
}

function outOfMemory(context: RuleContext, family: Family, seen: Fragments): Finding {
  const { fragments, refused, peakBytes, highBytes, timeouts, whole } = seen;
  return {
    subject: `${family.family} memory`,
    severity: 'warning',
    confidence: timeouts > whole ? 'medium' : 'high',
    title: {
      en: `${family.name} fragments are refused: their memory is full`,
      'zh-CN': `${family.name} 分片被拒绝：其内存已满`,
    },
    why: {
      en: `A packet that was cut into fragments can be delivered when all of them are there, and those that came first wait in memory, for at most ${family.time} seconds. They may hold ${family.high} bytes; above it every further fragment is dropped, and its packet with it.${timeouts > whole ? ` Most of what waits never becomes whole: ${timeouts} packets were given up within a minute, and ${whole} completed. That looks like loss on the way, or an attack.` : ''}`,
      'zh-CN': `被分片的包要等所有分片到齐才能交付，先到的在内存里等，最多等 ${family.time} 秒。它们最多占 ${family.high} 字节；超过后每个新分片连同其所属的包一起被丢弃。${timeouts > whole ? `等着的大多永远凑不齐：一分钟内放弃了 ${timeouts} 个包，凑齐 ${whole} 个。看来是路上丢包，或是攻击。` : ''}`,
    },
    where: {
      en: `${refused} of ${fragments} fragments refused within a minute; up to ${formatValue(peakBytes, 'bytes')} of ${formatValue(highBytes, 'bytes')} held`,
      'zh-CN': `一分钟内 ${fragments} 个分片中有 ${refused} 个被拒绝；最多占用 ${formatValue(peakBytes, 'bytes')} / ${formatValue(highBytes, 'bytes')}`,
    },
    evidence: evidenceOf(context, family, seen),
    ...roomFor(context, family, seen),
    risk: {
      en: 'Risk 2 of 4. A flood of lone fragments can take that much kernel memory in each network namespace.',
      'zh-CN': '风险 2/4。大量孤立分片的洪泛可在每个网络命名空间里占去这么多内核内存。',
    },
    expectedEffect: {
      en: 'Fragments find room, packets become whole, and ReasmFails stands still.',
      'zh-CN': '分片有地方放，包能凑齐，ReasmFails 不再变化。',
    },
    verify: {
      en: `"nstat ${family.counters}" shows no growth under the same load, and the FRAG line of /proc/net/sockstat (FRAG6 of sockstat6) stays below 75 % of ${family.high}.`,
      'zh-CN': `相同负载下 "nstat ${family.counters}" 不增长，且 /proc/net/sockstat 的 FRAG 行（sockstat6 的 FRAG6）保持在 ${family.high} 的 75 % 以下。`,
    },
    notWhen: {
      en: 'The memory is filled by fragments whose rest never comes: more of it fills as well.',
      'zh-CN': '占满内存的是永远凑不齐的分片：再大也会被占满。',
    },
  };
}

function lostOnTheWay(context: RuleContext, family: Family, seen: Fragments): Finding {
  const { timeouts, whole, peakBytes, highBytes } = seen;
  return {
    subject: `${family.family} loss`,
    severity: 'warning',
    confidence: 'high',
    title: {
      en: `${family.name} packets never become whole: fragments are lost on the way`,
      'zh-CN': `${family.name} 包永远凑不齐：分片在路上丢失`,
    },
    why: {
      en: `A packet that was cut into fragments can be delivered when all of them are there. For ${timeouts} packets in the last minute one did not come within ${family.time} seconds, so that the others were dropped too; ${whole} became whole. The memory for fragments is not full, so nothing is lost here: a link, a firewall or a NAT on the way loses them, and some drop all fragments.`,
      'zh-CN': `被分片的包要等所有分片到齐才能交付。最近一分钟有 ${timeouts} 个包的某个分片在 ${family.time} 秒内没有到，其余的也只好丢掉；凑齐的有 ${whole} 个。分片内存没有满，所以不是在这里丢的：是路上的链路、防火墙或 NAT 弄丢的，有些会丢弃所有分片。`,
    },
    where: {
      en: `${timeouts} of ${timeouts + whole} packets given up; ${formatValue(peakBytes, 'bytes')} of ${formatValue(highBytes, 'bytes')} held at most`,
      'zh-CN': `${timeouts + whole} 个包中放弃了 ${timeouts} 个；最多占用 ${formatValue(peakBytes, 'bytes')} / ${formatValue(highBytes, 'bytes')}`,
    },
    evidence: evidenceOf(context, family, seen),
    ...NO_CHANGE,
    actions: [
      SMALLER,
      {
        en: 'Find where they get lost: capture the fragments at both ends ("tcpdump -ni any \'ip[6:2] & 0x3fff != 0\'") and look which never arrive.',
        'zh-CN': `找出在哪里丢的：在两端抓分片（"tcpdump -ni any 'ip[6:2] & 0x3fff != 0'"），看哪些没有到。`,
      },
    ],
    risk: {
      en: `Raising ${family.high} or ${family.time} does not help: it only keeps incomplete packets for longer, and fragment numbers may repeat meanwhile, which mixes up data.`,
      'zh-CN': `提高 ${family.high} 或 ${family.time} 没有帮助：只会让不完整的包留得更久，其间分片号可能重复，把数据拼错。`,
    },
    expectedEffect: {
      en: 'Without fragments a lost packet is one lost packet, and firewalls let it pass.',
      'zh-CN': '不分片时，丢一个包就只是丢一个包，防火墙也会放行。',
    },
    verify: { en: `"nstat ${family.counters}" no longer grows.`, 'zh-CN': `"nstat ${family.counters}" 不再增长。` },
    notWhen: {
      en: 'Somebody sends lone fragments on purpose, such as a scanner; then the firewall is the place to stop it.',
      'zh-CN': '有人有意发孤立分片，如扫描器；那就该在防火墙上制止。',
    },
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
  title: { en: 'Fragmented packets do not become whole', 'zh-CN': '分片的包凑不齐' },
  metrics: FAMILIES.flatMap(({ metrics }) => Object.values(metrics)),
  tunables: FAMILIES.flatMap(({ high, low, time }) => [high, low, time]),
  about: {
    feels: ['drops', 'udp'],
    symptom: {
      en: 'Large datagrams (DNS answers, NFS over UDP, tunnels) get lost, small ones arrive.',
      'zh-CN': '大数据报（DNS 应答、NFS over UDP、隧道）丢失，小的能到。',
    },
    reasoning: {
      en: 'At least 600 fragments a minute. More than 1 % of them refused while the memory for fragments was more than 75 % full: memory. Otherwise more than 1 % of packets given up after ipfrag_time, ten or more: loss on the way, which no setting mends. Cleared at a tenth.',
      'zh-CN':
        '每分钟至少 600 个分片。分片内存用量超过 75 % 且超过 1 % 的分片被拒绝：是内存问题。否则 ipfrag_time 之后放弃的包超过 1 %、且有十个以上：是路上丢包，没有设置能治。降到十分之一解除。',
    },
    formula: {
      en: 'ipfrag_high_thresh = twice the present value, at most 1/256 of the memory; ipfrag_low_thresh three quarters of it',
      'zh-CN': 'ipfrag_high_thresh = 当前值的两倍，最多占内存的 1/256；ipfrag_low_thresh 为其四分之三',
    },
    sources: [
      'Documentation/networking/ip-sysctl.rst (ipfrag_high_thresh)',
      'RFC 8900: IP fragmentation considered fragile',
    ],
  },
  evaluate,
};
