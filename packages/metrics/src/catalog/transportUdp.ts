import { type CounterText, listMetrics, tableMetrics } from '../define.ts';

/** The four UDP groups share their counters; only the words for the protocol differ. */
function udpTexts(protocol: string): Readonly<Record<string, CounterText>> {
  return {
    InDatagrams: {
      unit: 'datagrams',
      title: `${protocol} datagrams read`,
      help: `${protocol} datagrams handed to programs. The kernel counts one when a program reads it, not when it arrives, so datagrams waiting in a socket are not in it yet.`,
    },
    NoPorts: {
      unit: 'datagrams',
      title: `${protocol} datagrams for no one`,
      help: `${protocol} datagrams for a port on which nothing listens; each is answered with ICMP "port unreachable". A rise means a service is down, a client is misconfigured, or somebody scans.`,
    },
    InErrors: {
      unit: 'datagrams',
      trouble: true,
      title: `${protocol} datagrams lost on arrival`,
      help: `${protocol} datagrams that arrived and were dropped for any reason: full receive buffer, no memory, wrong checksum. Compare with the buffer, memory and checksum counters to learn which.`,
    },
    OutDatagrams: {
      unit: 'datagrams',
      title: `${protocol} datagrams sent`,
      help: `${protocol} datagrams that programs sent from this network namespace.`,
    },
    InCsumErrors: {
      unit: 'datagrams',
      trouble: true,
      title: `${protocol} datagrams with a wrong checksum`,
      help: `${protocol} datagrams dropped because the checksum did not match the content. Larger buffers do not help: packets are being damaged on the way or by faulty offload.`,
    },
    IgnoredMulti: {
      unit: 'datagrams',
      title: `${protocol} multicast ignored`,
      help: `Multicast or broadcast ${protocol} datagrams that reached this machine though no socket here wanted them. Normal on busy local networks; it only costs CPU time.`,
    },
    MemErrors: {
      unit: 'datagrams',
      trouble: true,
      fills: 'net.ipv4.udp_mem',
      title: `${protocol} datagrams lost to the memory pool`,
      help: `${protocol} datagrams dropped because all UDP sockets together had used up the pool that net.ipv4.udp_mem allows. A bigger buffer on one socket makes it worse; find the socket that hoards memory first.`,
      commands: ['grep ^UDP: /proc/net/sockstat'],
    },
  };
}

/** UDP-Lite over IPv6 has every counter but the one for ignored multicast. */
const { IgnoredMulti: _, ...UDP_LITE_6 } = udpTexts('UDP-Lite over IPv6');

export const TRANSPORT_UDP = [
  ...tableMetrics({ layer: 'transport', source: 'net/snmp', group: 'Udp' }, udpTexts('UDP')),
  ...tableMetrics({ layer: 'transport', source: 'net/snmp', group: 'UdpLite' }, udpTexts('UDP-Lite')),
  ...listMetrics({ layer: 'transport', prefix: 'Udp6' }, udpTexts('UDP over IPv6')),
  ...listMetrics({ layer: 'transport', prefix: 'UdpLite6' }, UDP_LITE_6),
] as const;
