import { UNKNOWN_TEXT } from '../format.ts';
import type { Labels } from '../types.ts';
import { type Hole, parseTemplate } from './template.ts';
import type { ToolLine } from './types.ts';

/** A series of a metric as it is now. */
export interface ToolSeries {
  readonly labels: Labels;
  readonly value: number | null;
  readonly perSecond: number | null;
}

/** A part of a printed line: text of the tool, or a number of ours. */
export interface ToolPart {
  readonly text: string;
  /** Of a number: the first metric that it is made of. */
  readonly metric: string | undefined;
}

type SeriesOf = (metric: string) => readonly ToolSeries[];

/** More lines than a terminal shows without scrolling are none that a person compares. */
const MOST_EACH = 64;

const has = (labels: Labels, wanted: Labels) =>
  Object.entries(wanted).every(([name, value]) => labels[name] === undefined || labels[name] === value);

function numberOf({ metrics, where, rate, divisor }: Hole, of: Labels, seriesOf: SeriesOf): number | undefined {
  const known = metrics.flatMap((metric) =>
    seriesOf(metric).flatMap(({ labels, value, perSecond }) => {
      const number = rate ? perSecond : value;
      return has(labels, where) && has(labels, of) && number !== null ? [number] : [];
    }),
  );
  return known.length === 0 ? undefined : known.reduce((sum, each) => sum + each, 0) / divisor;
}

function textOf(number: number | undefined, isExact: boolean): string {
  if (number === undefined) return UNKNOWN_TEXT;
  return isExact && Number.isInteger(number) ? String(number) : number.toFixed(2);
}

function partsOf(line: string, of: Labels, seriesOf: SeriesOf): readonly ToolPart[] {
  return parseTemplate(line).map((part): ToolPart => {
    if (typeof part === 'string') return { text: part, metric: undefined };
    const { label, width, align, metrics, rate, divisor } = part;
    const text =
      label === undefined ? textOf(numberOf(part, of, seriesOf), !rate && divisor === 1) : (of[label] ?? UNKNOWN_TEXT);
    return { text: align === 'left' ? text.padEnd(width) : text.padStart(width), metric: metrics[0] };
  });
}

/** What a tool would print, with our numbers in it. */
export function fillTemplate(lines: readonly ToolLine[], seriesOf: SeriesOf): readonly (readonly ToolPart[])[] {
  return lines.flatMap((line) => {
    if (typeof line === 'string') return [partsOf(line, {}, seriesOf)];
    const each = seriesOf(line.each).slice(0, MOST_EACH);
    return each.flatMap(({ labels }) => line.lines.map((inner) => partsOf(inner, labels, seriesOf)));
  });
}

/** Every metric that lines of a tool are made of. */
export function metricsOfLines(lines: readonly ToolLine[]): readonly string[] {
  const texts = lines.flatMap((line) => (typeof line === 'string' ? [line] : line.lines));
  return [...new Set(texts.flatMap(parseTemplate).flatMap((part) => (typeof part === 'string' ? [] : part.metrics)))];
}
