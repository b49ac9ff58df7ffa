import type { OtherSocketRow, SocketLimit, SocketRow } from '@netstrata/metrics';
import type { SocketTab } from '../address/address.ts';

type SocketState = SocketRow['state'];

export const SOCKETS_TEXT = {
  title: 'Sockets',
  tabs: {
    fullest: 'Fullest',
    listeners: 'Listeners',
    udp: 'UDP',
    senders: 'Senders',
    others: 'Other kinds',
  } satisfies Record<SocketTab, string>,
  kinds: { tcp: 'TCP', udp: 'UDP', raw: 'raw', mptcp: 'MPTCP', unix: 'Unix', packet: 'packet' } satisfies Record<
    SocketRow['protocol'] | OtherSocketRow['protocol'],
    string
  >,
  unnamed: (type: string) => `${type} without a name`,
  tabsLabel: 'Which sockets',
  find: 'Find sockets',
  findLike: 'port:443 process:nginx netns:blue',
  about: {
    fullest: 'Sockets whose receive or send buffer, or accept queue, is nearest to its limit.',
    listeners: 'Listening sockets, the fullest accept queue first.',
    udp: 'UDP sockets that hold unread data or have dropped datagrams.',
    senders: 'TCP sockets that sent most since the last look.',
    others: 'Raw, packet and MPTCP sockets, and the Unix sockets that hold most.',
  } satisfies Record<SocketTab, string>,
  empty: {
    fullest: 'No socket holds anything in its buffers.',
    listeners: 'No program listens for TCP connections.',
    udp: 'No UDP socket holds unread data, and none has dropped a datagram.',
    senders: 'No TCP socket has sent anything since the last look.',
    others: 'No raw, packet or MPTCP socket is open, and no Unix socket holds anything.',
  } satisfies Record<SocketTab, string>,
  total: (total: string, age: string) => `${total} in all, seen ${age} ago`,
  waiting: 'The first list of sockets is on its way.',
  showAll: (count: number) => `Show all ${count}`,
  showIdle: (count: number) => (count === 1 ? 'Show 1 that holds nothing' : `Show ${count} that hold nothing`),
  showFewer: 'Show fewer',
  open: (name: string) => `Everything about ${name}`,
  to: (near: string, far: string) => `${near} to ${far}`,
  noProcess: 'no process',
  pid: (pid: number) => `pid ${pid}`,
  uid: (uid: number) => `uid ${uid}`,
  cgroup: (id: string) => `cgroup ${id}`,
  onDevice: (device: string) => `on ${device}`,
  noProcessWhy: 'The owner is known only to the kernel, or this agent may not look into its process.',
  ofLimit: (used: string, limit: string) => `${used} of ${limit}`,
  remote: 'remote',
  sends: (rate: string) => `sends ${rate}`,
  receives: (rate: string) => `receives ${rate}`,
  columns: {
    process: ['Process', 'Program and process id that own the socket'],
    owner: [
      'User and group',
      'User who made the socket, and the control group that it was made in, each with its number',
    ],
    ends: ['Local → remote', 'Address and port on this machine, and under it those of the other side'],
    state: ['State', 'TCP state; UDP sockets have none of their own'],
    recvQ: [
      'Recv-Q',
      'Bytes that arrived and the program has not read; for a listener, connections that wait for accept()',
    ],
    sendQ: ['Send-Q', 'Bytes sent or queued that the other side has not acknowledged; for a listener, its backlog'],
    accept: [
      'Accept queue',
      'Connections that wait for accept(), against the backlog the program asked for (at most net.core.somaxconn)',
    ],
    receive: ['Receive memory', 'Kernel memory of received data against the limit of this socket (skmem r and rb)'],
    send: ['Send memory', 'Kernel memory of data to be sent against the limit of this socket (skmem w and tb)'],
    drops: ['Drops', 'Packets that this socket has thrown away since it was made'],
    rtt: ['RTT', 'Smoothed round-trip time to the other side'],
    cwnd: ['cwnd', 'Congestion window: segments that may be under way at once'],
    rate: ['Rate', 'Bytes a second since the last look, sending and receiving'],
    limit: ['What limits it', 'The most likely reason why this socket is not faster'],
  },
  limits: {
    application: 'its program: nothing to send',
    receiver: 'the peer: its window is full',
    'send-buffer': 'its send buffer (tcp_wmem)',
    network: 'the network: cwnd',
    reader: 'its program reads too slowly',
    accept: 'its program accepts too slowly',
    none: 'nothing',
    unknown: 'known after the next look',
  } satisfies Record<SocketLimit, string>,
  /** Instead of "nothing", where the state itself says what the socket is about. */
  states: {
    'syn-sent': 'waits for the peer to answer',
    'syn-recv': 'handshake under way',
    'new-syn-recv': 'handshake under way',
    'fin-wait-1': 'closing: waits for the peer',
    'fin-wait-2': 'closed here, not yet by the peer',
    'time-wait': 'closed: kept 60 s for late packets',
    close: 'closed',
    'close-wait': 'the peer has closed, its program not yet',
    'last-ack': 'closing: waits for the last answer',
    closing: 'closing: waits for the peer',
    listen: 'nothing waits',
  } satisfies Record<Exclude<SocketState, 'established'>, string>,
  udpIdle: 'nothing: its program keeps up',
} as const;

export type ColumnId = keyof typeof SOCKETS_TEXT.columns;
