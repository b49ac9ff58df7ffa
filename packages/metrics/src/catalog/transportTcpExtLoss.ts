import { tableMetrics } from '../define.ts';

/** Counters of the TcpExt line about loss, its repair, reordering and what turned out not to be lost. */
export const TRANSPORT_TCP_EXT_LOSS = tableMetrics(
  { layer: 'transport', source: 'net/netstat', group: 'TcpExt' },
  {
    TCPTimeouts: {
      unit: 'events',
      trouble: true,
      title: 'Retransmission timeouts',
      help: 'Times nothing was acknowledged until the retransmission timer ran out. The connection stands still for at least 200 ms and starts again slowly: the most expensive kind of loss.',
      commands: ['ss -tino'],
    },
    TCPFastRetrans: {
      unit: 'segments',
      title: 'Fast retransmissions',
      help: 'Segments sent again because the receiver reported a hole, without waiting for the timer. The cheap way to repair loss.',
    },
    TCPSlowStartRetrans: {
      unit: 'segments',
      trouble: true,
      title: 'Retransmissions after a timeout',
      help: 'Segments sent again while the connection recovers from a timeout. Bursts of loss raise it.',
    },
    TCPLossProbes: {
      unit: 'segments',
      title: 'Tail loss probes',
      help: 'Segments sent again shortly after the last data, to find out early whether the end of a burst was lost. A few are normal on request and response traffic.',
    },
    TCPLossProbeRecovery: {
      unit: 'events',
      title: 'Losses repaired by a probe',
      help: 'Tail loss probes that filled a real hole and so saved a timeout.',
    },
    TCPLostRetransmit: {
      unit: 'segments',
      trouble: true,
      title: 'Retransmissions lost again',
      help: 'Segments that were retransmitted and lost once more. The path drops heavily or a policer cuts the rate.',
    },
    TCPRetransFail: {
      unit: 'events',
      trouble: true,
      title: 'Retransmissions that could not be sent',
      help: 'Retransmissions this machine itself failed to send: a full device queue, no memory or a firewall rule. Look at qdisc drops and OUTPUT rules here, not at the network.',
      commands: ['tc -s qdisc show'],
    },
    TCPSpuriousRtxHostQueues: {
      unit: 'events',
      title: 'Retransmissions held, original still queued',
      help: 'Times a segment was due for retransmission while the first copy still sat in a queue of this host. The delay is here: an overfull qdisc or a slow driver.',
      commands: ['tc -s qdisc show'],
    },
    TCPSackRecovery: {
      unit: 'events',
      title: 'Recoveries with SACK',
      help: 'Times a connection noticed loss from selective acknowledgements and began to repair it.',
    },
    TCPRenoRecovery: {
      unit: 'events',
      title: 'Recoveries without SACK',
      help: 'Times a connection without selective acknowledgements noticed loss from repeated ACKs. Should be rare: SACK is off here, at the peer, or stripped on the way.',
    },
    TCPSackRecoveryFail: {
      unit: 'events',
      trouble: true,
      title: 'Recoveries that ended in a timeout, SACK',
      help: 'Timeouts while a repair with SACK was under way: retransmissions were lost as well.',
    },
    TCPRenoRecoveryFail: {
      unit: 'events',
      trouble: true,
      title: 'Recoveries that ended in a timeout, no SACK',
      help: 'Timeouts while a repair without SACK was under way.',
    },
    TCPSackFailures: {
      unit: 'events',
      trouble: true,
      title: 'Timeouts with reordering seen, SACK',
      help: 'Timeouts of connections that had received SACK blocks but not enough of them to begin a repair.',
    },
    TCPRenoFailures: {
      unit: 'events',
      trouble: true,
      title: 'Timeouts with reordering seen, no SACK',
      help: 'Timeouts of connections without SACK that had received repeated ACKs but not enough of them to begin a repair.',
    },
    TCPLossFailures: {
      unit: 'events',
      trouble: true,
      title: 'Timeouts during loss recovery',
      help: 'Timeouts of connections that were still recovering from an earlier timeout.',
    },
    TCPFullUndo: {
      unit: 'events',
      title: 'Slow-downs fully undone',
      help: 'Times the kernel learned that a repair had been needless and restored the sending rate it had before. Reordering is taken for loss.',
    },
    TCPPartialUndo: {
      unit: 'events',
      title: 'Slow-downs partly undone',
      help: 'Times an acknowledgement in the middle of a repair showed that part of it was needless.',
    },
    TCPDSACKUndo: {
      unit: 'events',
      title: 'Slow-downs undone by D-SACK',
      help: 'Times the peer reported that it had received everything retransmitted twice, so the old sending rate was restored.',
    },
    TCPLossUndo: {
      unit: 'events',
      title: 'Timeouts undone',
      help: 'Times a timeout turned out to be needless: the data had arrived and only the answer was late. The delay on the path jumps.',
    },
    TCPSpuriousRTOs: {
      unit: 'events',
      trouble: true,
      title: 'Needless timeouts',
      help: 'Timeouts that F-RTO recognised as needless. Many of them mean that the round trip time jumps, as on mobile and overloaded links, or that the smallest timeout is set too low.',
    },
    TCPDSACKRecv: {
      unit: 'segments',
      title: 'D-SACKs received',
      help: 'Reports from peers that data arrived twice, so that a retransmission of ours was needless. Set against retransmissions it tells how many were.',
    },
    TCPDSACKOfoRecv: {
      unit: 'segments',
      title: 'D-SACKs received, out of order',
      help: 'Reports from peers that out-of-order data arrived twice.',
    },
    TCPDSACKRecvSegs: {
      unit: 'segments',
      title: 'Segments reported twice',
      help: 'Segments covered by the D-SACKs received: how many of ours reached a peer twice.',
    },
    TCPDSACKOldSent: {
      unit: 'segments',
      title: 'D-SACKs sent',
      help: 'Reports sent to peers that data arrived here a second time after it had been acknowledged.',
    },
    TCPDSACKOfoSent: {
      unit: 'segments',
      title: 'D-SACKs sent, out of order',
      help: 'Reports sent to peers that out-of-order data arrived here a second time.',
    },
    TCPDSACKIgnoredOld: {
      unit: 'segments',
      title: 'D-SACKs ignored, too old',
      help: 'D-SACKs about data from before the current repair, ignored.',
    },
    TCPDSACKIgnoredNoUndo: {
      unit: 'segments',
      title: 'D-SACKs ignored, nothing to undo',
      help: 'D-SACKs received while no repair was under way that they could undo, ignored.',
    },
    TCPDSACKIgnoredDubious: {
      unit: 'segments',
      title: 'D-SACKs ignored, not believable',
      help: 'D-SACKs that report more duplicates than were ever retransmitted, ignored.',
    },
    TCPSACKDiscard: {
      unit: 'segments',
      title: 'Invalid SACK blocks',
      help: 'Selective acknowledgements dropped because they name data that is not in flight. A broken peer or middlebox.',
    },
    TCPSACKReneging: {
      unit: 'events',
      trouble: true,
      title: 'Peers that took SACK back',
      help: 'Times a peer had reported data as received and later asked for it again: it ran out of memory and threw the data away.',
    },
    TCPSACKReorder: {
      unit: 'events',
      title: 'Reordering seen by SACK',
      help: 'Times selective acknowledgements showed that segments had merely been reordered. Multipath, bonding and Wi-Fi cause it; much of it slows connections down.',
    },
    TCPRenoReorder: {
      unit: 'events',
      title: 'Reordering seen by repeated ACKs',
      help: 'Times repeated ACKs on a connection without SACK turned out to be reordering.',
    },
    TCPTSReorder: {
      unit: 'events',
      title: 'Reordering seen by timestamps',
      help: 'Times the filling of a hole showed, by its timestamp, that the segment had been late and not lost.',
    },
    TCPSackShifted: {
      unit: 'events',
      title: 'SACKed data moved between buffers',
      help: 'Times the bookkeeping of selectively acknowledged data was moved into a neighbouring buffer. Internal.',
    },
    TCPSackMerged: {
      unit: 'events',
      title: 'SACKed buffers merged',
      help: 'Times two buffers of selectively acknowledged data became one. Internal.',
    },
    TCPSackShiftFallback: {
      unit: 'events',
      title: 'SACKed buffers that could not be merged',
      help: 'Times merging buffers of selectively acknowledged data was tried and not possible. Internal.',
    },
    TcpTimeoutRehash: {
      unit: 'events',
      trouble: true,
      title: 'Flows moved to another path after a timeout',
      help: 'Times a connection changed its flow hash after a timeout, in the hope of another path through the network. A rise points at a broken link among several.',
    },
    TcpDuplicateDataRehash: {
      unit: 'events',
      title: 'Flows moved to another path after duplicates',
      help: 'Times a connection changed its flow hash because the peer kept sending what had already been acknowledged.',
    },
    TCPPLBRehash: {
      unit: 'events',
      title: 'Flows moved by load balancing',
      help: 'Times protective load balancing (net.ipv4.tcp_plb_enabled) moved a connection off a congested path.',
    },
  },
);
