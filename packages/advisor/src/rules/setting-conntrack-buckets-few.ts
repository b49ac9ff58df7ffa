import { ID, tunableNumbers } from '@netstrata/metrics';
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
  title: 'Few buckets for many tracked connections',
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
    const now = count === undefined ? '' : ` Now it holds ${count}, ${(count / buckets).toFixed(1)} in each bucket.`;
    return {
      proposed,
      arithmetic: `${most} connections / ${GOOD_CHAIN}, as a power of two: ${pow2ceil(most / GOOD_CHAIN)} buckets of 8 bytes${limitedBy}`,
      title: felt
        ? `Each packet looks through ${(count / buckets).toFixed(0)} tracked connections: there are too few buckets`
        : `Connection tracking may hold ${full} connections in each of its buckets`,
      why: `The firewall looks up the connection of each packet in a hash table of ${buckets} buckets. ${MAX} lets it hold ${most} connections, each with an entry for both directions: when it is full, each packet is compared with ${full} and more of them one by one. The limit was raised without the table.${now}`,
      ...(felt ? { severity: 'warning' } : {}),
    };
  },
  actions: [
    'To keep it over a restart, set it as a parameter of the module (options nf_conntrack hashsize=…), which is loaded before sysctl.conf is read.',
  ],
  risk: 'Risk 3 of 4. The table is built anew while packets wait: some milliseconds for each million of connections.',
  expectedEffect: 'Less time of the CPUs for each packet once many connections are tracked.',
  verify:
    '"sysctl net.netfilter.nf_conntrack_buckets" shows the value, and net.netfilter.nf_conntrack_count / it stays below 4.',
  notWhen: 'The limit is a safety that is never approached: then lower the limit instead.',
  about: {
    symptom: 'Time in softirq that grows with the number of connections rather than with packets.',
    reasoning:
      'net.netfilter.nf_conntrack_max is more than 8 times net.netfilter.nf_conntrack_buckets. A warning when more than 4 connections are in each bucket now.',
    formula: 'a quarter of nf_conntrack_max, as a power of two',
    sources: ['Documentation/networking/nf_conntrack-sysctl.rst', 'net/netfilter/nf_conntrack_core.c of the kernel'],
  },
});
