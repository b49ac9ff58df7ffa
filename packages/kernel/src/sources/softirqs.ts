import { openFileSource, type Roots, type Source } from '../Source.ts';
import { cpuColumns } from '../text/cpuColumns.ts';
import { linesOf, malformed, wordsOf } from '../text/lines.ts';
import { parseUnsigned } from '../text/numbers.ts';
import type { SoftirqsRow } from '../types.ts';

const PATH = '/proc/softirqs';

/**
 * /proc/softirqs: how often each CPU ran the handler of each kind of softirq since boot. One run of NET_RX takes up many packets,
 * so it counts events, not packets. The counters are 32 bits wide and wrap.
 *
 * Since 2.6.31; the kinds differ between versions (BLOCK_IOPOLL until 4.4, IRQ_POLL since). The columns are all CPUs that the
 * machine may ever have, not only those that are online: one that ran nothing at all since boot was never there, and is
 * left out. A CPU that went offline keeps its counts.
 * Source: https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git/tree/fs/proc/softirqs.c?h=v6.18 (show_softirqs)
 */
export function parseSoftirqs(text: string): SoftirqsRow[] {
  const [header = '', ...lines] = linesOf(PATH, text);
  const cpus = cpuColumns(PATH, header);
  const kinds = lines.map((line) => {
    const [kind = '', ...counts] = wordsOf(line);
    if (!kind.endsWith(':') || counts.length !== cpus.length)
      throw malformed(PATH, `${counts.length} counts of ${JSON.stringify(kind.slice(0, 20))} for ${cpus.length} CPUs`);
    return { kind: kind.slice(0, -1), counts };
  });
  const countsOf = (wanted: string) => kinds.find(({ kind }) => kind === wanted)?.counts;
  const [rx, tx] = [countsOf('NET_RX'), countsOf('NET_TX')];
  const at = (counts: readonly string[] | undefined, place: number) =>
    counts === undefined ? undefined : parseUnsigned(PATH, counts[place] ?? '');
  return cpus.flatMap((cpu, place) => {
    const row = { cpu, netRx: at(rx, place), netTx: at(tx, place) };
    return kinds.some(({ counts }) => counts[place] !== '0') ? row : [];
  });
}

export function openSoftirqs(roots: Roots): Source<SoftirqsRow[]> {
  return openFileSource(roots, { file: 'softirqs', singleRecord: true, parse: parseSoftirqs });
}
