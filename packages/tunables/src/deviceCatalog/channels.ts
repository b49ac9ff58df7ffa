import { integer } from '../shapes.ts';
import type { DeviceSetting } from '../types.ts';
import { entryWith } from './common.ts';

const channels = entryWith({
  shape: integer(0, 65_535),
  unit: 'queues',
  defaultDerivation: 'chosen by the driver, often one for each CPU',
  risk: 3,
  cost: 'Most drivers take the link down for one to five seconds, and each queue takes memory for its rings. Masks of queues that go away (RPS, XPS) are lost.',
  disruptive: true,
});

/** `ethtool -l` and `-L`: how many queues a card uses, each with an interrupt of its own. */
export const CHANNELS: readonly DeviceSetting[] = [
  channels({
    name: 'ethtool.channels.combined',
    title: 'Queues that receive and send',
    help: 'Packets are sorted into queues by connection, and each queue is worked on by one CPU. Fewer than CPUs leave CPUs without work from this card. Most cards have this kind alone.',
    interactsWith: ['sysfs.rps_cpus', 'sysfs.xps_cpus', 'ethtool.channels.rx', 'ethtool.channels.tx'],
  }),
  channels({
    name: 'ethtool.channels.rx',
    title: 'Queues that only receive',
    help: 'For devices that count receiving and sending apart, such as a veth pair. With combined ones the kernel wants at least one queue for each direction.',
    interactsWith: ['ethtool.channels.combined', 'sysfs.rps_cpus'],
  }),
  channels({
    name: 'ethtool.channels.tx',
    title: 'Queues that only send',
    help: 'For devices that count receiving and sending apart, such as a veth pair. With combined ones the kernel wants at least one queue for each direction.',
    interactsWith: ['ethtool.channels.combined', 'sysfs.xps_cpus'],
  }),
];
