import { rowMetrics } from '../define.ts';

/** Sockets that are neither TCP nor UDP nor Unix: few on any host, and listed every half minute, every five seconds while watched. */
export const SOCKET_OTHERS = rowMetrics(
  { layer: 'socket', source: 'sock_diag/others', subject: 'other', labels: ['protocol'] },
  {
    sockets: {
      field: 'sockets',
      kernelName: 'raw_diag, mptcp_diag, packet_diag',
      kind: 'gauge',
      unit: 'sockets',
      title: 'Raw, MPTCP and packet sockets',
      help: 'Sockets of each of these kinds in this network namespace. Raw sockets are those of ping and routing daemons, packet sockets those of capture programs and DHCP clients: each packet socket costs work for every packet it takes.',
      commands: ['ss -waO', 'ss -MaO', 'ss -0aO'],
    },
    rmemAllocBytes: {
      field: 'rmemAllocBytes',
      kernelName: 'SK_MEMINFO_RMEM_ALLOC',
      kind: 'gauge',
      unit: 'bytes',
      title: 'Receive memory of raw, MPTCP and packet sockets',
      help: 'Memory of packets and data that their programs have not read yet, overhead included. A rise means that a program does not keep up; what does not fit its buffer is dropped.',
      commands: ['ss -waOm', 'ss -MaOm', 'ss -0aOm'],
    },
    drops: {
      field: 'drops',
      kernelName: 'SK_MEMINFO_DROPS',
      kind: 'gauge',
      unit: 'packets',
      title: 'Drops of raw, MPTCP and packet sockets',
      help: 'Packets that the sockets open now have dropped since they were made, mostly because their receive buffer was full: a capture with drops has gaps. It shrinks when a socket closes. Losses of a ring that is shared with the program are not counted here.',
      commands: ['ss -waOm', 'ss -0aOm'],
    },
  },
);
