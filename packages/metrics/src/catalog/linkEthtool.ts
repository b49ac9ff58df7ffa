import { rowMetrics } from '../define.ts';

const DRIVER = ['ethtool -S {device}'];
const SELDOM =
  'Read every fifth second, of up to 16 devices and 128 of a driver’s statistics, those that tell of loss first.';

/** SIOCETHTOOL: what a driver counts for itself, for the whole device. */
export const LINK_DRIVER_STATS = rowMetrics(
  { layer: 'link', source: 'ethtool/driver_stats', subject: 'driverStats', labels: ['device', 'statistic'] },
  {
    value: {
      field: 'value',
      kernelName: 'ETHTOOL_GSTATS',
      unit: 'count',
      title: 'Driver statistics',
      help: `What the driver of this device counts for itself; name and meaning are the driver’s, and documented with it if at all. Names with miss, no_buf or discard tell where packets are lost in the card or its ring, before the kernel sees them. Shown as growth: the few that are levels rather than counters show as unknown when they fall. ${SELDOM}`,
      commands: DRIVER,
    },
  },
);

/** The same for those whose names say to which queue they belong. */
export const LINK_DRIVER_QUEUE_STATS = rowMetrics(
  {
    layer: 'link',
    source: 'ethtool/driver_queue_stats',
    subject: 'driverQueueStats',
    labels: ['device', 'queue', 'statistic'],
  },
  {
    value: {
      field: 'value',
      kernelName: 'ETHTOOL_GSTATS',
      unit: 'count',
      title: 'Driver statistics of a queue',
      help: `What the driver of this device counts for one of its queues; the queue was recognised in the driver’s own name. One queue far above the others means that flows are not spread: few connections, or a hash that does not tell them apart (ethtool -x, -N). ${SELDOM}`,
      commands: DRIVER,
    },
  },
);

/** STATS of ethtool netlink: what IEEE 802.3 and RMON define. */
export const LINK_STANDARD_STATS = rowMetrics(
  { layer: 'link', source: 'ethtool/standard_stats', subject: 'standardStats', labels: ['device', 'statistic'] },
  {
    value: {
      field: 'value',
      kernelName: 'ETHTOOL_MSG_STATS_GET',
      unit: 'count',
      title: 'Ethernet standard statistics',
      help: 'Counters that IEEE 802.3 and RMON define, from the card itself: they mean the same with every driver that has them. FrameCheckSequenceErrors, SymbolErrorDuringCarrier, Fragments and Jabbers are physical: cable, optic or port. Few drivers keep them, and virtual devices none. Since Linux 5.13; read every fifth second.',
      commands: ['ethtool -S {device} --all-groups'],
    },
  },
);
