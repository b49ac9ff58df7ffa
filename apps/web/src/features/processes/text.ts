import { namedNumber, type ProcessesReport, type ProcessRow } from '@netstrata/metrics';

type WaitKind = keyof Required<ProcessRow['waits']['counts']>;

const WAITS: Readonly<Record<WaitKind, string>> = {
  epoll: 'epoll',
  io_uring: 'io_uring',
  poll: 'poll or select',
  accept: 'accept()',
  receive: 'reading a socket',
  send: 'writing a socket',
  connect: 'connect()',
  read: 'reading a file or pipe',
  write: 'writing a file or pipe',
  futex: 'lock',
  sleep: 'sleep',
  child: 'child',
  signal: 'signal',
  other: 'other',
  running: 'running',
  hidden: 'hidden',
};

export const PROCESSES_TEXT = {
  title: 'Processes',
  about:
    'Who holds the sockets of this host, what they move, and how near each process is to its limit of open files: at the limit it can accept no more connections.',
  aside: ({ processes, rows }: ProcessesReport) =>
    rows.length < processes ? `${rows.length} busiest of ${processes}` : `${processes}`,
  pid: (pid: number) => `pid ${pid}`,
  user: (uid: number, name: string | undefined) => (name === undefined ? `uid ${uid}` : namedNumber(uid, name)),
  container: ({ id, name, runtime }: NonNullable<ProcessRow['container']>) =>
    name === undefined ? `${runtime} ${id}` : `${runtime} ${name} (${id})`,
  pod: (pod: string) => `pod ${pod}`,
  columns: {
    process: ['Process', 'Name and number, user, and the systemd unit or container it belongs to'],
    sent: [
      'Sent',
      'TCP payload that was acknowledged, a second, also of connections that are closed by now. UDP sockets do not count their bytes',
    ],
    received: ['Received', 'TCP payload that arrived, a second, also of connections that are closed by now'],
    sockets: ['Sockets', 'Sockets of every family that it holds; the TCP and UDP ones by state'],
    files: ['Open files', 'Open files against its soft limit, RLIMIT_NOFILE'],
    listens: ['Listens', 'Addresses it waits at, with the connections waiting for accept() against the backlog'],
    threads: ['Threads', 'Threads of the process'],
    waits: ['Waits in', 'What its threads wait in at this moment'],
  },
  ofLimit: (used: string, limit: string) => `${used} of ${limit}`,
  more: (count: number) => `and ${count} more`,
  looked: (looked: number, threads: number) => `${looked} of ${threads} looked at`,
  threadsIn: (count: number, kind: string) => `${count} ${WAITS[kind as WaitKind]}`,
  hasDescriptors: (kind: string) => `has ${kind}`,
  udp: 'UDP',
  unowned: (sockets: number) =>
    sockets === 1
      ? '1 socket is of a process that is not known.'
      : `${sockets} sockets are of processes that are not known.`,
  unownedBytes: (rate: string) =>
    `${rate} are of sockets whose process is not known: most of them were opened and closed between two looks, or accepted at a port that several processes serve.`,
  lowerBound:
    'More connections were closed than the kernel could tell the agent of: rates are a lower bound until the next look.',
  atLeast: (rate: string) => `≥ ${rate}`,
  withoutProcess: (sockets: number) =>
    `${sockets} TCP sockets belong to no process: TIME-WAIT, closing, or waiting for accept().`,
  unreadable: (processes: number) =>
    `${processes === 1 ? 'The descriptors of 1 process are' : `The descriptors of ${processes} processes are`} hidden from the agent.`,
  hidepid: {
    invisible:
      '/proc is mounted with hidepid: processes of other users are not seen at all. CAP_SYS_PTRACE, or the group of the mount option gid=, shows them.',
    refused:
      '/proc is mounted with hidepid: of other users’ processes only the number is seen. CAP_SYS_PTRACE, or the group of the mount option gid=, shows them.',
  },
} as const;

export const GROUPS_TEXT = {
  title: 'Ports with several listeners',
  about:
    'Several sockets on one port (SO_REUSEPORT), or several processes at one socket. New connections are spread by a hash or by chance, whether or not a process keeps up.',
  columns: {
    port: ['Port', 'Address and port that all of them wait at'],
    sockets: ['Sockets', 'Listening sockets of the port'],
    queues: ['Accept queues', 'Connections waiting for accept() at each socket, fullest first, against the backlog'],
    served: [
      'Connections of each process',
      'Open connections of the port that each process holds; + those since the look before',
    ],
    uneven: [
      'Uneven',
      '0 % when each process holds as many connections, 100 % when one holds all; known from eight for each on',
    ],
  },
  server: (name: string, pid: number) => `${name} ${pid}`,
  accepted: (connections: number, accepted: number) => `${connections} (+${accepted})`,
  queues: (queues: string, backlog: string) => `${queues} of ${backlog}`,
  few: 'too few',
} as const;
