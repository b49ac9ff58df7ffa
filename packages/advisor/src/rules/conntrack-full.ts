import { formatValue, ID, sumDelta, tunableNumbers, type Words } from '@netstrata/metrics';
import { changeTo, NO_CHANGE, NO_MEMORY } from '../change.ts';
import { knownEvidence } from '../evidence.ts';
import { memoryIsShort, pow2ceil, raise, seenLongEnough } from '../guards.ts';
import { heldText } from '../heldText.ts';
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

/** Sources of entries that nobody has answered, the most first. */
const WITHOUT_ANSWER = String.raw`conntrack -L | sed -nE 's/^([a-z]+) .* (src=[^ ]+) dst=.*(\[UNREPLIED\]).*/\1 \2 \3/p' | sort | uniq -c | sort -rn | head`;

const LOOK = {
  en: `See who holds entries without an answer: "${WITHOUT_ANSWER}". One source with thousands of them is a flood or a scan: stop it at the firewall, before tracking ("notrack" in a chain of priority raw).`,
  'zh-CN': `看谁占着尚无应答的条目："${WITHOUT_ANSWER}"。单个来源有成千上万条，是洪泛或扫描：在防火墙上、跟踪之前拦掉（优先级 raw 的链中用 "notrack"）。`,
};

/** What frees room without a larger table. */
function shorter({ tunables }: RuleContext): Words[] {
  const [established] = tunableNumbers(tunables, ESTABLISHED) ?? [];
  const [timeWait] = tunableNumbers(tunables, TIME_WAIT) ?? [];
  return [
    ...(established !== undefined && established > DAY_SECONDS
      ? [
          {
            en: `Connections that fell silent stay in the table for ${formatValue(established / DAY_SECONDS, 'count')} days: ${ESTABLISHED}=${DAY_SECONDS} forgets them after a day.`,
            'zh-CN': `空闲连接在表里保留 ${formatValue(established / DAY_SECONDS, 'count')} 天：${ESTABLISHED}=${DAY_SECONDS} 让它们一天后过期。`,
          },
        ]
      : []),
    ...(timeWait !== undefined && timeWait > TIME_WAIT_SECONDS
      ? [
          {
            en: `Where most entries are in TIME_WAIT, ${TIME_WAIT}=${TIME_WAIT_SECONDS} instead of ${timeWait} makes room without more memory.`,
            'zh-CN': `若大多数条目处于 TIME_WAIT，用 ${TIME_WAIT}=${TIME_WAIT_SECONDS} 代替 ${timeWait}，不多占内存就能腾出空间。`,
          },
        ]
      : []),
  ];
}

/** Room for twice the connections that the table held at most: of a rush that is over, those of its height. */
function cureOf(
  context: RuleContext,
  peak: number,
  most: number,
): Pick<Finding, 'changes' | 'arithmetic' | 'actions' | 'need'> {
  const others = [...shorter(context), LOOK];
  if (memoryIsShort(context)) return { ...NO_CHANGE, actions: [NO_MEMORY, ...others] };
  const affordable = Math.floor((context.host.memTotalBytes * MOST_MEMORY_SHARE) / ENTRY_BYTES);
  const { proposed, limitedBy } = raise(most, pow2ceil(peak / WANTED_FILL), affordable);
  if (proposed === undefined) return { ...NO_CHANGE, actions: others };
  const [buckets] = tunableNumbers(context.tunables, BUCKETS) ?? [];
  const wantedBuckets = Math.ceil(proposed / 4);
  const more = buckets !== undefined && buckets < wantedBuckets;
  return {
    need: { amount: peak, from: JSON.stringify([most, buckets]) },
    changes: [
      ...changeTo(context, MAX, proposed),
      ...(more ? changeTo(context, BUCKETS, Math.min(wantedBuckets, 4 * buckets)) : []),
    ],
    arithmetic: {
      en: `${peak} connections / ${WANTED_FILL}, as a power of two: ${proposed}${limitedBy.en}; ${proposed} x ${ENTRY_BYTES} bytes = ${formatValue(proposed * ENTRY_BYTES, 'bytes')} when full${more ? '; a quarter as many hash buckets keeps lookups short' : ''}`,
      'zh-CN': `${peak} 个连接 / ${WANTED_FILL}，取 2 的幂：${proposed}${limitedBy['zh-CN']}；${proposed} x ${ENTRY_BYTES} 字节 = 满时 ${formatValue(proposed * ENTRY_BYTES, 'bytes')}${more ? '；哈希桶取其四分之一，查找保持短链' : ''}`,
    },
    actions: others,
  };
}

interface Losses {
  readonly dropped: number | undefined;
  readonly evicted: number | undefined;
  /** Of both, those that the table is to blame for. */
  readonly lost: number;
}

/** What is evicted had no answer yet: a new connection may be among it, but nothing was refused. */
function titleOf(fill: number, { dropped = 0, evicted = 0, lost }: Losses): Words {
  if (lost > 0 && dropped > 0)
    return {
      en: 'New connections are lost: the table of tracked connections is full',
      'zh-CN': '新连接正在丢失：连接跟踪表已满',
    };
  return lost > 0 && evicted > 0
    ? {
        en: 'The table of tracked connections is full: each new one evicts one without an answer',
        'zh-CN': '连接跟踪表已满：每个新连接都要淘汰一个尚无应答的连接',
      }
    : {
        en: `The table of tracked connections is ${formatValue(fill, 'share')} full`,
        'zh-CN': `连接跟踪表已用 ${formatValue(fill, 'share')}`,
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
  const peak = Math.max(count, window.max(ID.conntrack.count, WINDOW_SECONDS) ?? count);
  const dropped = sumDelta(window, ID.conntrack.drop, WINDOW_SECONDS);
  const evicted = sumDelta(window, ID.conntrack.earlyDrop, WINDOW_SECONDS);
  // With room in the table packets are dropped for other reasons, such as two that ask for the same entry.
  const lost = peak > FILL.clear * most ? (dropped ?? 0) + (evicted ?? 0) : 0;
  if (lost === 0 && !isOver(fill, FILL, open)) return [];
  const critical = lost > 0 || fill > CRITICAL_FILL;
  const of = { en: `of ${most} entries`, 'zh-CN': `/ ${most} 条目` };
  const held = heldText({ now: count, peak, of, within: 'a minute' });
  return [
    {
      subject: SUBJECT,
      severity: critical ? 'critical' : 'warning',
      confidence: 'high',
      title: titleOf(fill, { dropped, evicted, lost }),
      why: {
        en: `A firewall or NAT with state remembers every connection, UDP and ICMP included, until a timeout after its last packet. ${MAX} is the most it remembers in one network namespace, ${most}; it holds ${count}${peak > count ? `, and held up to ${peak} within a minute` : ''}. When it is full, the kernel evicts connections that have no answer yet, which fail by that, and drops the packets of new ones if that does not help: old connections go on, new ones time out, and the log says "nf_conntrack: table full, dropping packet".`,
        'zh-CN': `有状态的防火墙或 NAT 会记住每个连接（包括 UDP 和 ICMP），直到最后一个包之后超时。${MAX} 是一个网络命名空间里最多能记的数目 ${most}；现在有 ${count} 个${peak > count ? `，一分钟内最多 ${peak} 个` : ''}。满了以后，内核先淘汰尚无应答的连接（它们因此失败），还不行就丢弃新连接的包：老连接照常，新连接超时，日志里有 "nf_conntrack: table full, dropping packet"。`,
      },
      where: {
        en: `${held.en}${lost > 0 ? `; in the last minute ${dropped ?? 0} packets dropped and ${evicted ?? 0} entries evicted` : ''}`,
        'zh-CN': `${held['zh-CN']}${lost > 0 ? `；最近一分钟丢弃 ${dropped ?? 0} 个包，淘汰 ${evicted ?? 0} 个条目` : ''}`,
      },
      evidence: [
        ...knownEvidence({ metric: ID.conntrack.count }, peak, { as: 'peak', seconds: WINDOW_SECONDS }),
        ...knownEvidence({ metric: ID.conntrack.drop }, dropped, { as: 'sum', seconds: WINDOW_SECONDS }),
        ...knownEvidence({ metric: ID.conntrack.earlyDrop }, evicted, { as: 'sum', seconds: WINDOW_SECONDS }),
      ],
      ...cureOf(context, peak, most),
      risk: {
        en: 'Risk 2 of 4. Kernel memory for each entry that is used. In a container the limit is read-only: it is set on the machine itself, and holds for each namespace there.',
        'zh-CN': '风险 2/4。每个用到的条目都占内核内存。容器里该上限只读：要在宿主机上设置，对其上每个命名空间都生效。',
      },
      expectedEffect: {
        en: 'New connections are tracked again; drop and early_drop stand still.',
        'zh-CN': '新连接又能被跟踪；drop 和 early_drop 不再变化。',
      },
      verify: {
        en: `"conntrack -C" stays below 85 % of "sysctl ${MAX}", and drop and early_drop of "conntrack -S" no longer grow.`,
        'zh-CN': `"conntrack -C" 低于 "sysctl ${MAX}" 的 85 %，"conntrack -S" 的 drop 和 early_drop 不再增长。`,
      },
      notWhen: {
        en: 'A flood fills the table: it fills any size. Traffic that needs no state, such as DNS or a load balancer, is better left untracked.',
        'zh-CN': '若是洪泛攻击所致，调多大都会被占满。不需要状态的流量，如 DNS 或负载均衡，最好不跟踪。',
      },
    },
  ];
}

/** The firewall's table of connections is full. */
export const conntrackFull: Rule = {
  id: 'conntrack-full',
  layer: 'network',
  title: { en: 'Table of tracked connections is full', 'zh-CN': '连接跟踪表已满' },
  metrics: [ID.conntrack.count, ID.conntrack.drop, ID.conntrack.earlyDrop],
  tunables: [MAX, BUCKETS, ESTABLISHED, TIME_WAIT],
  about: {
    feels: ['refused', 'drops', 'connections'],
    symptom: {
      en: 'New connections time out while those that are open work on.',
      'zh-CN': '新连接超时，而已打开的照常工作。',
    },
    reasoning: {
      en: 'More than 90 % of nf_conntrack_max are used (critical above 95 %), or entries were evicted or packets dropped within a minute in which the table was more than 85 % full. Drops with room in the table have other causes and are left alone. Cleared below 85 %.',
      'zh-CN':
        'nf_conntrack_max 用量超过 90 %（超过 95 % 为严重），或一分钟内有条目被淘汰、有包被丢弃且表的用量超过 85 %。表中还有空间时的丢弃另有原因，不管它。低于 85 % 解除。',
    },
    formula: {
      en: 'nf_conntrack_max = power of two above twice the most connections of the last minute, at most 1/32 of the memory at 384 bytes each; nf_conntrack_buckets at least a quarter of it',
      'zh-CN':
        'nf_conntrack_max = 最近一分钟最多连接数两倍以上的 2 的幂，按每个 384 字节计最多占内存的 1/32；nf_conntrack_buckets 至少为其四分之一',
    },
    sources: [
      'Documentation/networking/nf_conntrack-sysctl.rst',
      'net/netfilter/nf_conntrack_core.c of the kernel (early_drop)',
    ],
  },
  evaluate,
};
