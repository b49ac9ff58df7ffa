import { readFileSync } from 'node:fs';
import type { SeriesDef } from '@netstrata/protocol';

/** A reading of the kernel's counters: what each is called, and its value, in the same order every time. */
export interface Reading {
  readonly series: readonly SeriesDef[];
  readonly values: readonly number[];
}

type Cell = readonly [metric: string, labels: SeriesDef['labels'], value: number];

const DEVICE_COLUMNS = [
  ...['rxBytes', 'rxPackets', 'rxErrs', 'rxDrop', 'rxFifo', 'rxFrame', 'rxCompressed', 'rxMulticast'],
  ...['txBytes', 'txPackets', 'txErrs', 'txDrop', 'txFifo', 'txColls', 'txCarrier', 'txCompressed'],
];

/** The counters of /proc/net/{snmp,netstat,dev,softnet_stat}, all of them, as they are: what an agent's tick is made of. */
export const readCounters = (): Reading => {
  const cells = [
    ...namedPairs(linesOf('/proc/net/snmp')),
    ...namedPairs(linesOf('/proc/net/netstat')),
    ...devices(linesOf('/proc/net/dev')),
    ...backlogs(linesOf('/proc/net/softnet_stat')),
  ];
  return { series: cells.map(([metric, labels]) => ({ metric, labels })), values: cells.map(([, , value]) => value) };
};

const linesOf = (path: string): string[] => readFileSync(path, 'utf8').trim().split('\n');

/** A line of names, then a line of numbers, both with the group's name in front. */
const namedPairs = (lines: readonly string[]): Cell[] =>
  lines.flatMap((names, at) => {
    if (at % 2 === 1) return [];
    const [group = '', ...columns] = names.split(/:?\s+/);
    const numbers = (lines[at + 1] ?? '').split(/\s+/).slice(1);
    return columns.map((column, n): Cell => [`bench.${group}.${column}`, {}, Number(numbers[n])]);
  });

const devices = (lines: readonly string[]): Cell[] =>
  lines.slice(2).flatMap((line) => {
    const [device = '', numbers = ''] = line.trim().split(/:\s*/);
    return numbers
      .split(/\s+/)
      .map((number, n): Cell => [`bench.dev.${DEVICE_COLUMNS[n] ?? n}`, { device }, Number(number)]);
  });

const backlogs = (lines: readonly string[]): Cell[] =>
  lines.flatMap((line, cpu) =>
    line
      .split(/\s+/)
      .map((word, n): Cell => [`bench.softnet.column${n}`, { cpu: String(cpu) }, Number.parseInt(word, 16)]),
  );
