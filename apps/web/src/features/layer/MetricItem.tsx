'use client';
import { type FormatOptions, formatRate } from '@netstrata/metrics';
import { memo, useEffect, useRef } from 'react';
import { cx } from '../../components/cx.ts';
import { Figure } from '../../components/Figure.tsx';
import { ChevronIcon } from '../../components/icons.tsx';
import styles from './Layer.module.css';
import { MetricDetails } from './MetricDetails.tsx';
import { type MetricRow, totalOf } from './metricRows.ts';
import { LAYER_TEXT } from './text.ts';

interface MetricItemProps {
  readonly row: MetricRow;
  readonly options: FormatOptions;
  readonly open: boolean;
  readonly onToggle: (id: string, open: boolean) => void;
}

/** One metric on one line: what it is, how much, how fast; unfolds to the rest. */
export const MetricItem = memo(
  ({ row, options, open, onToggle }: MetricItemProps) => {
    const { metric, series } = row;
    const { value, perSecond } = totalOf(row);
    const item = useRef<HTMLLIElement>(null);
    useEffect(() => {
      if (open) item.current?.scrollIntoView({ block: 'nearest' });
    }, [open]);
    const bad = metric.trouble === true && (perSecond ?? 0) > 0;
    return (
      <li ref={item} className={styles['item']} data-open={open}>
        <button
          type="button"
          aria-expanded={open}
          onClick={() => onToggle(metric.id, !open)}
          className="grid w-full grid-cols-[minmax(0,1fr)_4.25rem_4.5rem] sm:grid-cols-[minmax(0,1fr)_6.5rem_6.5rem] items-baseline gap-2 px-5 py-1.5 text-left hover:bg-hover"
        >
          <span className="flex min-w-0 items-baseline gap-1.5">
            <ChevronIcon className={cx('size-2.5 self-center text-faint', open && 'rotate-90')} />
            <span className="text-sm sm:truncate">{metric.title}</span>
            <code className="hidden truncate font-mono text-2xs text-faint sm:inline">{metric.kernelName}</code>
          </span>
          <span className="text-right text-sm">
            {value === null && series.length > 1 ? (
              <span className="text-faint text-xs">{LAYER_TEXT.series(series.length)}</span>
            ) : (
              <Figure value={value} unit={metric.unit} options={options} />
            )}
          </span>
          <span
            className={cx(
              'text-right text-sm tabular-nums',
              bad ? 'font-semibold text-saturated-ink' : (perSecond ?? 0) > 0 ? 'text-ink' : 'text-faint',
            )}
          >
            {metric.kind === 'counter' ? formatRate(perSecond, metric.unit, options) : ''}
          </span>
        </button>
        {open && <MetricDetails row={row} options={options} />}
      </li>
    );
  },
  (before, next) =>
    before.open === next.open &&
    before.options === next.options &&
    before.onToggle === next.onToggle &&
    before.row.metric === next.row.metric &&
    before.row.series.length === next.row.series.length &&
    before.row.series.every((series, index) => series === next.row.series[index]),
);
MetricItem.displayName = 'MetricItem';
