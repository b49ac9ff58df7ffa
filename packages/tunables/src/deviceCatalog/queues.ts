import { integer } from '../shapes.ts';
import type { DeviceSetting } from '../types.ts';
import { entryWith } from './common.ts';

const plain = { risk: 1, disruptive: false } as const;
const cpus = entryWith({
  ...plain,
  shape: { kind: 'cpus' },
  unit: 'CPUs',
  defaultDerivation: 'no CPU: the kernel starts with it off',
  risk: 2,
  cost: 'CPUs wake each other with interrupts of their own; at low rates that costs more than it wins.',
});

/** /sys/class/net/DEV and the queues below it. */
export const QUEUES: readonly DeviceSetting[] = [
  entryWith({
    ...plain,
    shape: integer(0, 1_000_000),
    unit: 'packets',
    defaultDerivation: 'chosen by the driver: 1000 for cards, 500 for TUN and TAP',
    cost: 'Packets wait longer in a longer queue.',
  })({
    name: 'sysfs.tx_queue_len',
    title: 'Length of the send queue (txqueuelen)',
    help: 'How many packets may wait before the device. Simple queueing disciplines (pfifo, pfifo_fast) take it as their limit; fq and fq_codel have limits of their own. Behind a TUN or TAP device it is what waits for the program that reads it.',
    interactsWith: ['net.core.default_qdisc', 'ethtool.rings.tx'],
  }),
  cpus({
    name: 'sysfs.rps_cpus',
    title: 'CPUs that help to receive (RPS)',
    help: 'A mask, hexadecimal, a bit for each CPU: to which of them the CPU that takes packets from this queue may hand them, by connection. For cards with fewer queues than CPUs. 0 is off.',
    perQueue: 'rx',
    interactsWith: ['sysfs.rps_flow_cnt', 'net.core.rps_sock_flow_entries', 'ethtool.channels.combined'],
  }),
  entryWith({
    ...plain,
    shape: { kind: 'integer', min: 0, max: 1_048_576, powerOfTwo: true },
    unit: 'flows',
    defaultDerivation: undefined,
    cost: '16 bytes for each, and interrupts between CPUs.',
  })({
    name: 'sysfs.rps_flow_cnt',
    title: 'Flows of a queue steered to the reader’s CPU (RFS)',
    help: 'The share of this queue in net.core.rps_sock_flow_entries: that number divided by the number of receive queues. Without both, packets are not steered to the CPU of the program that reads them. 0 is off.',
    kernelDefault: '0',
    perQueue: 'rx',
    interactsWith: ['net.core.rps_sock_flow_entries', 'sysfs.rps_cpus'],
  }),
  cpus({
    name: 'sysfs.xps_cpus',
    title: 'CPUs that send by this queue (XPS)',
    help: 'A mask, hexadecimal, a bit for each CPU: which of them send by this queue, so that CPUs do not wait for each other’s queue. Devices with one queue have none. 0 is off.',
    defaultDerivation: 'set by the driver, often one CPU for each queue',
    cost: 'A wrong mask makes CPUs share a queue, and wait for each other.',
    perQueue: 'tx',
    interactsWith: ['ethtool.channels.combined'],
  }),
];
