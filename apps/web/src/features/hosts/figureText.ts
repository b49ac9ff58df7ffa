import { formatValue, type StackFigure } from '@netstrata/metrics';

export interface FigureText {
  /** "97", "41.2" */
  readonly number: string;
  /** "%", "/s", "MiB": beside the number, smaller. */
  readonly unit: string;
  /** "129 of 128" without the word between; undefined for what has no limit. */
  readonly against: readonly [value: string, limit: string] | undefined;
}

/** The number that stands for a host: how much of its limit something fills, in whole percent; else what it is. */
export const figureText = ({ value, limit, unit }: Pick<StackFigure, 'value' | 'limit' | 'unit'>): FigureText => {
  if (limit === undefined || limit <= 0) {
    const text = formatValue(value, unit);
    const [, number = text, rest = ''] = /^([<>]?-?[\d.]+) ?(.*)$/.exec(text) ?? [];
    return { number, unit: rest, against: undefined };
  }
  const percent = (value / limit) * 100;
  const number = percent > 0 && percent < 1 ? '<1' : String(Math.round(percent));
  // A share says by itself how much of its limit it is.
  const against = unit === 'share' || unit === 'percent' ? undefined : ([value, limit] as const);
  return { number, unit: '%', against: against && [formatValue(value, unit), formatValue(limit, unit)] };
};
