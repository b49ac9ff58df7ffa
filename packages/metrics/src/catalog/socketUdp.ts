import { type CounterText, listMetrics, tableMetrics } from '../define.ts';

/** The two UDP counters that are about a socket's buffers; the rest of the group belongs to transport. */
function bufferTexts(protocol: string): Readonly<Record<string, CounterText>> {
  return {
    RcvbufErrors: {
      unit: 'datagrams',
      trouble: true,
      fills: 'net.core.rmem_max',
      title: `${protocol} receive buffer full`,
      help: `${protocol} datagrams dropped because the receiving socket's buffer was full. A short burst wants a larger SO_RCVBUF (up to net.core.rmem_max) or net.core.rmem_default; a buffer that stays full means the program reads too slowly, and a larger one would only add delay.`,
      commands: ['ss -uanm'],
    },
    SndbufErrors: {
      unit: 'datagrams',
      trouble: true,
      fills: 'net.core.wmem_max',
      title: `${protocol} send buffer full`,
      help: `${protocol} datagrams that could not be sent because the socket's send buffer was full or the queue of the network device refused them. Look at the qdisc and the link first; then at SO_SNDBUF and net.core.wmem_default.`,
      commands: ['ss -uanm', 'tc -s qdisc show'],
    },
  };
}

export const SOCKET_UDP = [
  ...tableMetrics({ layer: 'socket', source: 'net/snmp', group: 'Udp' }, bufferTexts('UDP')),
  ...tableMetrics({ layer: 'socket', source: 'net/snmp', group: 'UdpLite' }, bufferTexts('UDP-Lite')),
  ...listMetrics({ layer: 'socket', prefix: 'Udp6' }, bufferTexts('UDP over IPv6')),
  ...listMetrics({ layer: 'socket', prefix: 'UdpLite6' }, bufferTexts('UDP-Lite over IPv6')),
] as const;
