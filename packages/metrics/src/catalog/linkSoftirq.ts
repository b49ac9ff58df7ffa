import { rowMetrics } from '../define.ts';

/** /proc/stat, the lines of the CPUs. */
export const LINK_STAT_CPU = rowMetrics(
  { layer: 'link', source: 'stat/cpu', subject: 'statCpu', labels: ['cpu'] },
  {
    softirqSeconds: {
      field: 'softirqSeconds',
      kernelName: 'softirq',
      unit: 'seconds',
      title: 'CPU time in softirq, each CPU',
      help: 'Seconds this CPU spent in softirq, most of it receiving packets on a network server. Near a whole second a second it can take up no more packets, however idle the other CPUs are: spread the work with more queues (ethtool -L) or receive packet steering (rps_cpus).',
      commands: ["grep '^cpu[0-9]' /proc/stat", 'mpstat -P ALL 1 1'],
    },
  },
);

/** /proc/softirqs: how often each CPU ran the network's two handlers. */
export const LINK_SOFTIRQS = rowMetrics(
  { layer: 'link', source: 'softirqs', subject: 'softirqs', labels: ['cpu'] },
  {
    netRx: {
      field: 'netRx',
      kernelName: 'NET_RX',
      unit: 'events',
      title: 'Receive softirqs',
      help: 'Times this CPU ran the handler that takes packets out of network queues; one run may take many. One CPU far above the others means that receive work is not spread. Packets divided by runs tell how well they are batched. It counts the whole machine, also inside a container; a CPU that was never online has no series.',
      commands: ['grep -E "CPU|NET_RX" /proc/softirqs'],
    },
    netTx: {
      field: 'netTx',
      kernelName: 'NET_TX',
      unit: 'events',
      title: 'Send softirqs',
      help: 'Times this CPU ran the handler that frees sent packets and goes on with a queue that had to wait. Most packets are sent without it: a high rate means that queues stop and start again, because the device or its ring is busy.',
      commands: ['grep -E "CPU|NET_TX" /proc/softirqs'],
    },
  },
);

/** /proc/interrupts, the lines of network devices. */
export const LINK_INTERRUPTS = rowMetrics(
  { layer: 'link', source: 'interrupts', subject: 'interrupts', labels: ['device', 'queue', 'irq', 'cpu'] },
  {
    count: {
      field: 'count',
      kernelName: 'interrupts',
      unit: 'events',
      title: 'Interrupts of network queues',
      help: 'Times a queue of this device interrupted this CPU; the queue has the name that its driver gave it. A CPU that it never interrupted has no series. All queues on one CPU leave the others idle: irqbalance or smp_affinity spreads them. Over 50,000 a second of one queue cost much CPU: coalescing (ethtool -C) makes them fewer. Under load the kernel polls instead, so few interrupts with many packets are good. Read every fifth second only, because the file is large on large machines. Lines shared with other devices, and those whose device cannot be told, are left out.',
      commands: ['cat /proc/interrupts', 'grep . /proc/irq/*/effective_affinity_list'],
    },
  },
);
