import { rowMetrics, tableMetrics } from '../define.ts';

const SNMP_LINE = 'grep ^Tcp: /proc/net/snmp';

/** The Tcp line of /proc/net/snmp: RFC 4022's counters, per network namespace. */
export const TRANSPORT_TCP = tableMetrics(
  { layer: 'transport', source: 'net/snmp', group: 'Tcp' },
  {
    RtoAlgorithm: {
      kind: 'gauge',
      command: SNMP_LINE,
      unit: 'count',
      title: 'Retransmission timer algorithm',
      help: 'Which rule sets the retransmission timeout. Linux always prints 1 ("other"), so it never changes.',
    },
    RtoMin: {
      kind: 'gauge',
      command: SNMP_LINE,
      unit: 'milliseconds',
      title: 'Shortest retransmission timeout',
      help: 'The lower bound the kernel reports for the retransmission timeout. A constant of the build; the bound in force is net.ipv4.tcp_rto_min_us.',
    },
    RtoMax: {
      kind: 'gauge',
      command: SNMP_LINE,
      unit: 'milliseconds',
      title: 'Longest retransmission timeout',
      help: 'The upper bound the kernel reports for the retransmission timeout. A constant of the build.',
    },
    MaxConn: {
      kind: 'gauge',
      command: SNMP_LINE,
      unit: 'count',
      title: 'Connection limit',
      help: 'How many connections TCP would allow. Linux prints -1: no fixed limit.',
    },
    ActiveOpens: {
      unit: 'connections',
      title: 'Connections opened from here',
      help: 'Connections this machine began: each connect() that sent a SYN. High figures mean many short outgoing connections, which cost a handshake each and leave ports in TIME-WAIT; pooling or keep-alive lowers them.',
      commands: ['ss -tan state syn-sent'],
    },
    PassiveOpens: {
      unit: 'connections',
      title: 'Connections accepted from outside',
      help: 'Connections that others began and that completed the SYN part of the handshake here. It is the arrival rate a listening program must keep up with.',
      commands: ['ss -tan state syn-recv'],
    },
    AttemptFails: {
      unit: 'connections',
      trouble: true,
      title: 'Handshakes that failed',
      help: 'Connections that died before they were established: refused, reset or timed out while in SYN-SENT or SYN-RECEIVED. A rise means that something is being called that does not answer, or that clients give up during the handshake.',
    },
    EstabResets: {
      unit: 'connections',
      trouble: true,
      title: 'Established connections reset',
      help: 'Connections that went from established or close-wait straight to closed, by a reset from either side or by an abort. Some programs close this way on purpose; a sudden rise usually means crashing peers, overload or a middlebox that forgot the connection.',
    },
    CurrEstab: {
      kind: 'gauge',
      command: SNMP_LINE,
      unit: 'connections',
      title: 'Connections established now',
      help: 'TCP connections in ESTABLISHED or CLOSE-WAIT at this moment in this network namespace.',
      commands: ['ss -s', 'ss -tan state established state close-wait'],
    },
    InSegs: {
      unit: 'segments',
      title: 'Segments received',
      help: 'TCP segments that arrived, good and bad. Segments that the network card or GRO merged into one count once, so on fast links the figure is lower than what was on the wire.',
    },
    OutSegs: {
      unit: 'segments',
      title: 'Segments sent',
      help: 'TCP segments sent, without those that only repeat old data. One large write cut up by the network card counts as the segments it becomes. It is the base to judge retransmissions against.',
    },
    RetransSegs: {
      unit: 'segments',
      trouble: true,
      title: 'Segments retransmitted',
      help: 'Segments sent again because no acknowledgement came in time or the receiver reported a hole. Set against segments sent: below 0.5 % is normal on the internet, above 1 % hurts throughput, above 3 % is bad. Look for drops on the path, in the qdisc or at the network card before changing any TCP option.',
      commands: ['ss -tin'],
    },
    InErrs: {
      unit: 'segments',
      trouble: true,
      title: 'Broken segments received',
      help: 'Segments thrown away because they were malformed or their checksum was wrong. A rise points at damaged packets on the path or at broken hardware offload.',
    },
    OutRsts: {
      unit: 'segments',
      title: 'Resets sent',
      help: 'Segments sent with the RST flag. They answer calls to closed ports, data for connections that no longer exist, and programs that close with unread data. A rise together with failed handshakes on the other side means a service is not listening.',
    },
    InCsumErrors: {
      unit: 'segments',
      trouble: true,
      title: 'Segments with a wrong checksum',
      help: 'Received segments whose TCP checksum did not match their content. Anything but a trickle means corrupted packets: a bad cable, memory, or a driver that computes checksums wrongly.',
    },
  },
);

/** What all TCP connections of one dump say together about the path and the peers. */
export const TRANSPORT_TCP_SOCKETS = rowMetrics(
  { layer: 'transport', source: 'sock_diag/summary', subject: 'tcp' },
  {
    busySockets: {
      field: 'busySockets',
      kernelName: 'tcpi_busy_time',
      kind: 'gauge',
      unit: 'sockets',
      title: 'Connections busy sending',
      help: 'TCP connections that had data waiting to be sent or acknowledged during the last dump interval. The shares limited by receiver and by send buffer are taken over these.',
      commands: ['ss -tin'],
    },
    rttMedianUs: {
      field: 'rttMedianUs',
      kernelName: 'tcpi_rtt',
      kind: 'gauge',
      unit: 'microseconds',
      title: 'Round trip time, median',
      help: 'The middle value of the smoothed round trip time of all established TCP connections. When it climbs with traffic while the paths stay the same, packets are waiting in a queue somewhere.',
      commands: ['ss -tin state established'],
    },
    rttP95Us: {
      field: 'rttP95Us',
      kernelName: 'tcpi_rtt',
      kind: 'gauge',
      unit: 'microseconds',
      title: 'Round trip time, 95th percentile',
      help: 'Nineteen of twenty established TCP connections have a smoothed round trip time below this. Far above the median it means that a part of the clients sits behind a slow or crowded path.',
      commands: ['ss -tin state established'],
    },
  },
);
