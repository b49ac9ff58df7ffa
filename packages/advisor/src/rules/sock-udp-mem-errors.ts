import { deltaOfAll, formatValue, ID, shareOf, tunableNumbers, type Words } from '@netstrata/metrics';
import { changeTo, NO_CHANGE, NO_MEMORY } from '../change.ts';
import { recentDumps } from '../dumps.ts';
import { growthEvidence, knownEvidence } from '../evidence.ts';
import { memoryIsShort, raise } from '../guards.ts';
import { heldText } from '../heldText.ts';
import { isOver } from '../hysteresis.ts';
import { whoOf } from '../owner.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';

const UDP_MEM = 'net.ipv4.udp_mem';
const USED = ID.sockstat.udpMem;
const ERRORS = [ID.udp.memErrors, ID.udp6.memErrors];
const SUBJECT = 'host';
const WINDOW_SECONDS = 60;
/** Of the first number of udp_mem: the kernel knows no pressure of UDP, and refuses whatever is above it. */
const FILL = { fire: 0.9, clear: 0.7 };
/** UDP may have this share of the memory at most. */
const MOST_SHARE = 0.25;
/** A socket that holds this share of the pool is the trouble, not the pool. */
const HOG_SHARE = 0.5;

/** The one socket that holds most of the pool, or held it within the window; undefined when none does, or none is known. */
function hogOf(context: RuleContext, peakBytes: number): Words | undefined {
  const dumps = recentDumps(context, WINDOW_SECONDS);
  const [row] = dumps.flatMap(({ udp }) => udp).toSorted((a, b) => (b.rmemAlloc ?? 0) - (a.rmemAlloc ?? 0));
  if (row === undefined || (row.rmemAlloc ?? 0) <= HOG_SHARE * peakBytes) return undefined;
  const still = dumps.at(-1)?.udp.some(({ cookie, rmemAlloc }) => cookie === row.cookie && rmemAlloc === row.rmemAlloc);
  const size = formatValue(row.rmemAlloc, 'bytes');
  return {
    en: `${whoOf(row).en} on port ${row.localPort} ${still ? `holds ${size}` : `held up to ${size}`} of it unread`,
    'zh-CN': `端口 ${row.localPort} 上的 ${whoOf(row)['zh-CN']} ${still ? '占着' : '曾占'}其中未读的 ${size}`,
  };
}

function cureOf(
  context: RuleContext,
  [limit, second, third]: readonly [number, number, number],
  hog: Words | undefined,
): Pick<Finding, 'changes' | 'arithmetic' | 'actions'> {
  const { host } = context;
  const look = {
    en: '"ss -uamn" lists what each socket holds (r in skmem): a program that does not read, or a receive buffer of many MiB, is the usual cause.',
    'zh-CN': '"ss -uamn" 列出每个套接字的占用（skmem 中的 r）：常见原因是程序不读，或接收缓冲区有好多 MiB。',
  };
  if (hog !== undefined)
    return {
      ...NO_CHANGE,
      actions: [
        {
          en: `Mend that program first: ${hog.en}. A larger pool would only let it hold more.`,
          'zh-CN': `先治那个程序：${hog['zh-CN']}。更大的池只会让它占得更多。`,
        },
        look,
      ],
    };
  if (memoryIsShort(context)) return { ...NO_CHANGE, actions: [NO_MEMORY, look] };
  const most = Math.floor((host.memTotalBytes / host.pageSizeBytes) * MOST_SHARE);
  const { proposed, limitedBy } = raise(limit, 2 * limit, most);
  if (proposed === undefined)
    return {
      ...NO_CHANGE,
      actions: [
        look,
        {
          en: 'UDP may have a quarter of the memory already: a higher limit is no cure.',
          'zh-CN': 'UDP 已可用四分之一的内存：再提高上限治不了。',
        },
      ],
    };
  const next = Math.max(second, Math.floor((proposed * 4) / 3));
  return {
    changes: changeTo(context, UDP_MEM, [proposed, next, Math.max(third, next, 2 * proposed)]),
    arithmetic: {
      en: `limit ${limit} pages x 2 = ${proposed}${limitedBy.en}; the other two numbers, which limit nothing, are four thirds and twice of it at least`,
      'zh-CN': `上限 ${limit} 页 x 2 = ${proposed}${limitedBy['zh-CN']}；另外两个数不限制什么，至少取其三分之四和两倍`,
    },
    actions: [look],
  };
}

function evaluate(context: RuleContext, firing: ReadonlySet<string>): readonly Finding[] {
  const { window, tunables, host } = context;
  const [limit, second, third] = tunableNumbers(tunables, UDP_MEM) ?? [];
  const used = window.last(USED);
  if (limit === undefined || second === undefined || third === undefined || limit < 1 || used === undefined) return [];
  const errors = deltaOfAll(window, ERRORS, WINDOW_SECONDS) ?? 0;
  const fill = shareOf(used, limit);
  if (errors === 0 && !isOver(fill, FILL, firing.has(SUBJECT))) return [];
  const pageSizeBytes = host.pageSizeBytes;
  // What was lost was so while the pool was used up, which may be over.
  const peak = Math.max(used, window.max(USED, WINDOW_SECONDS) ?? used);
  const hog = hogOf(context, peak * pageSizeBytes);
  const [size, all] = [peak, limit].map((pages) => formatValue(pages, 'pages', { pageSizeBytes }));
  return [
    {
      subject: SUBJECT,
      severity: errors > 0 ? 'critical' : 'warning',
      confidence: 'high',
      title:
        errors > 0
          ? {
              en: 'UDP datagrams are lost: the memory for all UDP sockets is used up',
              'zh-CN': 'UDP 数据报丢失：所有 UDP 套接字共用的内存已用尽',
            }
          : { en: 'The memory for all UDP sockets is nearly used up', 'zh-CN': '所有 UDP 套接字共用的内存快用尽了' },
      why: {
        en: `All UDP sockets of the host share a pool of memory, bounded by the first number of ${UDP_MEM} (in pages; the other two limit nothing). When it is used up, datagrams are dropped whatever room their own socket has; a larger SO_RCVBUF would make it worse. ${size} of ${all} ${peak > used ? 'were used within a minute' : 'are used'}${errors > 0 ? `, and ${formatValue(errors, 'count')} datagrams were lost in the last minute` : ''}.${hog === undefined ? '' : ` ${hog.en}.`}`,
        'zh-CN': `本机所有 UDP 套接字共用一个内存池，上限是 ${UDP_MEM} 的第一个数（页；另外两个不限制什么）。用尽后，不管套接字自己还有多少空间，数据报都被丢弃；更大的 SO_RCVBUF 只会更糟。${peak > used ? '一分钟内最多用了' : '已用'} ${size} / ${all}${errors > 0 ? `，最近一分钟丢失 ${formatValue(errors, 'count')} 个数据报` : ''}。${hog === undefined ? '' : `${hog['zh-CN']}。`}`,
      },
      where: heldText({
        now: used,
        peak,
        of: { en: `of ${limit} pages`, 'zh-CN': `/ ${limit} 页` },
        within: 'a minute',
      }),
      evidence: [
        ...knownEvidence({ metric: USED }, peak, { as: 'peak', seconds: WINDOW_SECONDS }),
        ...ERRORS.flatMap((metric) => growthEvidence(window, { metric }, WINDOW_SECONDS)),
      ],
      ...cureOf(context, [limit, second, third], hog),
      risk: {
        en: 'Risk 4 of 4: memory of sockets cannot be swapped out, and the pool is that of the whole host. It can be set on the host only, not in a container.',
        'zh-CN': '风险 4/4：套接字内存不能换出，且这个池属于整台主机。只能在主机上设置，容器里不行。',
      },
      expectedEffect: {
        en: 'MemErrors stand still, and the pool is used by less than 70 %.',
        'zh-CN': 'MemErrors 不再变化，池的用量低于 70 %。',
      },
      verify: {
        en: '"grep UDP: /proc/net/sockstat" shows mem below 70 % of the first number of net.ipv4.udp_mem, and "nstat -az UdpMemErrors" no longer grows.',
        'zh-CN':
          '"grep UDP: /proc/net/sockstat" 的 mem 低于 net.ipv4.udp_mem 第一个数的 70 %，"nstat -az UdpMemErrors" 不再增长。',
      },
      notWhen: {
        en: 'One socket holds most of it: then its program has to read, or its buffer to be smaller.',
        'zh-CN': '大部分被一个套接字占着：那么应当让它的程序读取，或把它的缓冲区改小。',
      },
    },
  ];
}

/** The pool of memory for UDP is used up. */
export const sockUdpMemErrors: Rule = {
  id: 'sock-udp-mem-errors',
  layer: 'socket',
  title: { en: 'UDP memory is used up', 'zh-CN': 'UDP 内存用尽' },
  metrics: [USED, ...ERRORS, ID.memory.availableBytes, ID.memory.totalBytes],
  tunables: [UDP_MEM],
  about: {
    feels: ['udp', 'drops', 'memory'],
    symptom: {
      en: 'Datagrams are lost by all programs of the host at once, also by those that read in time.',
      'zh-CN': '主机上所有程序同时丢数据报，读得及时的也不例外。',
    },
    reasoning: {
      en: 'The pool is more than 90 % used (cleared at 70 %), or datagrams were lost to it within a minute (Udp MemErrors). Where one socket holds more than half of it, that one is named instead.',
      'zh-CN':
        '池的用量超过 90 %（降到 70 % 解除），或一分钟内有数据报因此丢失（Udp MemErrors）。某个套接字占一半以上时，指出那一个。',
    },
    formula: {
      en: 'the first number of udp_mem x 2, at most a quarter of the memory; the others four thirds and twice of it',
      'zh-CN': 'udp_mem 第一个数 x 2，最多为内存的四分之一；另外两个取其三分之四和两倍',
    },
    sources: [
      'Documentation/networking/ip-sysctl.rst (udp_mem)',
      'net/ipv4/udp.c (__udp_enqueue_schedule_skb) and net/core/sock.c (__sk_mem_raise_allocated) of the kernel',
    ],
  },
  evaluate,
};
