import { openFileSource, type Roots, type Source } from '../Source.ts';
import { isDeviceName } from '../text/deviceName.ts';
import { excerpt, linesOf, malformed, wordsOf } from '../text/lines.ts';
import { parseUnsigned } from '../text/numbers.ts';
import type { NetDevRow } from '../types.ts';

const PATH = '/proc/net/dev';
const COLUMNS =
  'bytes packets errs drop fifo frame compressed multicast bytes packets errs drop fifo colls carrier compressed';
const WIDTH = 16;

/**
 * /proc/net/dev: traffic of each device of this network namespace, counted since the device appeared.
 *
 * Bytes and packets as the driver counts them. rxDropped includes what the stack above the driver discarded (no protocol handler,
 * full backlog) and rx_missed_errors; rxFrame sums length, overrun, CRC and frame errors. A device that appears or vanishes while
 * the file is read may be missing or listed twice: the later row, which is the newer, counts.
 * Source: https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git/tree/net/core/net-procfs.c?h=v6.18 (dev_seq_printf_stats)
 */
export function parseNetDev(text: string): NetDevRow[] {
  const [, header, ...lines] = linesOf(PATH, text);
  const columns = wordsOf((header ?? '').replaceAll('|', ' '));
  if (columns.shift() !== 'face' || columns.join(' ') !== COLUMNS)
    throw malformed(PATH, 'the header names other columns');
  const rows = new Map<string, NetDevRow>();
  for (const line of lines) {
    const row = parseRow(line);
    rows.set(row.device, row);
  }
  return [...rows.values()];
}

function parseRow(line: string): NetDevRow {
  const colon = line.indexOf(':');
  const device = line.slice(0, Math.max(colon, 0)).replace(/^ +/, '');
  if (!isDeviceName(device)) throw malformed(PATH, `${excerpt(line)} names no device`);
  const words = wordsOf(line.slice(colon + 1));
  if (words.length !== WIDTH) throw malformed(PATH, `${device} has ${words.length} columns, not ${WIDTH}`);
  const value = (column: number) => parseUnsigned(PATH, words[column] ?? '');
  return {
    device,
    rxBytes: value(0),
    rxPackets: value(1),
    rxErrors: value(2),
    rxDropped: value(3),
    rxFifo: value(4),
    rxFrame: value(5),
    rxCompressed: value(6),
    rxMulticast: value(7),
    txBytes: value(8),
    txPackets: value(9),
    txErrors: value(10),
    txDropped: value(11),
    txFifo: value(12),
    txCollisions: value(13),
    txCarrier: value(14),
    txCompressed: value(15),
  };
}

export function openNetDev(roots: Roots): Source<NetDevRow[]> {
  return openFileSource(roots, { file: 'net/dev', parse: parseNetDev });
}
