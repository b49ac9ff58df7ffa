import type { DeviceSetting, Tunable } from './types.ts';

/** What kernel defaults are derived from. */
export interface Machine {
  readonly memTotalBytes: number;
  readonly pageSizeBytes: number;
  /** As uname prints it: `6.18.44-generic`. */
  readonly kernelRelease: string;
}

const GIB = 2 ** 30;
/** Of tcp_rmem; the most was 6 MiB before, which distributors may have raised in older kernels too. */
const RMEM_32_MIB: Release = [6, 17];

type Release = readonly [major: number, minor: number];

interface Derived {
  readonly text: string;
  /** Twice the memory from which on the most is reached: the kernel counts what was free when it started. */
  readonly fromBytes: number;
  readonly since?: Release;
}

/**
 * At its most: a 128th of free memory, capped.
 * https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git/tree/net/ipv4/tcp.c?h=v6.18 (tcp_init)
 */
const DERIVED: ReadonlyMap<string, Derived> = new Map([
  ['net.ipv4.tcp_wmem', { text: '4096 16384 4194304', fromBytes: GIB }],
  ['net.ipv4.tcp_rmem', { text: '4096 131072 33554432', fromBytes: 8 * GIB, since: RMEM_32_MIB }],
]);

function isSince(release: string, [major, minor]: Release): boolean {
  const [ofMajor = 0, ofMinor = 0] = release.split('.').map((part) => Number.parseInt(part, 10));
  return ofMajor > major || (ofMajor === major && ofMinor >= minor);
}

/** The kernel's default on a machine, as it prints it; undefined where it is derived and cannot be told for certain. */
export function defaultOn(
  { kernelDefault, name }: Pick<Tunable | DeviceSetting, 'name' | 'kernelDefault'>,
  machine: Machine | undefined,
): string | undefined {
  const derived = DERIVED.get(name);
  if (derived === undefined || machine === undefined) return kernelDefault;
  const { fromBytes, since, text } = derived;
  const { kernelRelease, memTotalBytes, pageSizeBytes } = machine;
  if (pageSizeBytes !== 4096 || memTotalBytes < fromBytes) return kernelDefault;
  return since === undefined || isSince(kernelRelease, since) ? text : kernelDefault;
}
