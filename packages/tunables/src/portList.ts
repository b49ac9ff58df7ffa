export type PortRange = readonly [first: number, last: number];

const PART = /^(0|[1-9][0-9]{0,4})(?:-(0|[1-9][0-9]{0,4}))?$/;
const LAST_PORT = 65_535;

/** Ports and ranges of ports as the kernel prints them, in order and without overlap; undefined for what is no such list. */
export function parsePortList(text: string): readonly PortRange[] | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return [];
  const ranges: PortRange[] = [];
  for (const part of trimmed.split(',')) {
    const [, from, to] = PART.exec(part) ?? [];
    const first = Number(from);
    const last = Number(to ?? from);
    if (from === undefined || last < first || last > LAST_PORT) return undefined;
    ranges.push([first, last]);
  }
  return joined(ranges);
}

/** As the kernel prints it: `8080,9148-9150`. */
export function portListText(ranges: readonly PortRange[]): string {
  return joined(ranges)
    .map(([first, last]) => (first === last ? String(first) : `${first}-${last}`))
    .join(',');
}

function joined(ranges: readonly PortRange[]): readonly PortRange[] {
  const result: PortRange[] = [];
  for (const [first, last] of ranges.toSorted(([a], [b]) => a - b)) {
    const before = result.at(-1);
    if (before !== undefined && first <= before[1] + 1)
      result[result.length - 1] = [before[0], Math.max(before[1], last)];
    else result.push([first, last]);
  }
  return result;
}
