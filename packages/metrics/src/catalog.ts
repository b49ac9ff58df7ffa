import { APPLICATION_HOST, APPLICATION_SOCKETS } from './catalog/application.ts';
import { APPLICATION_AGENT } from './catalog/applicationAgent.ts';
import { APPLICATION_CHURN, APPLICATION_CLOSED } from './catalog/applicationChurn.ts';
import { APPLICATION_PROCESSES, APPLICATION_PROCESSES_NEAR } from './catalog/applicationProcesses.ts';
import { LINK_DEV, LINK_NET_CLASS } from './catalog/linkDev.ts';
import { LINK_DRIVER_QUEUE_STATS, LINK_DRIVER_STATS, LINK_STANDARD_STATS } from './catalog/linkEthtool.ts';
import { LINK_BYTE_QUEUE_LIMITS, LINK_PAUSE } from './catalog/linkFlowControl.ts';
import { LINK_FQ, LINK_FQ_CODEL, LINK_QDISC, LINK_SHAPER } from './catalog/linkQdisc.ts';
import { LINK_INTERRUPTS, LINK_SOFTIRQS, LINK_STAT_CPU } from './catalog/linkSoftirq.ts';
import { LINK_SOFTNET, LINK_STAT } from './catalog/linkSoftnet.ts';
import { LINK_STATS64 } from './catalog/linkStats64.ts';
import { NETWORK_CONNTRACK, NETWORK_CONNTRACK_COUNT } from './catalog/networkConntrack.ts';
import { NETWORK_ICMP, NETWORK_ICMP6 } from './catalog/networkIcmp.ts';
import { NETWORK_IP, NETWORK_SOCKSTAT, NETWORK_TCP_EXT } from './catalog/networkIp.ts';
import { NETWORK_ARP_CACHE, NETWORK_NDISC_CACHE } from './catalog/networkNeighbours.ts';
import { NETWORK_NETNS } from './catalog/networkNetns.ts';
import { NETWORK_NEIGH, NETWORK_ROUTES } from './catalog/networkRtnetlink.ts';
import { SOCKET_OTHERS } from './catalog/socketOthers.ts';
import { SOCKET_SOCKETS, SOCKET_TCP, SOCKET_UDP_SOCKETS } from './catalog/socketSummary.ts';
import { SOCKET_TCP_EXT } from './catalog/socketTcpExt.ts';
import { SOCKET_UDP } from './catalog/socketUdp.ts';
import { SOCKET_UNIX } from './catalog/socketUnix.ts';
import { TRANSPORT_MPTCP } from './catalog/transportMptcp.ts';
import { TRANSPORT_SOCKSTAT } from './catalog/transportSockstat.ts';
import { TRANSPORT_TCP, TRANSPORT_TCP_SOCKETS } from './catalog/transportTcp.ts';
import { TRANSPORT_TCP_EXT } from './catalog/transportTcpExt.ts';
import { TRANSPORT_TCP_EXT_LOSS } from './catalog/transportTcpExtLoss.ts';
import { TRANSPORT_TCP_EXT_OPTIONS } from './catalog/transportTcpExtOptions.ts';
import { TRANSPORT_UDP } from './catalog/transportUdp.ts';
import type { AnyMetric, Layer } from './types.ts';

/** Every catalogued metric, layer by layer from the top, in the order a page lists them. */
export const METRICS: readonly AnyMetric[] = [
  ...APPLICATION_SOCKETS,
  ...APPLICATION_PROCESSES,
  ...APPLICATION_PROCESSES_NEAR,
  ...APPLICATION_HOST,
  ...APPLICATION_CLOSED,
  ...APPLICATION_CHURN,
  ...APPLICATION_AGENT,
  ...SOCKET_TCP,
  ...SOCKET_UDP_SOCKETS,
  ...SOCKET_SOCKETS,
  ...SOCKET_TCP_EXT,
  ...SOCKET_UDP,
  ...SOCKET_UNIX,
  ...SOCKET_OTHERS,
  ...TRANSPORT_TCP,
  ...TRANSPORT_TCP_SOCKETS,
  ...TRANSPORT_SOCKSTAT,
  ...TRANSPORT_UDP,
  ...TRANSPORT_TCP_EXT,
  ...TRANSPORT_TCP_EXT_LOSS,
  ...TRANSPORT_TCP_EXT_OPTIONS,
  ...TRANSPORT_MPTCP,
  ...NETWORK_IP,
  ...NETWORK_SOCKSTAT,
  ...NETWORK_ICMP,
  ...NETWORK_ICMP6,
  ...NETWORK_TCP_EXT,
  ...NETWORK_CONNTRACK_COUNT,
  ...NETWORK_CONNTRACK,
  ...NETWORK_ARP_CACHE,
  ...NETWORK_NDISC_CACHE,
  ...NETWORK_NEIGH,
  ...NETWORK_ROUTES,
  ...NETWORK_NETNS,
  ...LINK_DEV,
  ...LINK_NET_CLASS,
  ...LINK_STATS64,
  ...LINK_QDISC,
  ...LINK_FQ,
  ...LINK_FQ_CODEL,
  ...LINK_SHAPER,
  ...LINK_PAUSE,
  ...LINK_BYTE_QUEUE_LIMITS,
  ...LINK_DRIVER_STATS,
  ...LINK_DRIVER_QUEUE_STATS,
  ...LINK_STANDARD_STATS,
  ...LINK_SOFTNET,
  ...LINK_STAT,
  ...LINK_STAT_CPU,
  ...LINK_SOFTIRQS,
  ...LINK_INTERRUPTS,
];

const BY_ID: ReadonlyMap<string, AnyMetric> = new Map(METRICS.map((entry) => [entry.id, entry]));

/** The catalogued metric of this id; undefined for ids of a family or of a kernel newer than the catalogue. */
export function metric(id: string): AnyMetric | undefined {
  return BY_ID.get(id);
}

export function metricsOfLayer(layer: Layer): readonly AnyMetric[] {
  return METRICS.filter((entry) => entry.layer === layer);
}
