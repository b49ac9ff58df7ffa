import type { TunableValues } from '../types.ts';

/** Something that sets a sysctl when the machine starts. */
export interface SysctlSetter {
  /** A file of sysctls, or a profile of tuned, which sets it when tuned starts. */
  readonly kind: 'file' | 'tuned';
  /** The path of the file, the name of the profile. */
  readonly from: string;
  readonly value: string;
}

/** What is known of a sysctl, in the agent's own network namespace. */
export interface SysctlRow {
  readonly name: string;
  /** As the kernel prints it now; undefined where it cannot be read, and `unreadable` says why. */
  readonly value?: string | undefined;
  readonly unreadable?: string | undefined;
  /** What it was when this agent began to watch; undefined where it could not be read then. */
  readonly atStart?: string | undefined;
  /** In the order in which they are read: the last one counts. Empty where nothing sets it. */
  readonly setters: readonly SysctlSetter[];
}

/** The sysctls of another network namespace, those that each namespace has one of. */
export interface NamespaceSysctls {
  readonly inode: number;
  readonly name: string;
  /** What leads into it, for nsenter: a process, or a file that it is mounted on. */
  readonly way: string;
  /** Those that it has; empty where it cannot be read. */
  readonly values: TunableValues;
  /** Why it cannot be. */
  readonly reason?: string | undefined;
}

/** Sources: /etc/sysctl.d and its like, /etc/sysctl.conf, the profiles of tuned, /proc/sys of each namespace. */
export interface SysctlsReport {
  readonly timeMs: number;
  /** When this agent began to watch, on the host's clock. */
  readonly startedMs: number;
  /** When the machine was started, on the same clock. */
  readonly bootMs: number;
  readonly rows: readonly SysctlRow[];
  /** The largest ones beside the agent's own, at most 16. */
  readonly namespaces: readonly NamespaceSysctls[];
}

export const SYSCTLS_MOST = { rows: 500, setters: 16, namespaces: 16 } as const;
