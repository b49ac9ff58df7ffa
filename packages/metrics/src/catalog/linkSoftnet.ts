import { rowMetrics } from '../define.ts';

const TABLE = 'cat /proc/net/softnet_stat';

/** /proc/net/softnet_stat, one row a CPU: what happens between the network card and the protocols. */
export const LINK_SOFTNET = rowMetrics(
  { layer: 'link', source: 'net/softnet_stat', subject: 'softnet', labels: ['cpu'] },
  {
    processed: {
      field: 'processed',
      kernelName: 'processed',
      unit: 'packets',
      title: 'Packets processed',
      help: 'Packets this CPU took out of network queues in softirq. One CPU far above the others means that receive work is not spread: one queue, or no RPS.',
      commands: [TABLE],
    },
    dropped: {
      field: 'dropped',
      kernelName: 'dropped',
      unit: 'packets',
      trouble: true,
      fills: 'net.core.netdev_max_backlog',
      title: 'Softirq backlog drops',
      help: 'Packets dropped because this CPU’s backlog already held net.core.netdev_max_backlog packets. Loopback, virtual devices and RPS use the backlog. The CPU is too busy, or a burst was longer than the queue.',
      commands: [TABLE],
    },
    timeSqueeze: {
      field: 'timeSqueeze',
      kernelName: 'time_squeeze',
      unit: 'events',
      trouble: true,
      fills: 'net.core.netdev_budget',
      title: 'Softirq ran out of budget',
      help: 'Times this CPU stopped receiving with work left, because net.core.netdev_budget packets or net.core.netdev_budget_usecs were used up. A few under load are normal; a steady rise together with drops is not.',
      commands: [TABLE],
    },
    receivedRps: {
      field: 'receivedRps',
      kernelName: 'received_rps',
      unit: 'events',
      title: 'Wake-ups by RPS',
      help: 'Times another CPU woke this one to process packets, because receive packet steering is on.',
      commands: [TABLE],
    },
    flowLimitCount: {
      field: 'flowLimitCount',
      kernelName: 'flow_limit_count',
      unit: 'packets',
      title: 'Packets of a big flow dropped',
      help: 'Packets dropped from the one flow that filled the backlog, to keep room for the others (net.core.flow_limit_cpu_bitmap).',
      trouble: true,
      commands: [TABLE],
    },
    backlogLen: {
      field: 'backlogLen',
      kernelName: 'softnet_backlog_len',
      kind: 'gauge',
      unit: 'packets',
      fills: 'net.core.netdev_max_backlog',
      title: 'Softirq backlog',
      help: 'Packets waiting at this moment in this CPU’s backlog, in both its queues. At net.core.netdev_max_backlog it drops.',
      commands: [TABLE],
    },
    inputQueueLen: {
      field: 'inputQueueLen',
      kernelName: 'input_pkt_queue',
      kind: 'gauge',
      unit: 'packets',
      fills: 'net.core.netdev_max_backlog',
      title: 'Backlog, input queue',
      help: 'Packets in the part of the backlog to which other CPUs and virtual devices add.',
      commands: [TABLE],
    },
    processQueueLen: {
      field: 'processQueueLen',
      kernelName: 'process_queue',
      kind: 'gauge',
      unit: 'packets',
      title: 'Backlog, processing queue',
      help: 'Packets in the part of the backlog that this CPU is working through.',
      commands: [TABLE],
    },
  },
);

/** The one figure of /proc/stat that is the kernel's own network work more than anything else. */
export const LINK_STAT = rowMetrics(
  { layer: 'link', source: 'stat', subject: 'stat' },
  {
    softirqSeconds: {
      field: 'softirqSeconds',
      kernelName: 'softirq',
      unit: 'seconds',
      title: 'CPU time in softirq',
      help: 'Seconds all CPUs together spent in softirq, most of it receiving packets on a network server. A whole second a second means that one CPU does nothing else.',
      commands: ['head -1 /proc/stat', 'cat /proc/softirqs'],
    },
  },
);
