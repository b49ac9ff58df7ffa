import { ID } from '@netstrata/metrics';

/** The traffic that a symptom comes from, by the first of these that fits its metric. */
const LOADS: readonly (readonly [symptom: RegExp, load: readonly string[]])[] = [
  [/unix/i, []],
  [/listen|acceptQueue|reqQ|syncookies/i, [ID.tcp.passiveOpens]],
  [/^(socket|transport)\.udp/, [ID.udp.inDatagrams, ID.udp.outDatagrams, ID.udp6.inDatagrams, ID.udp6.outDatagrams]],
  [/^(socket|transport)\./, [ID.tcp.inSegs, ID.tcp.outSegs]],
  [/^network\./, [ID.ip.inReceives, ID.ip.outRequests, ID.ip6.inReceives, ID.ip6.outRequests]],
  [/^link\./, [ID.dev.rxPackets, ID.dev.txPackets]],
  [/^application\./, [ID.tcp.passiveOpens, ID.tcp.activeOpens]],
];

/** What a host receives and sends, whoever does. */
export const TRAFFIC: readonly string[] = [ID.ip.inOctets, ID.ip.outOctets, ID.ip6.inOctets, ID.ip6.outOctets];

/** Counters whose sum is the load beside a symptom; none where the layer has no measure of it. */
export const loadMetrics = (symptom: string): readonly string[] =>
  LOADS.find(([fits]) => fits.test(symptom))?.[1] ?? [];
