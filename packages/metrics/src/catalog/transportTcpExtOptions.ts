import { tableMetrics } from '../define.ts';

/** Counters of the TcpExt line about Fast Open, signatures, path MTU probing and slow start. */
export const TRANSPORT_TCP_EXT_OPTIONS = tableMetrics(
  { layer: 'transport', source: 'net/netstat', group: 'TcpExt' },
  {
    TCPFastOpenActive: {
      unit: 'connections',
      title: 'Fast Open connects',
      help: 'Outgoing connections whose SYN carried data that the server accepted, saving a round trip.',
    },
    TCPFastOpenActiveFail: {
      unit: 'connections',
      trouble: true,
      title: 'Fast Open connects refused',
      help: 'Outgoing connections whose SYN carried data that the server did not accept, so it was sent again. Middleboxes or servers without Fast Open.',
    },
    TCPFastOpenPassive: {
      unit: 'connections',
      title: 'Fast Open accepts',
      help: 'Incoming connections whose SYN carried a valid cookie and data that was accepted.',
    },
    TCPFastOpenPassiveFail: {
      unit: 'connections',
      trouble: true,
      title: 'Fast Open accepts failed',
      help: 'Incoming SYNs with data whose Fast Open cookie was wrong or could not be used.',
    },
    TCPFastOpenPassiveAltKey: {
      unit: 'connections',
      title: 'Fast Open accepts with the second key',
      help: 'Incoming Fast Open connections whose cookie matched the backup key: clients that still hold a cookie from before the key was changed.',
    },
    TCPFastOpenCookieReqd: {
      unit: 'segments',
      title: 'Fast Open cookies asked for',
      help: 'Incoming SYNs that asked for a Fast Open cookie.',
    },
    TCPFastOpenBlackhole: {
      unit: 'events',
      trouble: true,
      title: 'Fast Open switched off',
      help: 'Times Fast Open was suspended for outgoing connections because a middlebox seemed to swallow such SYNs.',
    },
    TCPMTUPSuccess: {
      unit: 'events',
      title: 'Larger packet sizes found',
      help: 'Probes of path MTU discovery that got through, so that larger segments are used.',
    },
    TCPMTUPFail: {
      unit: 'events',
      title: 'Larger packet sizes refused',
      help: 'Probes of path MTU discovery that were lost: packets of that size do not pass. See net.ipv4.tcp_mtu_probing.',
    },
    TCPHystartTrainDetect: {
      unit: 'events',
      title: 'Slow starts ended by an ACK train',
      help: 'Times cubic left slow start because the spacing of the acknowledgements showed that the path was full.',
    },
    TCPHystartTrainCwnd: {
      unit: 'segments',
      title: 'Windows when an ACK train ended slow start',
      help: 'Sum of the congestion windows at those moments. Divided by their number it gives the mean window reached.',
    },
    TCPHystartDelayDetect: {
      unit: 'events',
      title: 'Slow starts ended by delay',
      help: 'Times cubic left slow start because the round trip time rose. Connections that leave too early stay slow for a while.',
    },
    TCPHystartDelayCwnd: {
      unit: 'segments',
      title: 'Windows when delay ended slow start',
      help: 'Sum of the congestion windows at those moments. Divided by their number it gives the mean window reached.',
    },
    TCPMD5NotFound: {
      unit: 'segments',
      trouble: true,
      help: 'Segments dropped because they lacked the MD5 signature that is required from this peer (BGP sessions use them).',
    },
    TCPMD5Unexpected: {
      unit: 'segments',
      trouble: true,
      help: 'Segments dropped because they carried an MD5 signature though none is set up for this peer.',
    },
    TCPMD5Failure: {
      unit: 'segments',
      trouble: true,
      help: 'Segments dropped because their MD5 signature did not check: the two sides hold different keys.',
    },
    TCPAORequired: {
      unit: 'segments',
      trouble: true,
      help: 'Segments dropped because they lacked the TCP authentication option that is required from this peer.',
    },
    TCPAOBad: {
      unit: 'segments',
      trouble: true,
      help: 'Segments dropped because their TCP authentication option did not check.',
    },
    TCPAOKeyNotFound: {
      unit: 'segments',
      trouble: true,
      help: 'Segments dropped because they name an authentication key that is not set up here.',
    },
    TCPAOGood: {
      unit: 'segments',
      help: 'Segments whose TCP authentication option checked.',
    },
    TCPAODroppedIcmps: {
      unit: 'events',
      help: 'ICMP errors ignored because the connection is protected by the TCP authentication option.',
    },
  },
);
