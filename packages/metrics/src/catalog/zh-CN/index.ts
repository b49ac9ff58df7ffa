import type { MetricTexts } from '../../metricTexts.ts';
import { APPLICATION } from './application.ts';
import { APPLICATION_AGENT } from './applicationAgent.ts';
import { APPLICATION_CHURN } from './applicationChurn.ts';
import { APPLICATION_PROCESSES } from './applicationProcesses.ts';
import { LINK_DEV } from './linkDev.ts';
import { LINK_ETHTOOL } from './linkEthtool.ts';
import { LINK_FLOW_CONTROL } from './linkFlowControl.ts';
import { LINK_QDISC } from './linkQdisc.ts';
import { LINK_SOFTIRQ } from './linkSoftirq.ts';
import { LINK_SOFTNET } from './linkSoftnet.ts';
import { LINK_STATS64 } from './linkStats64.ts';
import { NETWORK_CONNTRACK } from './networkConntrack.ts';
import { NETWORK_ICMP } from './networkIcmp.ts';
import { NETWORK_IP } from './networkIp.ts';
import { NETWORK_NEIGHBOURS } from './networkNeighbours.ts';
import { NETWORK_NETNS } from './networkNetns.ts';
import { NETWORK_RTNETLINK } from './networkRtnetlink.ts';
import { SOCKET_OTHERS } from './socketOthers.ts';
import { SOCKET_SUMMARY } from './socketSummary.ts';
import { SOCKET_TCP_EXT } from './socketTcpExt.ts';
import { SOCKET_UDP } from './socketUdp.ts';
import { SOCKET_UNIX } from './socketUnix.ts';
import { TRANSPORT_MPTCP } from './transportMptcp.ts';
import { TRANSPORT_SOCKSTAT } from './transportSockstat.ts';
import { TRANSPORT_TCP } from './transportTcp.ts';
import { TRANSPORT_TCP_EXT } from './transportTcpExt.ts';
import { TRANSPORT_TCP_EXT_LOSS } from './transportTcpExtLoss.ts';
import { TRANSPORT_TCP_EXT_OPTIONS } from './transportTcpExtOptions.ts';
import { TRANSPORT_UDP } from './transportUdp.ts';

/** What Simplified Chinese says of every metric; a file here for each file of the catalogue. */
export const METRIC_TEXTS: MetricTexts = {
  ...APPLICATION,
  ...APPLICATION_AGENT,
  ...APPLICATION_CHURN,
  ...APPLICATION_PROCESSES,
  ...LINK_DEV,
  ...LINK_ETHTOOL,
  ...LINK_FLOW_CONTROL,
  ...LINK_QDISC,
  ...LINK_SOFTIRQ,
  ...LINK_SOFTNET,
  ...LINK_STATS64,
  ...NETWORK_CONNTRACK,
  ...NETWORK_ICMP,
  ...NETWORK_IP,
  ...NETWORK_NEIGHBOURS,
  ...NETWORK_NETNS,
  ...NETWORK_RTNETLINK,
  ...SOCKET_OTHERS,
  ...SOCKET_SUMMARY,
  ...SOCKET_TCP_EXT,
  ...SOCKET_UDP,
  ...SOCKET_UNIX,
  ...TRANSPORT_MPTCP,
  ...TRANSPORT_SOCKSTAT,
  ...TRANSPORT_TCP,
  ...TRANSPORT_TCP_EXT,
  ...TRANSPORT_TCP_EXT_LOSS,
  ...TRANSPORT_TCP_EXT_OPTIONS,
  ...TRANSPORT_UDP,
};
