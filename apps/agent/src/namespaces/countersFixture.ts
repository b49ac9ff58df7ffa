import type { NamespaceCounters } from '@netstrata/kernel/types';

/** For tests: what a network namespace has counted by one moment. */
export const COUNTERS: NamespaceCounters = {
  sockets: 5,
  tcpInuse: 3,
  timeWait: 1,
  udpInuse: 1,
  outSegs: 100,
  retransSegs: 2,
  listenOverflows: 0,
  listenDrops: 0,
  udpRcvbufErrors: undefined,
  rxBytes: 1000,
  txBytes: 2000,
  devices: [],
};
