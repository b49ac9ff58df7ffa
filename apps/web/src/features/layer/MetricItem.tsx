'use client';
import { type FormatOptions, formatRate } from '@netstrata/metrics';
import { useTranslations } from 'next-intl';
import { memo } from 'react';
import { cx } from '../../components/cx.ts';
import { Figure } from '../../components/Figure.tsx';
import { ChevronIcon } from '../../components/icons.tsx';
import { useMetricWords } from '../catalogue/useMetricWords.ts';
import styles from './Layer.module.css';
import { type MetricRow, totalOf } from './metricRows.ts';

interface MetricItemProps {
  readonly row: MetricRow;
  readonly options: FormatOptions;
  readonly onOpen: (id: string) => void;
}

/** One metric on one line: what it is, how much, how fast; a press opens the rest. */
export const MetricItem = memo(
  ({ row, options, onOpen }: MetricItemProps) => {
    const t = useTranslations('layer');
    const { metric, series } = row;
    const { title } = useMetricWords()(metric);
    const { value, perSecond } = totalOf(row);
    const bad = metric.trouble === true && (perSecond ?? 0) > 0;
    return (
      <li className={styles['item']}>
        <button
          type="button"
          aria-haspopup="dialog"
          onClick={() => onOpen(metric.id)}
          className="grid w-full grid-cols-[minmax(0,1fr)_4.25rem_4.5rem] sm:grid-cols-[minmax(0,1fr)_6.5rem_6.5rem] items-baseline gap-2 px-5 py-1.5 text-left hover:bg-hover"
        >
          <span className="flex min-w-0 items-baseline gap-1.5">
            <ChevronIcon className="size-2.5 self-center text-faint" />
            <span className="text-sm sm:truncate">{title}</span>
            <code className="hidden truncate font-mono text-2xs text-faint sm:inline">{metric.kernelName}</code>
          </span>
          <span className="text-right text-sm">
            {value === null && series.length > 1 ? (
              <span className="text-faint text-xs">{t('series', { count: series.length })}</span>
            ) : (
              <Figure value={value} unit={metric.unit} options={{ ...options, exact: metric.exact }} />
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
      </li>
    );
  },
  (before, next) =>
    before.options === next.options &&
    before.onOpen === next.onOpen &&
    before.row.metric === next.row.metric &&
    before.row.series.length === next.row.series.length &&
    before.row.series.every((series, index) => series === next.row.series[index]),
);
MetricItem.displayName = 'MetricItem';
