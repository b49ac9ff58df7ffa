import { integer } from '../shapes.ts';
import type { DeviceSetting } from '../types.ts';
import { entryWith, SWITCH } from './common.ts';

/** A second: beyond any use. */
const MOST_MICROSECONDS = 1_000_000;
const common = {
  defaultDerivation: 'chosen by the driver',
  risk: 2,
  cost: 'Fewer interrupts make packets wait; more of them take CPU time.',
  disruptive: false,
} as const;
const time = entryWith({ ...common, shape: integer(0, MOST_MICROSECONDS), unit: 'microseconds' });
const frames = entryWith({ ...common, shape: integer(0, 65_535), unit: 'packets' });
const adaptive = entryWith({
  ...common,
  shape: SWITCH,
  unit: 'switch',
  cost: 'Latency follows the load and is harder to foretell.',
});

/** `ethtool -c` and `-C`: how long a card collects packets before it interrupts a CPU. */
export const COALESCING: readonly DeviceSetting[] = [
  time({
    name: 'ethtool.coalesce.rx-usecs',
    title: 'Wait before a receive interrupt',
    help: 'How long the card may wait after a packet came before it interrupts a CPU. 0 interrupts for each packet, 50 to 100 suits much traffic. It is added to the latency of what comes alone.',
    interactsWith: ['ethtool.coalesce.rx-frames', 'ethtool.coalesce.adaptive-rx', 'ethtool.rings.rx'],
  }),
  frames({
    name: 'ethtool.coalesce.rx-frames',
    title: 'Packets before a receive interrupt',
    help: 'After how many packets the card interrupts a CPU, if its time has not run out before. 0 counts none.',
    interactsWith: ['ethtool.coalesce.rx-usecs', 'ethtool.coalesce.adaptive-rx'],
  }),
  time({
    name: 'ethtool.coalesce.tx-usecs',
    title: 'Wait before a send interrupt',
    help: 'How long the card may wait after it sent a packet before it says so. Sent packets are held in memory until then, and count towards the send buffer of their socket.',
    interactsWith: ['ethtool.coalesce.tx-frames', 'ethtool.coalesce.adaptive-tx'],
  }),
  frames({
    name: 'ethtool.coalesce.tx-frames',
    title: 'Packets before a send interrupt',
    help: 'After how many sent packets the card says so, if its time has not run out before. 0 counts none.',
    interactsWith: ['ethtool.coalesce.tx-usecs', 'ethtool.coalesce.adaptive-tx'],
  }),
  adaptive({
    name: 'ethtool.coalesce.adaptive-rx',
    title: 'Receive interrupts by load',
    help: 'The driver chooses how long to wait, short at low rates and long at high ones. While it is on, the fixed times are not in force.',
    interactsWith: ['ethtool.coalesce.rx-usecs', 'ethtool.coalesce.rx-frames'],
  }),
  adaptive({
    name: 'ethtool.coalesce.adaptive-tx',
    title: 'Send interrupts by load',
    help: 'The driver chooses how long to wait, short at low rates and long at high ones. While it is on, the fixed times are not in force.',
    interactsWith: ['ethtool.coalesce.tx-usecs', 'ethtool.coalesce.tx-frames'],
  }),
];
