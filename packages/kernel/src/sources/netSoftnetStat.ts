import { openFileSource, type Roots, type Source } from '../Source.ts';
import { linesOf, malformed, wordsOf } from '../text/lines.ts';
import { parseHexWord } from '../text/numbers.ts';
import type { SoftnetRow } from '../types.ts';

const PATH = '/proc/net/softnet_stat';
/** Columns of the oldest layout: processed, dropped, time_squeeze, five zeros, cpu_collision. */
const OLDEST_WIDTH = 9;

/**
 * /proc/net/softnet_stat: receive processing of each online CPU, as words of eight hex digits. The first three and received_rps,
 * flow_limit_count are counters of packets or events that wrap at 2^32; the lengths are packets waiting now.
 *
 * The column tells the version: 9 received_rps 2.6.35, 10 flow_limit_count 3.11, 11 backlog length and 12 the CPU's number 5.10,
 * 13 and 14 the two queues apart 6.4. Without column 12 the row's place stands for the CPU's number, which is wrong only
 * behind a CPU that is offline.
 * Source: https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git/tree/net/core/net-procfs.c?h=v6.18 (softnet_seq_show)
 */
export function parseNetSoftnetStat(text: string): SoftnetRow[] {
  return linesOf(PATH, text).map((line, place) => {
    const words = wordsOf(line);
    if (words.length < OLDEST_WIDTH) throw malformed(PATH, `row ${place} has ${words.length} columns`);
    const values = words.map((word) => parseHexWord(PATH, word));
    const [processed, dropped, timeSqueeze] = values as [number, number, number];
    return {
      cpu: values[12] ?? place,
      processed,
      dropped,
      timeSqueeze,
      receivedRps: values[9],
      flowLimitCount: values[10],
      backlogLen: values[11],
      inputQueueLen: values[13],
      processQueueLen: values[14],
    };
  });
}

export function openNetSoftnetStat(roots: Roots): Source<SoftnetRow[]> {
  return openFileSource(roots, { file: 'net/softnet_stat', parse: parseNetSoftnetStat });
}
