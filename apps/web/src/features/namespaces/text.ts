import type { NamespaceNaming } from '@netstrata/metrics';

const NAMINGS: Readonly<Record<NamespaceNaming, string>> = {
  host: 'the first process of the machine',
  named: 'named',
  container: 'container',
  pod: 'Kubernetes pod',
  unit: 'service with a network of its own',
  process: 'program',
  inode: 'not named yet',
};

export const NAMESPACES_TEXT = {
  title: 'Network namespaces',
  about:
    'Containers and some services have a network of their own: addresses, sockets, limits and counters that the host’s numbers do not contain.',
  aside: (found: number, read: number) => (read < found ? `${found}, the ${read} largest are read` : `${found}`),
  none: 'No other network namespace is in use on this host.',
  noneVisible: 'None can be seen.',
  searching: 'Still looking for more.',
  unreadable: (processes: number) =>
    processes === 1
      ? 'The namespace of one process cannot be seen.'
      : `The namespaces of ${processes} processes cannot be seen.`,
  others: (names: readonly string[], more: number) =>
    `Counted only: ${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`,
  naming: NAMINGS,
  processes: (count: number) => (count === 0 ? 'no process' : count === 1 ? 'one process' : `${count} processes`),
  lowest: (program: string, pid: number) => `${program} ${pid}`,
  states: {
    established: 'established',
    'syn-sent': 'connecting',
    'syn-recv': 'being opened',
    'new-syn-recv': 'being opened',
    'fin-wait-1': 'FIN-WAIT-1',
    'fin-wait-2': 'FIN-WAIT-2',
    'time-wait': 'TIME-WAIT',
    close: 'closed',
    'close-wait': 'CLOSE-WAIT',
    'last-ack': 'LAST-ACK',
    listen: 'listening',
    closing: 'CLOSING',
  },
  inUse: (protocol: string, count: number) => `${count} ${protocol}`,
  noSockets: 'none',
  total: (count: string) => `${count} so far`,
  queue: (waiting: number, backlog: number) => `${waiting} of ${backlog}`,
  received: (rate: string) => `↓ ${rate}`,
  sent: (rate: string) => `↑ ${rate}`,
  mtu: (bytes: number) => `MTU ${bytes}`,
  dropped: (count: string) => `${count} dropped`,
  columns: {
    name: ['Namespace', 'What it is called, and who lives in it'],
    sockets: ['Sockets', 'Sockets by protocol, and TCP sockets by state'],
    traffic: ['Traffic', 'Bytes a second that its devices received (↓) and sent (↑), loopback left out'],
    retrans: ['Sent again', 'TCP segments a second that it sent again'],
    overflows: [
      'Accept queue',
      'Connections a second that a full accept queue refused, and the listener whose queue is fullest now',
    ],
    udp: ['UDP drops', 'Datagrams a second that a full receive buffer dropped, and all of them so far'],
    devices: ['Devices', 'Its network devices; hover for bytes and drops'],
  },
} as const;
