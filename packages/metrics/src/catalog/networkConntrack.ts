import { rowMetrics } from '../define.ts';

const TABLE = 'cat /proc/net/stat/nf_conntrack';
const COMMANDS = ['conntrack -S', TABLE];
const MAX = 'net.netfilter.nf_conntrack_max';

/** How many connections the firewall remembers, in the agent's network namespace. */
export const NETWORK_CONNTRACK_COUNT = rowMetrics(
  { layer: 'network', source: 'sys/net/netfilter/nf_conntrack_count', subject: 'nfConntrack' },
  {
    count: {
      field: 'count',
      kernelName: 'nf_conntrack_count',
      kind: 'gauge',
      unit: 'connections',
      fills: MAX,
      title: 'Tracked connections',
      help: 'Connections that the firewall or NAT remembers now in this network namespace: a pair of addresses and ports each, UDP and ICMP included. At net.netfilter.nf_conntrack_max packets of new ones are dropped while old ones go on. Entries outlive their connection by the nf_conntrack timeouts.',
      commands: ['conntrack -C', 'sysctl net.netfilter.nf_conntrack_count'],
    },
  },
);

/** /proc/net/stat/nf_conntrack, one row a CPU, of the agent's network namespace: how tracking went. */
export const NETWORK_CONNTRACK = rowMetrics(
  { layer: 'network', source: 'net/stat/nf_conntrack', subject: 'nfConntrack', labels: ['cpu'] },
  {
    drop: {
      field: 'drop',
      kernelName: 'drop',
      unit: 'packets',
      trouble: true,
      fills: MAX,
      title: 'Packets dropped by connection tracking',
      help: 'Packets dropped because their connection could not be tracked: mostly the table was full (net.netfilter.nf_conntrack_max), else memory was short, two packets of one new connection met, or a protocol helper refused. To a program it looks like a network that loses only first packets.',
      commands: COMMANDS,
    },
    earlyDrop: {
      field: 'earlyDrop',
      kernelName: 'early_drop',
      unit: 'connections',
      trouble: true,
      fills: MAX,
      title: 'Tracked connections evicted, table full',
      help: 'Connections forgotten before their time to make room for a new one, because the table had reached net.netfilter.nf_conntrack_max. Only those that never saw traffic both ways for long are chosen; if they speak again they count as new, and NAT may lose them.',
      commands: COMMANDS,
    },
    insertFailed: {
      field: 'insertFailed',
      kernelName: 'insert_failed',
      unit: 'packets',
      trouble: true,
      title: 'Clashes of new tracked connections',
      help: 'Packets whose connection could not be added, as another packet had just added the same one or NAT had given its port away. The packet is lost (before Linux 5.10 clashes that were resolved count too). Typical are two DNS questions sent at once from one port behind NAT, which then wait five seconds for an answer.',
      commands: COMMANDS,
    },
    clashres: {
      field: 'clashres',
      kernelName: 'clashres',
      unit: 'packets',
      title: 'Clashes of tracked connections resolved',
      help: 'Times two packets of one new connection met and the kernel joined them, so that nothing was lost. Unknown before Linux 5.10.',
      commands: COMMANDS,
    },
    invalid: {
      field: 'invalid',
      kernelName: 'invalid',
      unit: 'packets',
      trouble: true,
      title: 'Packets that fit no tracked connection',
      help: 'Packets that could not be tracked for what they are: segments out of window, answers nobody asked for, broken headers. They pass unless a rule drops what is in state invalid. A rise can mean that only one direction passes this machine, or that entries time out too early.',
      commands: COMMANDS,
    },
    icmpError: {
      field: 'icmpError',
      kernelName: 'icmp_error',
      unit: 'packets',
      trouble: true,
      title: 'Packets with errors in connection tracking',
      help: 'Packets that tracking could not accept because of an error in them, most of them ICMP errors whose checksum is wrong or that speak of no known connection.',
      commands: COMMANDS,
    },
    chainlength: {
      field: 'chainlength',
      kernelName: 'chainlength',
      unit: 'packets',
      trouble: true,
      fills: 'net.netfilter.nf_conntrack_buckets',
      title: 'Packets dropped, hash chain of tracking too long',
      help: 'Packets whose new connection was refused because its hash bucket already held the most it may. More buckets help (net.netfilter.nf_conntrack_buckets); a rise with a table half empty looks like an attack on the hash. Unknown before Linux 5.15.',
      commands: COMMANDS,
    },
    searchRestart: {
      field: 'searchRestart',
      kernelName: 'search_restart',
      unit: 'events',
      title: 'Tracking lookups begun again',
      help: 'Lookups that had to start over because the table changed under them: resized, or an entry moved to another chain. Harmless unless it keeps pace with the packets.',
      commands: COMMANDS,
    },
    found: {
      field: 'found',
      kernelName: 'found',
      unit: 'events',
      title: 'Ports that NAT found taken',
      help: 'Times the address and port that NAT wanted for a connection were already in use by another, so that it looked for the next. A steep rise means that ports towards one destination run out.',
      commands: COMMANDS,
    },
    insert: {
      field: 'insert',
      kernelName: 'insert',
      unit: 'connections',
      title: 'Tracked connections added by programs',
      help: 'Entries that a program put into the table by netlink, as conntrackd does for the other half of a pair of firewalls. Connections seen by packets are not counted here.',
      commands: COMMANDS,
    },
    expectNew: {
      field: 'expectNew',
      kernelName: 'expect_new',
      unit: 'connections',
      title: 'Expected connections that came',
      help: 'Connections that a helper had announced, such as the data connection of an FTP session, and that then arrived.',
      commands: [TABLE],
    },
    expectCreate: {
      field: 'expectCreate',
      kernelName: 'expect_create',
      unit: 'connections',
      title: 'Expected connections announced',
      help: 'Connections that a helper (FTP, SIP and the like) read from the traffic of another one and told the firewall to let pass.',
      commands: [TABLE],
    },
    expectDelete: {
      field: 'expectDelete',
      kernelName: 'expect_delete',
      unit: 'connections',
      title: 'Expected connections forgotten',
      help: 'Announcements of a helper that were removed: the connection came, or it did not in time.',
      commands: [TABLE],
    },
  },
);
