import { rowMetrics } from '../define.ts';

/** PAUSE of ethtool netlink with its statistics. */
export const LINK_PAUSE = rowMetrics(
  { layer: 'link', source: 'ethtool/pause_stats', subject: 'pause', labels: ['device'] },
  {
    rxFrames: {
      field: 'rxFrames',
      kernelName: 'rx_pause_frames',
      unit: 'packets',
      trouble: true,
      title: 'Pause frames received',
      help: 'Times the other end of the link, usually the switch, asked this host to stop sending for a moment: the network ahead is full. Sending stalls although this host could go on.',
      commands: ['ethtool -I -a {device}'],
    },
    txFrames: {
      field: 'txFrames',
      kernelName: 'tx_pause_frames',
      unit: 'packets',
      trouble: true,
      title: 'Pause frames sent',
      help: 'Times this host’s card asked the other end to stop sending: its ring was nearly full, because the kernel did not empty it fast enough. Pause spares a drop here and blocks whatever else the switch has for this port. Larger rings (ethtool -G), more queues or a free CPU help.',
      commands: ['ethtool -I -a {device}'],
    },
  },
);

const LIMITS = 'grep . /sys/class/net/{device}/queues/tx-*/byte_queue_limits/*';

/** /sys/class/net/DEV/queues/tx-N/byte_queue_limits. */
export const LINK_BYTE_QUEUE_LIMITS = rowMetrics(
  { layer: 'link', source: 'sys/class/net/byte_queue_limits', subject: 'bql', labels: ['device', 'queue'] },
  {
    inflightBytes: {
      field: 'inflightBytes',
      kernelName: 'inflight',
      kind: 'gauge',
      unit: 'bytes',
      fills: 'link.bql.limitBytes',
      title: 'Bytes in the card’s queue',
      help: 'Bytes handed to the hardware of this transmit queue and not sent yet, at the moment of reading. At the limit packets wait in the queueing discipline instead, where they can be put in order. Read every fifth second; a driver that does not report what it sent has no series.',
      commands: [LIMITS],
    },
    limitBytes: {
      field: 'limitBytes',
      kernelName: 'limit',
      kind: 'gauge',
      unit: 'bytes',
      title: 'Byte queue limit',
      help: 'How many bytes the kernel lets the hardware of this transmit queue hold. It sets the limit itself: as low as keeps the card busy, so that packets do not wait where nothing can reorder them. One that grows large means that the card is emptied late: coalescing of sent packets (tx-usecs), or a busy CPU. limit_max bounds it.',
      commands: [LIMITS],
    },
    stallCount: {
      field: 'stallCount',
      kernelName: 'stall_cnt',
      unit: 'events',
      trouble: true,
      title: 'Transmit queue stalls',
      help: 'Times this transmit queue had bytes to send and sent none for longer than its stall_thrs: the card, its firmware or the CPU that reaps sent packets stood still. Counted only where stall_thrs is set, since Linux 6.9.',
      commands: [LIMITS],
    },
  },
);
