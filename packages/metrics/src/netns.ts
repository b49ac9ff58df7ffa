import type { NamespaceCounters } from '@netstrata/kernel/types';

/** Another network namespace than the agent's own, as of one reading; undefined is what its kernel does not count. */
export interface NetnsRow extends Omit<NamespaceCounters, 'devices'> {
  /** What the agent calls it: a name of `ip netns`, a container, a unit, a program. */
  readonly netns: string;
  readonly processes: number;
}

/** The network namespaces of a host together, the agent's own aside. */
export interface NetnsSummaryRow {
  readonly found: number;
  readonly read: number;
  /** Processes whose namespace the agent may not see. */
  readonly unreadableProcesses: number;
}
