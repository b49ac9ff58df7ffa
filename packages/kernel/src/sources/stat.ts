import { openFileSource, type Roots, type Source } from '../Source.ts';
import { excerpt, linesOf, malformed, wordsOf } from '../text/lines.ts';
import { parseUnsigned } from '../text/numbers.ts';
import type { CpuSoftirqRow, CpuStatRow } from '../types.ts';

const PATH = '/proc/stat';
/** USER_HZ: part of the ABI, 100 on every architecture this product runs on, whatever HZ the kernel was built with. */
const TICKS_PER_SECOND = 100;

/** `cpu1 20435 …`; CPUs that are offline have no line. */
const ONE_CPU = /^cpu(\d{1,5})$/;
const SOFTIRQ = 6;

/**
 * /proc/stat, first line: time that all CPUs together spent since boot, by kind, in ticks of 10 ms; here in seconds. The lines
 * behind it say the same of each online CPU, of which softirq time is kept.
 *
 * user, nice, system, idle, iowait, irq, softirq, steal (2.6.11); guest and guest_nice are already inside user and nice.
 * Source: https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git/tree/fs/proc/stat.c?h=v6.18 (show_stat)
 */
export function parseStat(text: string): CpuStatRow {
  const lines = linesOf(PATH, text);
  const [name, ...words] = wordsOf(lines[0] ?? '');
  if (name !== 'cpu' || words.length < 8) throw malformed(PATH, 'the first line is not the sum of all CPUs');
  const seconds = (column: number) => parseUnsigned(PATH, words[column] ?? '') / TICKS_PER_SECOND;
  return {
    userSeconds: seconds(0),
    niceSeconds: seconds(1),
    systemSeconds: seconds(2),
    idleSeconds: seconds(3),
    iowaitSeconds: seconds(4),
    irqSeconds: seconds(5),
    softirqSeconds: seconds(6),
    stealSeconds: seconds(7),
    cpus: cpusOf(lines),
  };
}

function cpusOf(lines: readonly string[]): CpuSoftirqRow[] {
  const cpus: CpuSoftirqRow[] = [];
  for (let at = 1; lines[at]?.startsWith('cpu') === true; at++) {
    const [name = '', ...words] = wordsOf(lines[at] ?? '');
    const cpu = ONE_CPU.exec(name)?.[1];
    if (cpu === undefined) throw malformed(PATH, `${excerpt(name)} is no CPU`);
    const softirqSeconds = parseUnsigned(PATH, words[SOFTIRQ] ?? '') / TICKS_PER_SECOND;
    cpus.push({ cpu: Number(cpu), softirqSeconds });
  }
  return cpus;
}

export function openStat(roots: Roots): Source<CpuStatRow> {
  return openFileSource(roots, { file: 'stat', singleRecord: true, parse: parseStat });
}
