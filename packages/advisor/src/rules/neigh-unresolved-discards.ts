import { formatValue, ID, joinWords, NO_WORDS, SEMICOLONS, sameWords, sumKnown, type Words } from '@netstrata/metrics';
import { NO_CHANGE } from '../change.ts';
import { growthEvidence, lastEvidence } from '../evidence.ts';
import { seenLongEnough } from '../guards.ts';
import { isOver } from '../hysteresis.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';

const WINDOW_SECONDS = 60;
/** Packets a minute. */
const DISCARDS = { fire: 60, clear: 6 };
/** Neighbours on one device that do not answer. */
const SILENT = { fire: 100, clear: 50 };
const FAILED = 'network.neigh.failed';
const INCOMPLETE = 'network.neigh.incomplete';

const TABLES = [
  {
    family: 'ipv4',
    ids: { ...ID.arpCache, resFailed: 'network.arpCache.resFailed' },
    asks: sameWords('ARP'),
    cache: 'arp_cache',
  },
  {
    family: 'ipv6',
    ids: { ...ID.ndiscCache, resFailed: 'network.ndiscCache.resFailed' },
    asks: { en: 'neighbour discovery', 'zh-CN': '邻居发现' },
    cache: 'ndisc_cache',
  },
] as const;
type Table = (typeof TABLES)[number];

/** The device with most neighbours that do not answer, in this network namespace. */
function silentOn(
  { window }: RuleContext,
  family: string,
): { readonly device: string; readonly silent: number } | undefined {
  const labels = [...window.labelsOf(FAILED), ...window.labelsOf(INCOMPLETE)].filter(
    (each) => each['family'] === family,
  );
  const devices = [...new Set(labels.map(({ device = '?' }) => device))].map((device) => ({
    device,
    silent: sumKnown([FAILED, INCOMPLETE].map((metric) => window.last(metric, { device, family }))) ?? 0,
  }));
  return devices.filter(({ silent }) => silent > 0).toSorted((a, b) => b.silent - a.silent)[0];
}

function findingOf(context: RuleContext, table: Table, open: boolean): Finding | undefined {
  const { family, ids, asks, cache } = table;
  const { window } = context;
  const discards = window.delta(ids.unresolvedDiscards, WINDOW_SECONDS);
  const worst = silentOn(context, family);
  const cut = isOver(discards, DISCARDS, open) && (open || seenLongEnough(context, ids.unresolvedDiscards));
  const many = isOver(worst?.silent, SILENT, open);
  if (!cut && !many) return undefined;
  const failed = window.delta(ids.resFailed, WINDOW_SECONDS) ?? 0;
  const dead = failed > 0 || worst !== undefined;
  const device = worst?.device ?? 'DEV';
  const places = [
    ...(cut
      ? [
          {
            en: `${formatValue(discards, 'count')} packets given up in the last minute`,
            'zh-CN': `最近一分钟放弃 ${formatValue(discards, 'count')} 个包`,
          },
        ]
      : []),
    ...(worst === undefined
      ? []
      : [
          {
            en: `${worst.silent} ${worst.silent === 1 ? 'neighbour' : 'neighbours'} on ${worst.device} without an answer`,
            'zh-CN': `${worst.device} 上有 ${worst.silent} 个邻居没有应答`,
          },
        ]),
  ];
  const find = {
    en: `Find them: "ip -${family === 'ipv4' ? 4 : 6} neigh show nud failed nud incomplete" lists the addresses. Bring the machine back, or have the program stop sending to it; a wrong netmask makes far addresses look like neighbours.`,
    'zh-CN': `找到它们："ip -${family === 'ipv4' ? 4 : 6} neigh show nud failed nud incomplete" 列出地址。恢复那台机器，或让程序停止向它发送；掩码设错会让远处的地址看起来像邻居。`,
  };
  const room = {
    en: `If they do answer and only bursts to a neighbour that was silent for a while get lost: "sysctl -w net.${family}.neigh.${device}.unres_qlen_bytes=425984" holds twice the default of 212,992 bytes while the question is out.`,
    'zh-CN': `若它们会应答，只是发往静默已久的邻居的突发会丢："sysctl -w net.${family}.neigh.${device}.unres_qlen_bytes=425984" 在询问期间可存放默认值 212,992 字节的两倍。`,
  };
  return {
    subject: family,
    severity: dead ? 'info' : 'warning',
    confidence: dead ? 'high' : 'medium',
    title: titleOf(dead, many),
    why: {
      en: `To send to a machine on the same network the kernel asks for its hardware address (${asks.en}), and holds packets back meanwhile, unres_qlen_bytes for each neighbour; what comes on top pushes the oldest out.${dead ? ' Some questions stay without an answer, so the machines are off, or the addresses are wrong; after three tries, a second apart, the packets are given up.' : ' All questions were answered, so packets simply came faster than the answer.'}${many ? ` So many of them (${worst?.silent}) look like a scan of the network, or like a netmask that is too wide.` : ''}`,
      'zh-CN': `要发给同一网络上的机器，内核先询问它的硬件地址（${asks['zh-CN']}），其间把包压住，每个邻居最多 unres_qlen_bytes；再来的会挤掉最旧的。${dead ? '有些询问一直没有应答，说明机器关了或地址不对；隔一秒问一次，三次之后包被放弃。' : '所有询问都得到了应答，只是包来得比应答快。'}${many ? `数目这么多（${worst?.silent}），像是在扫描网络，或掩码太宽。` : ''}`,
    },
    where: joinWords(places, SEMICOLONS),
    evidence: [
      ...growthEvidence(window, { metric: ids.unresolvedDiscards }, WINDOW_SECONDS),
      ...growthEvidence(window, { metric: ids.resFailed }, WINDOW_SECONDS),
      ...[FAILED, INCOMPLETE].flatMap((metric) =>
        worst === undefined ? [] : lastEvidence(window, { metric, labels: { device, family } }),
      ),
    ],
    ...NO_CHANGE,
    actions: dead ? [find] : [room, find],
    risk: {
      en: 'Risk 1 of 4. A longer queue only keeps packets for a machine that may never answer. The counters are of all network namespaces together.',
      'zh-CN': '风险 1/4。更长的队列只是为一台可能永不应答的机器保留包。这些计数是所有网络命名空间合计的。',
    },
    expectedEffect: dead
      ? { en: 'Programs stop waiting for machines that are not there.', 'zh-CN': '程序不再等待不存在的机器。' }
      : { en: 'The first burst to a neighbour arrives whole.', 'zh-CN': '发往邻居的第一波突发完整到达。' },
    verify: dead
      ? {
          en: `"ip -${family === 'ipv4' ? 4 : 6} neigh show nud failed nud incomplete" gets shorter.`,
          'zh-CN': `"ip -${family === 'ipv4' ? 4 : 6} neigh show nud failed nud incomplete" 的列表变短。`,
        }
      : {
          en: `"lnstat -c1 -k ${cache}:unresolved_discards" no longer grows.`,
          'zh-CN': `"lnstat -c1 -k ${cache}:unresolved_discards" 不再增长。`,
        },
    notWhen: {
      en: 'A scan goes over the local network on purpose: most of its addresses have no machine, and nothing is lost that anybody misses.',
      'zh-CN': '有人有意扫描本地网络：大多数地址没有机器，也没丢什么有人要的东西。',
    },
  };
}

function titleOf(dead: boolean, many: boolean): Words {
  if (many)
    return {
      en: 'Programs here send to many addresses of the local network where nobody answers',
      'zh-CN': '本机程序向本地网络中许多无人应答的地址发送',
    };
  return dead
    ? {
        en: 'Packets are given up: a machine on the local network does not answer',
        'zh-CN': '包被放弃：本地网络上有机器不应答',
      }
    : {
        en: 'Bursts to a neighbour are cut while its hardware address is asked for',
        'zh-CN': '询问硬件地址期间，发往邻居的突发被截断',
      };
}

/** Packets wait for a neighbour's hardware address and are given up. */
export const neighUnresolvedDiscards: Rule = {
  id: 'neigh-unresolved-discards',
  layer: 'network',
  title: { en: 'Packets given up while a neighbour is asked for', 'zh-CN': '询问邻居期间放弃的包' },
  metrics: [...TABLES.flatMap(({ ids }) => [ids.unresolvedDiscards, ids.resFailed]), FAILED, INCOMPLETE],
  tunables: [],
  about: {
    feels: ['unreachable', 'drops'],
    symptom: {
      en: 'Nothing reaches one machine of the local network, or the first packets of a burst are missing.',
      'zh-CN': '什么都到不了本地网络的某台机器，或突发的头几个包丢失。',
    },
    reasoning: {
      en: 'More than 60 packets a minute pushed out of the queue of an unresolved neighbour (cleared at 6), or more than 100 neighbours of one device that do not answer (cleared at 50). Failed questions, or neighbours that stay silent, mean a machine that is not there; without them bursts are faster than the answer.',
      'zh-CN':
        '每分钟有超过 60 个包被挤出未解析邻居的队列（降到 6 解除），或一个设备上有超过 100 个邻居不应答（降到 50 解除）。询问失败或邻居一直静默，说明机器不在；否则就是突发比应答快。',
    },
    formula: NO_WORDS,
    sources: [
      'Documentation/networking/ip-sysctl.rst (neigh/default/unres_qlen_bytes)',
      'net/core/neighbour.c of the kernel',
    ],
  },
  yieldsTo: ['neigh-table-overflow'],
  evaluate: (context, firing) => TABLES.flatMap((table) => findingOf(context, table, firing.has(table.family)) ?? []),
};
