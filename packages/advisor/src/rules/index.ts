import type { Rule } from '../types.ts';
import { appCorkBatching } from './app-cork-batching.ts';
import { appFdLimit } from './app-fd-limit.ts';
import { appKeepaliveDeadPeers } from './app-keepalive-dead-peers.ts';
import { appNotReading } from './app-not-reading.ts';
import { appShortConnections } from './app-short-connections.ts';
import { appSingleAcceptLoop } from './app-single-accept-loop.ts';
import { appSmallWritesNagle } from './app-small-writes-nagle.ts';
import { conntrackFull } from './conntrack-full.ts';
import { icmpRatelimit } from './icmp-ratelimit.ts';
import { ipForwardFragFail } from './ip-forward-frag-fail.ts';
import { ipOutNoRoutes } from './ip-out-no-routes.ts';
import { irqImbalance } from './irq-imbalance.ts';
import { linkDropRatio } from './link-drop-ratio.ts';
import { linkErrors } from './link-errors.ts';
import { linkHalfDuplex } from './link-half-duplex.ts';
import { linkLowSpeed } from './link-low-speed.ts';
import { linkSendDrops } from './link-send-drops.ts';
import { linkUtilisation } from './link-utilisation.ts';
import { neighTableOverflow } from './neigh-table-overflow.ts';
import { neighUnresolvedDiscards } from './neigh-unresolved-discards.ts';
import { nicChannels } from './nic-channels.ts';
import { nicCoalesce } from './nic-coalesce.ts';
import { nicRingDrops } from './nic-ring-drops.ts';
import { offloadOff } from './offload-off.ts';
import { pauseFrames } from './pause-frames.ts';
import { qdiscDrops } from './qdisc-drops.ts';
import { rfsMissing } from './rfs-missing.ts';
import { rpFilterDrops } from './rp-filter-drops.ts';
import { rpsMissing } from './rps-missing.ts';
import { settingConntrackBucketsFew } from './setting-conntrack-buckets-few.ts';
import { settingFinTimeoutTiny } from './setting-fin-timeout-tiny.ts';
import { settingKeepaliveNever } from './setting-keepalive-never.ts';
import { settingLocalPortsOverlap } from './setting-local-ports-overlap.ts';
import { settingLocalPortsParity } from './setting-local-ports-parity.ts';
import { settingLroForwarding } from './setting-lro-forwarding.ts';
import { settingNeighThreshInverted } from './setting-neigh-thresh-inverted.ts';
import { settingNetdevBudgetAbsurd } from './setting-netdev-budget-absurd.ts';
import { settingNetdevMaxBacklogTiny } from './setting-netdev-max-backlog-tiny.ts';
import { settingRmemDefaultRaised } from './setting-rmem-default-raised.ts';
import { settingRpFilterMultihomed } from './setting-rp-filter-multihomed.ts';
import { settingSomaxconnTiny } from './setting-somaxconn-tiny.ts';
import { settingTcpAbortOnOverflow } from './setting-tcp-abort-on-overflow.ts';
import { settingTcpEarlyRetransOff } from './setting-tcp-early-retrans-off.ts';
import { settingTcpMemAbsurd } from './setting-tcp-mem-absurd.ts';
import { settingTcpMemSmall } from './setting-tcp-mem-small.ts';
import { settingTcpModerateRcvbufOff } from './setting-tcp-moderate-rcvbuf-off.ts';
import { settingTcpRecoveryOff } from './setting-tcp-recovery-off.ts';
import { settingTcpRetries2Tiny } from './setting-tcp-retries2-tiny.ts';
import { settingTcpRmemAbsurd } from './setting-tcp-rmem-absurd.ts';
import { settingTcpSackOff } from './setting-tcp-sack-off.ts';
import { settingTcpSyncookiesAlways } from './setting-tcp-syncookies-always.ts';
import { settingTcpSyncookiesOff } from './setting-tcp-syncookies-off.ts';
import { settingTcpTimestampsOff } from './setting-tcp-timestamps-off.ts';
import { settingTcpWindowScalingOff } from './setting-tcp-window-scaling-off.ts';
import { settingTcpWmemAbsurd } from './setting-tcp-wmem-absurd.ts';
import { settingTwBucketsLowered } from './setting-tw-buckets-lowered.ts';
import { settingWmemDefaultRaised } from './setting-wmem-default-raised.ts';
import { sockBacklogDrop } from './sock-backlog-drop.ts';
import { sockNotsentLowat } from './sock-notsent-lowat.ts';
import { sockRcvCollapse } from './sock-rcv-collapse.ts';
import { sockRcvbufAutotuneCeiling } from './sock-rcvbuf-autotune-ceiling.ts';
import { sockRcvbufLocked } from './sock-rcvbuf-locked.ts';
import { sockRmemMaxCap } from './sock-rmem-max-cap.ts';
import { sockRwndLimitedPeer } from './sock-rwnd-limited-peer.ts';
import { sockSndbufLimited } from './sock-sndbuf-limited.ts';
import { sockUdpMemErrors } from './sock-udp-mem-errors.ts';
import { sockUdpRcvbufErrors } from './sock-udp-rcvbuf-errors.ts';
import { sockUdpSndbufErrors } from './sock-udp-sndbuf-errors.ts';
import { sockUnixDgramFull } from './sock-unix-dgram-full.ts';
import { sockUnixStreamFull } from './sock-unix-stream-full.ts';
import { softnetDropped } from './softnet-dropped.ts';
import { softnetTimeSqueeze } from './softnet-time-squeeze.ts';
import { tcpCcBbrFq } from './tcp-cc-bbr-fq.ts';
import { tcpDsackHigh } from './tcp-dsack-high.ts';
import { tcpEphemeralPorts } from './tcp-ephemeral-ports.ts';
import { tcpFinWait2 } from './tcp-fin-wait2.ts';
import { tcpListenDropsOther } from './tcp-listen-drops-other.ts';
import { tcpListenOverflow } from './tcp-listen-overflow.ts';
import { tcpMemOom } from './tcp-mem-oom.ts';
import { tcpMemPressure } from './tcp-mem-pressure.ts';
import { tcpMtuBlackhole } from './tcp-mtu-blackhole.ts';
import { tcpOrphans } from './tcp-orphans.ts';
import { tcpReordering } from './tcp-reordering.ts';
import { tcpRetransFail } from './tcp-retrans-fail.ts';
import { tcpRetransHigh } from './tcp-retrans-high.ts';
import { tcpSpuriousRto } from './tcp-spurious-rto.ts';
import { tcpSynQueueFull } from './tcp-syn-queue-full.ts';
import { tcpTwOverflow } from './tcp-tw-overflow.ts';
import { xpsMissing } from './xps-missing.ts';

/** Every rule, each in the file named after it, in alphabetical order. */
export const RULES: readonly Rule[] = [
  appCorkBatching,
  appFdLimit,
  appKeepaliveDeadPeers,
  appNotReading,
  appShortConnections,
  appSingleAcceptLoop,
  appSmallWritesNagle,
  conntrackFull,
  icmpRatelimit,
  ipForwardFragFail,
  ipOutNoRoutes,
  irqImbalance,
  linkDropRatio,
  linkErrors,
  linkHalfDuplex,
  linkLowSpeed,
  linkSendDrops,
  linkUtilisation,
  neighTableOverflow,
  neighUnresolvedDiscards,
  nicChannels,
  nicCoalesce,
  nicRingDrops,
  offloadOff,
  pauseFrames,
  qdiscDrops,
  rfsMissing,
  rpFilterDrops,
  rpsMissing,
  settingConntrackBucketsFew,
  settingFinTimeoutTiny,
  settingKeepaliveNever,
  settingLocalPortsOverlap,
  settingLocalPortsParity,
  settingLroForwarding,
  settingNeighThreshInverted,
  settingNetdevBudgetAbsurd,
  settingNetdevMaxBacklogTiny,
  settingRmemDefaultRaised,
  settingRpFilterMultihomed,
  settingSomaxconnTiny,
  settingTcpAbortOnOverflow,
  settingTcpEarlyRetransOff,
  settingTcpMemAbsurd,
  settingTcpMemSmall,
  settingTcpModerateRcvbufOff,
  settingTcpRecoveryOff,
  settingTcpRetries2Tiny,
  settingTcpRmemAbsurd,
  settingTcpSackOff,
  settingTcpSyncookiesAlways,
  settingTcpSyncookiesOff,
  settingTcpTimestampsOff,
  settingTcpWindowScalingOff,
  settingTcpWmemAbsurd,
  settingTwBucketsLowered,
  settingWmemDefaultRaised,
  sockBacklogDrop,
  sockNotsentLowat,
  sockRcvCollapse,
  sockRcvbufAutotuneCeiling,
  sockRcvbufLocked,
  sockRmemMaxCap,
  sockRwndLimitedPeer,
  sockSndbufLimited,
  sockUdpMemErrors,
  sockUdpRcvbufErrors,
  sockUdpSndbufErrors,
  sockUnixDgramFull,
  sockUnixStreamFull,
  softnetDropped,
  softnetTimeSqueeze,
  tcpCcBbrFq,
  tcpDsackHigh,
  tcpEphemeralPorts,
  tcpFinWait2,
  tcpListenDropsOther,
  tcpListenOverflow,
  tcpMemOom,
  tcpMemPressure,
  tcpMtuBlackhole,
  tcpOrphans,
  tcpReordering,
  tcpRetransFail,
  tcpRetransHigh,
  tcpSpuriousRto,
  tcpSynQueueFull,
  tcpTwOverflow,
  xpsMissing,
];
