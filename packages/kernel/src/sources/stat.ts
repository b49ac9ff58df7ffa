import { openFileSource, type Roots, type Source } from '../Source.ts';
import { linesOf, malformed, wordsOf } from '../text/lines.ts';
import { parseUnsigned } from '../text/numbers.ts';
import type { CpuStatRow } from '../types.ts';

const PATH = '/proc/stat';
/** USER_HZ: part of the ABI, 100 on every architecture this product runs on, whatever HZ the kernel was built with. */
const TICKS_PER_SECOND = 100;

/**
 * /proc/stat, first line: time that all CPUs together spent since boot, by kind, in ticks of 10 ms; here in seconds.
 *
 * user, nice, system, idle, iowait, irq, softirq, steal (2.6.11); guest and guest_nice are already inside user and nice.
 * Source: https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git/tree/fs/proc/stat.c?h=v6.18 (show_stat)
 */
export function parseStat(text: string): CpuStatRow {
  const [name, ...words] = wordsOf(linesOf(PATH, text)[0] ?? '');
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
  };
}

export function openStat(roots: Roots): Source<CpuStatRow> {
  return openFileSource(roots, { file: 'stat', singleRecord: true, parse: parseStat });
}
