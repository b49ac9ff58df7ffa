/** CPUs of one group of a mask. */
const GROUP_DIGITS = 8;
/** The most CPUs that a kernel is built for (CONFIG_NR_CPUS), and what no mask can be longer than. */
const MOST_CPUS = 8192;
/** The first group may be short, as the kernel prints it; the others are of eight digits. */
const MASK = /^[0-9a-f]{1,8}(,[0-9a-f]{8})*$/i;

/** A CPU mask as the kernel prints it, `00000000,0000000f`, to its bits; undefined for what is no mask. */
export function parseCpuMask(text: string): bigint | undefined {
  if (!MASK.test(text)) return undefined;
  const mask = BigInt(`0x${text.replaceAll(',', '')}`);
  return mask >> BigInt(MOST_CPUS) === 0n ? mask : undefined;
}

/**
 * As the kernel prints it: `f`, and on a machine for more than 32 CPUs groups of eight digits with commas. `cpus` is how many it has
 * room for; without it there are no more digits than needed.
 */
export function cpuMaskText(mask: bigint, cpus?: number): string {
  const digits = cpus === undefined ? 1 : Math.ceil(cpus / 4);
  const hex = mask.toString(16).padStart(digits, '0');
  const first = hex.length % GROUP_DIGITS;
  const rest = hex.slice(first).match(/.{8}/g) ?? [];
  return [...(first === 0 ? [] : [hex.slice(0, first)]), ...rest].join(',');
}

/** The number of the highest CPU in it, from 0; undefined for an empty one. */
export function highestCpu(mask: bigint): number | undefined {
  return mask === 0n ? undefined : mask.toString(2).length - 1;
}
