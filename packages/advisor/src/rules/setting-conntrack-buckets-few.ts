import { ID, NO_WORDS, tunableNumbers } from '@netstrata/metrics';
import { pow2ceil, raise } from '../guards.ts';
import { settingRule } from '../settingRule.ts';

const MAX = 'net.netfilter.nf_conntrack_max';
/** Entries to look through for each packet, once the table is full. */
const LONG_CHAIN = 8;
const GOOD_CHAIN = 4;
const MOST_BUCKETS = 2 ** 24;
/** Entries a bucket holds now: from here on every packet pays. */
const FELT_CHAIN = 4;

/** A limit of connections that was raised without the table they are found in. */
export const settingConntrackBucketsFew = settingRule({
  id: 'setting-conntrack-buckets-few',
  layer: 'network',
  title: { en: 'Few buckets for many tracked connections', 'zh-CN': '跟踪的连接多，哈希桶少' },
  tunable: 'net.netfilter.nf_conntrack_buckets',
  also: [MAX],
  metrics: [ID.conntrack.count],
  severity: 'info',
  judge: ({ numbers: [buckets] }, { tunables, window }) => {
    const [most] = tunableNumbers(tunables, MAX) ?? [];
    if (most === undefined || buckets === undefined || buckets < 1 || most / buckets <= LONG_CHAIN) return undefined;
    const { proposed, limitedBy } = raise(buckets, pow2ceil(most / GOOD_CHAIN), MOST_BUCKETS);
    const count = window.last(ID.conntrack.count);
    const felt = count !== undefined && count / buckets > FELT_CHAIN;
    const full = Math.round(most / buckets);
    const now =
      count === undefined
        ? NO_WORDS
        : {
            en: ` Now it holds ${count}, ${(count / buckets).toFixed(1)} in each bucket.`,
            'zh-CN': `现在有 ${count} 个，每个桶 ${(count / buckets).toFixed(1)} 个。`,
          };
    return {
      proposed,
      arithmetic: {
        en: `${most} connections / ${GOOD_CHAIN}, as a power of two: ${pow2ceil(most / GOOD_CHAIN)} buckets of 8 bytes${limitedBy.en}`,
        'zh-CN': `${most} 个连接 / ${GOOD_CHAIN}，取 2 的幂：${pow2ceil(most / GOOD_CHAIN)} 个桶，每个 8 字节${limitedBy['zh-CN']}`,
      },
      title: felt
        ? {
            en: `Each packet looks through ${(count / buckets).toFixed(0)} tracked connections: there are too few buckets`,
            'zh-CN': `每个包要比对 ${(count / buckets).toFixed(0)} 个被跟踪的连接：桶太少`,
          }
        : {
            en: `Connection tracking may hold ${full} connections in each of its buckets`,
            'zh-CN': `连接跟踪的每个桶可能要放 ${full} 个连接`,
          },
      why: {
        en: `The firewall looks up the connection of each packet in a hash table of ${buckets} buckets. ${MAX} lets it hold ${most} connections, each with an entry for both directions: when it is full, each packet is compared with ${full} and more of them one by one. The limit was raised without the table.${now.en}`,
        'zh-CN': `防火墙在有 ${buckets} 个桶的哈希表里为每个包查找连接。${MAX} 允许它存 ${most} 个连接，每个在两个方向各有一个条目：满的时候，每个包要逐一比对 ${full} 个甚至更多。提高上限时没有同时加大表。${now['zh-CN']}`,
      },
      ...(felt ? { severity: 'warning' } : {}),
    };
  },
  actions: [
    {
      en: 'To keep it over a restart, set it as a parameter of the module (options nf_conntrack hashsize=…), which is loaded before sysctl.conf is read.',
      'zh-CN': '要在重启后保持，把它设为模块参数（options nf_conntrack hashsize=…），模块在读取 sysctl.conf 之前加载。',
    },
  ],
  risk: {
    en: 'Risk 3 of 4. The table is built anew while packets wait: some milliseconds for each million of connections.',
    'zh-CN': '风险 3/4。重建表时包要等：每百万个连接几毫秒。',
  },
  expectedEffect: {
    en: 'Less time of the CPUs for each packet once many connections are tracked.',
    'zh-CN': '跟踪大量连接时，每个包占用的 CPU 时间更少。',
  },
  verify: {
    en: '"sysctl net.netfilter.nf_conntrack_buckets" shows the value, and net.netfilter.nf_conntrack_count / it stays below 4.',
    'zh-CN':
      '"sysctl net.netfilter.nf_conntrack_buckets" 显示该值，net.netfilter.nf_conntrack_count 除以它保持在 4 以下。',
  },
  notWhen: {
    en: 'The limit is a safety that is never approached: then lower the limit instead.',
    'zh-CN': '这个上限只是保险，从不接近：那就改为降低上限。',
  },
  about: {
    feels: ['cpu'],
    symptom: {
      en: 'Time in softirq that grows with the number of connections rather than with packets.',
      'zh-CN': 'softirq 时间随连接数而不是包数增长。',
    },
    reasoning: {
      en: 'net.netfilter.nf_conntrack_max is more than 8 times net.netfilter.nf_conntrack_buckets. A warning when more than 4 connections are in each bucket now.',
      'zh-CN':
        'net.netfilter.nf_conntrack_max 超过 net.netfilter.nf_conntrack_buckets 的 8 倍。现在每个桶超过 4 个连接时为警告。',
    },
    formula: {
      en: 'a quarter of nf_conntrack_max, as a power of two',
      'zh-CN': 'nf_conntrack_max 的四分之一，取 2 的幂',
    },
    sources: ['Documentation/networking/nf_conntrack-sysctl.rst', 'net/netfilter/nf_conntrack_core.c of the kernel'],
  },
});
