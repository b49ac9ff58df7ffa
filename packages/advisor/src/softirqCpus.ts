import { ID, type SampleWindow } from '@netstrata/metrics';
import { cpuMaskText } from '@netstrata/tunables';

export interface CpuShare {
  readonly cpu: string;
  /** Of its time, spent in softirq. */
  readonly share: number;
}

/** The CPUs of which it is known, the busiest with softirq first. */
export function softirqCpus(window: SampleWindow, seconds: number): readonly CpuShare[] {
  const cpus = window.labelsOf(ID.softirq.cpuSeconds).flatMap((labels): CpuShare[] => {
    const share = window.rate(ID.softirq.cpuSeconds, seconds, labels);
    return share === undefined ? [] : [{ cpu: labels['cpu'] ?? '?', share }];
  });
  return cpus.sort((a, b) => b.share - a.share);
}

/**
 * A mask of CPUs as sysfs takes it: hexadecimal, in groups of 32 bits, "3", "1,00000000". Of as many digits as `like`, a mask of the
 * same machine, so that it is what the kernel will print.
 */
export function cpuMask(cpus: readonly number[], like = ''): string {
  const mask = cpus.reduce((bits, cpu) => bits | (1n << BigInt(cpu)), 0n);
  return cpuMaskText(mask, 4 * like.replaceAll(',', '').length);
}

/** Whether a mask names no CPU, as sysfs prints it; an unknown one is not known to be empty. */
export const isEmptyMask = (mask: string | undefined): boolean => mask !== undefined && /^[0,]+$/.test(mask);
