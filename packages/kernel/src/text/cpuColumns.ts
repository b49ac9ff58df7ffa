import { excerpt, malformed, wordsOf } from './lines.ts';

const CPU = /^CPU(\d{1,5})$/;

/** The numbers of the CPUs in a heading such as `CPU0 CPU2`: they have gaps where a CPU is offline or does not exist. */
export function cpuColumns(path: string, header: string): number[] {
  const cpus = wordsOf(header).map((word) => {
    const number = CPU.exec(word)?.[1];
    if (number === undefined) throw malformed(path, `${excerpt(word)} in the heading is no CPU`);
    return Number(number);
  });
  if (cpus.length === 0) throw malformed(path, 'its heading names no CPU');
  if (new Set(cpus).size !== cpus.length) throw malformed(path, 'its heading names a CPU twice');
  return cpus;
}
