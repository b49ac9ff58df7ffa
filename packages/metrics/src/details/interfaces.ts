import type { InterfaceFeature, InterfaceProblem, InterfaceRow } from '@netstrata/kernel/types';

/** One network interface with its settings. What its driver does not support is left out. */
export interface InterfaceDetails extends Omit<InterfaceRow, 'features'> {
  /** Offloads that are on, or could be. */
  readonly features?: readonly InterfaceFeature[] | undefined;
  /** How many more this kernel knows and the device does not have. */
  readonly unavailableFeatures: number;
}

/** Sources: NETLINK_GENERIC ethtool, SIOCETHTOOL, /sys/class/net. */
export interface InterfacesReport {
  readonly timeMs: number;
  /** How many there are. */
  readonly count: number;
  /** Those with hardware behind them first, at most 64. */
  readonly interfaces: readonly InterfaceDetails[];
  /** What could not be read at all, and why. */
  readonly problems: readonly InterfaceProblem[];
}

export const INTERFACES_MOST = {
  interfaces: 64,
  features: 128,
  coalesce: 64,
  queues: 64,
  modes: 256,
  privateFlags: 64,
  problems: 32,
} as const;
