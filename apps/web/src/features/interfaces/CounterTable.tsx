'use client';
import { describeMetric, formatRate, formatValue } from '@netstrata/metrics';
import type { LayerValue } from '@netstrata/protocol/types';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { useMetricWords } from '../catalogue/useMetricWords.ts';
import { type DetailColumn, DetailTable } from '../details/DetailTable.tsx';
import { MetricButton } from '../details/MetricButton.tsx';

/** What it is of beside the device: a queueing discipline, a queue. */
const partOf = ({ labels: { device: _, statistic: _name, ...others } }: LayerValue): string =>
  Object.values(others).join(' ');
const keyOf = ({ metric, labels }: LayerValue) => `${metric} ${Object.values(labels).join(' ')}`;

interface CounterTableProps {
  readonly title: string;
  readonly values: readonly LayerValue[];
  /** Rows before "show all". */
  readonly first?: number;
}

/** Counters of a device by their titles: a second, and in all. */
export const CounterTable = ({ title, values, first = 12 }: CounterTableProps) => {
  const t = useTranslations('interfaces.sheet');
  const words = useMetricWords();
  const columns = useMemo((): readonly DetailColumn<LayerValue>[] => {
    const titleOf = (value: LayerValue) => value.labels['statistic'] ?? words(value.metric).title;
    const hurts = ({ metric, perSecond }: LayerValue) =>
      describeMetric(metric).trouble === true && (perSecond ?? 0) > 0;
    return [
      {
        id: 'measure',
        title: t('measure'),
        help: '',
        wrap: true,
        sortBy: titleOf,
        cell: (value) => (
          <span title={words(value.metric).help}>
            <MetricButton metric={value.metric} of={value.labels} className="text-left">
              {titleOf(value)}
            </MetricButton>{' '}
            <code className="font-mono text-faint">
              {[value.labels['statistic'] === undefined && describeMetric(value.metric).kernelName, partOf(value)]
                .filter(Boolean)
                .join(' ')}
            </code>
          </span>
        ),
      },
      {
        id: 'now',
        title: t('now'),
        help: '',
        numeric: true,
        sortBy: ({ perSecond }) => perSecond ?? undefined,
        cell: (value) => (
          <span className={hurts(value) ? 'font-semibold text-saturated-ink' : undefined}>
            {describeMetric(value.metric).kind === 'counter'
              ? formatRate(value.perSecond, describeMetric(value.metric).unit)
              : ''}
          </span>
        ),
      },
      {
        id: 'total',
        title: t('total'),
        help: '',
        numeric: true,
        sortBy: ({ value }) => value ?? undefined,
        cell: ({ metric, value }) => {
          const { unit, exact } = describeMetric(metric);
          return formatValue(value, unit, { exact });
        },
      },
    ];
  }, [t, words]);
  return <DetailTable title={title} columns={columns} rows={values} keyOf={keyOf} first={first} />;
};
