import { join } from 'node:path';
import { type DeviceInterrupts, readDeviceInterrupts } from '../machine/deviceInterrupts.ts';
import { ProcFile } from '../ProcFile.ts';
import type { Roots, Source } from '../Source.ts';
import { cpuColumns } from '../text/cpuColumns.ts';
import { linesOf, malformed } from '../text/lines.ts';
import { parseUnsigned } from '../text/numbers.ts';
import type { InterruptRow } from '../types.ts';

const PATH = '/proc/interrupts';
/** ` 38:`; lines that begin with a word (`LOC:`) belong to the processor. */
const NUMBERED = /^ *(\d{1,9}):/;
/** A name that a driver made up is no longer than this on the wire and in the store. */
const LONGEST_NAME = 64;
/** Bounds what a machine with hundreds of queues and CPUs can make of this source. */
const MOST_ROWS = 4096;

/**
 * /proc/interrupts: how often each online CPU was interrupted by each interrupt line since boot; here only the lines of network
 * devices, which `ownerOf` knows. The counters are 32 bits wide and wrap.
 *
 * What stands between the counts and the handlers differs between architectures and versions (`PCI-MSI-edge`, later
 * `PCI-MSI 524288-edge`, now `PCI-MSIX-0000:00:03.0   2-edge`) and is not looked at. A line with several handlers names them
 * all, with commas: its count cannot be shared out between them.
 *
 * A queue usually interrupts one CPU of many: of the others only those have a row that it ever interrupted. One that never interrupted
 * any has one row, with 0.
 * Source: https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git/tree/kernel/irq/proc.c?h=v6.18 (show_interrupts)
 */
export function parseInterrupts(text: string, ownerOf: DeviceInterrupts['ownerOf']): InterruptRow[] {
  const [header = '', ...lines] = linesOf(PATH, text);
  const cpus = cpuColumns(PATH, header);
  const rows: InterruptRow[] = [];
  for (const line of lines) {
    const number = NUMBERED.exec(line);
    const handlers = number === null ? undefined : handlersOf(line);
    if (number === null || handlers === undefined) continue;
    const irq = Number(number[1]);
    const device = ownerOf(irq, handlers.split(', '));
    if (device === undefined) continue;
    const queue = handlers.slice(0, LONGEST_NAME);
    const counts = countsOf(line.slice(number[0].length), cpus.length);
    const used = [...counts.keys()].filter((place) => counts[place] !== 0);
    for (const place of used.length === 0 ? [0] : used) {
      if (rows.length === MOST_ROWS) return rows;
      rows.push({ device, queue, irq, cpu: cpus[place] ?? 0, count: counts[place] ?? 0 });
    }
  }
  return rows;
}

/** Who handles it stands behind the last two blanks in a row; a line that nobody handles ends with padding. */
function handlersOf(line: string): string | undefined {
  const at = line.lastIndexOf('  ');
  return at < 0 || line.endsWith(' ') ? undefined : line.slice(at + 2);
}

/** The controller follows the counts, and is no number. A CPU that came or went since the heading shows here, and its line is refused. */
function countsOf(rest: string, cpus: number): number[] {
  const words = rest.trimStart().split(/ +/, cpus + 1);
  if (words.length <= cpus || /^\d*$/.test(words[cpus] ?? ''))
    throw malformed(PATH, `a line has not the counts of ${cpus} CPUs`);
  return words.slice(0, cpus).map((word) => parseUnsigned(PATH, word));
}

export function openInterrupts(roots: Roots): Source<InterruptRow[]> {
  const { calls, procRoot, sysRoot } = roots;
  const file = new ProcFile(join(procRoot, 'interrupts'), calls === undefined ? {} : { calls });
  return {
    path: file.path,
    read: async (timeoutMs) => {
      const devices = readDeviceInterrupts(sysRoot);
      return devices.possible ? parseInterrupts(await file.read(timeoutMs), devices.ownerOf) : [];
    },
    close: () => file.close(),
  };
}
