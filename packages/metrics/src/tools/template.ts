/** A number or a label in a line of a tool. */
export interface Hole {
  /** More than one: their sum. */
  readonly metrics: readonly string[];
  readonly label: string | undefined;
  /** Only series with these labels. */
  readonly where: Readonly<Record<string, string>>;
  readonly rate: boolean;
  readonly divisor: number;
  readonly width: number;
  readonly align: 'left' | 'right';
}

const HOLE = /\{(?:@(\w+)|([\w.+]+)(?:\[([^\]]+)\])?(\/s)?(?:~(\d+))?)(?:([<>])(\d+))?\}/;
const HOLES = new RegExp(HOLE, 'g');

function holeOf([, label, metrics = '', where = '', rate, divisor, side, width]: RegExpExecArray): Hole {
  return {
    metrics: metrics.split('+').filter(Boolean),
    label,
    where: Object.fromEntries(where.split(',').flatMap((part) => (part === '' ? [] : [part.split('=')]))),
    rate: rate !== undefined,
    divisor: Number(divisor ?? 1),
    width: Number(width ?? 0),
    align: side === '<' ? 'left' : 'right',
  };
}

/** The parts of a line, in their order. */
export function parseTemplate(line: string): readonly (string | Hole)[] {
  const parts: (string | Hole)[] = [];
  let at = 0;
  for (const match of line.matchAll(HOLES)) {
    if (match.index > at) parts.push(line.slice(at, match.index));
    parts.push(holeOf(match));
    at = match.index + match[0].length;
  }
  if (at < line.length) parts.push(line.slice(at));
  return parts;
}
