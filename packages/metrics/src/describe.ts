import { metric } from './catalog.ts';
import { guessUnit } from './derive.ts';
import { icmpProtocolOf, icmpTypeText } from './icmpTypes.ts';
import { LAYERS, type Layer, type Metric, type MetricDescription, type SourceId } from './types.ts';

/** What a subject, the second word of an id, tells about where its numbers came from. */
interface Subject {
  readonly source: SourceId;
  readonly kind: Metric['kind'];
  readonly labels: readonly string[];
}

const counterOf = (source: SourceId, ...labels: string[]): Subject => ({ source, kind: 'counter', labels });
const gaugeOf = (source: SourceId, ...labels: string[]): Subject => ({ source, kind: 'gauge', labels });

/** Subjects that stand for one source. `tcp` and `udp` are left out: counters of a file and sums over sockets share them. */
const SUBJECTS: Readonly<Record<string, Subject>> = {
  ip: counterOf('net/snmp'),
  icmp: counterOf('net/snmp'),
  icmpMsg: counterOf('net/snmp'),
  udpLite: counterOf('net/snmp'),
  tcpExt: counterOf('net/netstat'),
  ipExt: counterOf('net/netstat'),
  mptcpExt: counterOf('net/netstat'),
  ip6: counterOf('net/snmp6'),
  icmp6: counterOf('net/snmp6'),
  udp6: counterOf('net/snmp6'),
  udpLite6: counterOf('net/snmp6'),
  snmp6: counterOf('net/snmp6'),
  sockstat: gaugeOf('net/sockstat'),
  sockstat6: gaugeOf('net/sockstat6'),
  dev: counterOf('net/dev', 'device'),
  netClass: gaugeOf('sys/class/net', 'device'),
  softnet: counterOf('net/softnet_stat', 'cpu'),
  statCpu: counterOf('stat/cpu', 'cpu'),
  softirqs: counterOf('softirqs', 'cpu'),
  interrupts: counterOf('interrupts', 'device', 'queue', 'irq', 'cpu'),
  nfConntrack: counterOf('net/stat/nf_conntrack', 'cpu'),
  arpCache: counterOf('net/stat/arp_cache'),
  ndiscCache: counterOf('net/stat/ndisc_cache'),
  qdisc: counterOf('rtnetlink/qdisc', 'device', 'kind', 'handle', 'parent'),
  fq: counterOf('rtnetlink/qdisc', 'device', 'kind', 'handle', 'parent'),
  fqCodel: counterOf('rtnetlink/qdisc', 'device', 'kind', 'handle', 'parent'),
  stats64: counterOf('rtnetlink/link', 'device'),
  neigh: gaugeOf('rtnetlink/neigh', 'device', 'family'),
  routes: gaugeOf('rtnetlink/route', 'family', 'table', 'type'),
  agent: gaugeOf('agent/self'),
  agentSource: gaugeOf('agent/source', 'source'),
  agentDumps: counterOf('agent/dumps', 'family'),
  agentVanished: counterOf('agent/vanished', 'kind'),
};

/**
 * What to show of any id. One that is not catalogued (written by an agent of another version, or a counter that only a
 * newer kernel has) gets a description made from its words; its kind is `gauge` where nothing proves it a counter,
 * because a raw counter shown as it is stays true while a rate of a gauge would not. An id that does not begin with a
 * layer is filed under `application`.
 */
export function describeMetric(id: string): MetricDescription {
  const known = metric(id);
  if (known !== undefined) {
    const { pick: _, ...description } = known;
    return description;
  }
  const [first = '', subjectName = '', ...rest] = id.split('.');
  const measure = rest.join('.') || id;
  const subject = Object.hasOwn(SUBJECTS, subjectName) ? SUBJECTS[subjectName] : undefined;
  return {
    id,
    layer: isLayer(first) ? first : 'application',
    source: subject?.source,
    kernelName: measure,
    kind: subject?.kind ?? 'gauge',
    unit: guessUnit(measure),
    labels: subject?.labels ?? [],
    title: measure,
    help: 'Recorded by an agent or a kernel that knows more than this catalogue; it has no description here.',
    commands: [],
    ...icmpFamily(subjectName, measure),
  };
}

function icmpFamily(subject: string, measure: string) {
  const protocol = icmpProtocolOf(subject);
  return protocol && icmpTypeText(protocol, measure);
}

function isLayer(word: string): word is Layer {
  return (LAYERS as readonly string[]).includes(word);
}
