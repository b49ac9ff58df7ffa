'use client';
import type { DisplayUnit, FormatOptions } from '@netstrata/metrics';
import { useTranslations } from 'next-intl';
import { useMemo, useState } from 'react';
import styles from './Chart.module.css';
import { ChartLegend } from './ChartLegend.tsx';
import { ChartMarks } from './ChartMarks.tsx';
import { ChartTable } from './ChartTable.tsx';
import { Plot } from './Plot.tsx';
import type { ChartMark, ChartSeries } from './types.ts';
import { unknownStretches } from './withGaps.ts';

/** Lines that can still be told apart; the others are in the table of what is measured. */
const MOST_LINES = 8;

export interface ChartProps {
  readonly title: string;
  readonly unit: DisplayUnit;
  readonly options: FormatOptions;
  readonly series: readonly ChartSeries[];
  readonly fromMs: number;
  readonly toMs: number;
  readonly marks?: readonly ChartMark[];
  /** A stretch was drawn over the chart, to be shown alone. */
  readonly onZoom?: (fromMs: number, toMs: number) => void;
}

const highestOf = ({ points }: ChartSeries): number =>
  points.reduce((most, { high }) => Math.max(most, high ?? most), Number.NEGATIVE_INFINITY);

const NO_MARKS: readonly ChartMark[] = [];

/** The one chart of the product: what was measured over a time, with its lowest and highest, and what happened meanwhile. */
export default function Chart({ title, unit, options, series, marks = NO_MARKS, ...time }: ChartProps) {
  const t = useTranslations('chart');
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const drawn = useMemo(
    () =>
      series.some(({ side }) => side !== undefined)
        ? series
        : series.toSorted((a, b) => highestOf(b) - highestOf(a)).slice(0, MOST_LINES),
    [series],
  );
  const shown = useMemo(() => drawn.filter(({ id }) => !hidden.has(id)), [drawn, hidden]);
  const colors = useMemo(
    () =>
      new Map(
        drawn
          .toSorted((a, b) => (a.id < b.id ? -1 : 1))
          .map(({ id, side }, n) => [id, side === undefined ? `var(--series-${n})` : `var(--flow-${side})`] as const),
      ),
    [drawn],
  );
  const { fromMs, toMs } = time;
  const isPartly = useMemo(() => unknownStretches(shown, { fromMs, toMs }).length > 0, [shown, fromMs, toMs]);
  const toggle = (id: string) =>
    setHidden((before) => new Set(before.has(id) ? [...before].filter((each) => each !== id) : [...before, id]));
  return (
    <figure className={styles['figure']} data-chart={title}>
      <figcaption className="sr-only">{title}</figcaption>
      {drawn.length > 1 && <ChartLegend series={drawn} colors={colors} hidden={hidden} onToggle={toggle} />}
      {series.length > drawn.length && (
        <p className="px-1.5 text-faint text-xs">{t('highest', { shown: drawn.length, all: series.length })}</p>
      )}
      <Plot series={shown} colors={colors} unit={unit} options={options} marks={marks} {...time} />
      {isPartly && (
        <p className="mt-1 flex items-center gap-1.5 px-1.5 text-faint text-xs">
          <span className={styles['hatch']} aria-hidden="true" />
          {t('unknown')}
        </p>
      )}
      <ChartMarks marks={marks} />
      <ChartTable title={title} series={drawn} unit={unit} options={options} />
    </figure>
  );
}
