import { openFileSource, type Roots, type Source } from '../Source.ts';
import { excerpt, linesOf, malformed } from '../text/lines.ts';
import { parseUnsigned } from '../text/numbers.ts';
import type { MeminfoRow } from '../types.ts';

const PATH = '/proc/meminfo';
const BYTES_PER_KIB = 1024;

/**
 * /proc/meminfo, of which the network stack's limits depend on two lines; the kernel prints KiB and calls them kB.
 *
 * MemAvailable exists since 3.14 and is undefined before.
 * Source: https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git/tree/fs/proc/meminfo.c?h=v6.18 (meminfo_proc_show)
 */
export function parseMeminfo(text: string): MeminfoRow & { readonly memTotalBytes: number } {
  const lines = linesOf(PATH, text);
  const memTotalBytes = kibOf(lines, 'MemTotal');
  if (memTotalBytes === undefined) throw malformed(PATH, 'MemTotal is missing');
  return { memTotalBytes, memAvailableBytes: kibOf(lines, 'MemAvailable') };
}

function kibOf(lines: readonly string[], name: string): number | undefined {
  const line = lines.find((candidate) => candidate.startsWith(`${name}:`));
  if (line === undefined) return undefined;
  const match = /^ *([^ ]*) kB$/.exec(line.slice(name.length + 1));
  if (match === null) throw malformed(PATH, `${excerpt(line)} is not a size in kB`);
  return parseUnsigned(PATH, match[1] ?? '') * BYTES_PER_KIB;
}

export function openMeminfo(roots: Roots): Source<MeminfoRow> {
  return openFileSource(roots, { file: 'meminfo', singleRecord: true, parse: parseMeminfo });
}
