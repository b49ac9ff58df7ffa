import { integer } from '../shapes.ts';
import type { DeviceSetting } from '../types.ts';
import { entryWith } from './common.ts';

const ring = entryWith({
  /** No card has more; each has its own largest, which the driver tells. */
  shape: integer(1, 1_048_576),
  unit: 'descriptors',
  defaultDerivation: 'chosen by the driver, often 256 to 1024',
  risk: 3,
  cost: 'Most drivers take the link down for one to five seconds. A larger ring holds more packets than the caches of a CPU, and each of them waits longer.',
  disruptive: true,
});

/** `ethtool -g` and `-G`: places for packets between a card and the CPUs. */
export const RINGS: readonly DeviceSetting[] = [
  ring({
    name: 'ethtool.rings.rx',
    title: 'Receive ring',
    help: 'How many packets may wait in memory until a CPU takes them. While no place is free the card throws packets away (rx_missed_errors). Some drivers round it or take powers of two only.',
    interactsWith: ['net.core.netdev_budget', 'net.core.netdev_budget_usecs', 'ethtool.coalesce.rx-usecs'],
  }),
  ring({
    name: 'ethtool.rings.rx-mini',
    title: 'Receive ring for small packets',
    help: 'A ring of its own for small packets, which a few old cards have. The others do not offer it.',
    interactsWith: ['ethtool.rings.rx'],
  }),
  ring({
    name: 'ethtool.rings.rx-jumbo',
    title: 'Receive ring for jumbo frames',
    help: 'A ring of its own for jumbo frames or for their parts, which few cards have. The others do not offer it.',
    interactsWith: ['ethtool.rings.rx'],
  }),
  ring({
    name: 'ethtool.rings.tx',
    title: 'Send ring',
    help: 'How many packets may wait in memory until the card has sent them. Byte queue limits keep it from filling, so that a larger one seldom helps; behind a full one packets wait in the queueing discipline.',
    interactsWith: ['sysfs.tx_queue_len', 'net.core.default_qdisc'],
  }),
];
