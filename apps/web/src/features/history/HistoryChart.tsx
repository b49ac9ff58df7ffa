'use client';
import type { DisplayUnit, FormatOptions, Labels } from '@netstrata/metrics';
import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { BUTTON } from '../../components/button.ts';
import type { ChartSeries } from '../../components/chart/types.ts';
import { clockTime } from '../../components/clockTime.ts';
import { between } from '../time/timeRange.ts';
import { useRangeText } from '../time/useRangeText.ts';
import { useTimeRange } from '../time/useTimeRange.ts';
import { hasLabels, nameOf } from './storedBands.ts';
import { useEventMarks } from './useEventMarks.ts';
import { useHistory } from './useHistory.ts';

const Skeleton = () => <div className="skeleton h-(--plot)" aria-hidden="true" />;
const Chart = dynamic(() => import('../../components/chart/Chart.tsx'), { ssr: false, loading: Skeleton });

interface HistoryChartProps {
  readonly hostId: string;
  readonly metric: string;
  /** In words, in the reader's language. */
  readonly title: string;
  /** Only series that have all of these. */
  readonly labels?: Labels;
  readonly options: FormatOptions;
  /** Whose advice is marked; that of all rules unless said. */
  readonly rules?: ReadonlySet<string> | undefined;
}

const ALL: Labels = {};

/** What is stored of a metric over the time that is chosen on top of the page. A stretch drawn over it becomes the chosen one. */
export const HistoryChart = ({ hostId, metric, title, labels = ALL, options, rules }: HistoryChartProps) => {
  const t = useTranslations('chart');
  const rangeText = useRangeText();
  const [range, setRange] = useTimeRange();
  const ids = useMemo(() => [metric], [metric]);
  const { series, window, trouble, ask } = useHistory(hostId, ids, range);
  const marks = useEventMarks(hostId, window, rules);
  const wanted = useMemo(() => series?.filter((each) => hasLabels(each, labels)), [series, labels]);
  const lines = useMemo(
    () =>
      (wanted ?? []).map(
        (each): ChartSeries => ({
          id: nameOf(each),
          name: nameOf(each),
          points: each.points.map(([timeMs, value, low, high]) => ({ timeMs, value, low, high })),
        }),
      ),
    [wanted],
  );
  const empty = wanted !== undefined && !lines.some(({ points }) => points.some(({ value }) => value !== null));
  const zoom = (fromMs: number, toMs: number) => {
    const next = between(fromMs, toMs);
    if (next !== undefined) setRange(next);
  };
  const isRefused = series === undefined && trouble !== undefined;
  return (
    <div className={isRefused ? undefined : 'min-h-(--plot)'} data-history={metric}>
      {trouble !== undefined && (
        <div role="alert" className="mb-1 flex flex-wrap items-center gap-x-3 gap-y-1 text-busy-ink text-xs">
          <span>
            {series === undefined
              ? t('failed', { why: trouble.why })
              : t('stale', { time: clockTime(trouble.sinceMs), why: trouble.why })}
          </span>
          <button type="button" className={BUTTON.small} onClick={ask}>
            {t('again')}
          </button>
        </div>
      )}
      {series === undefined && trouble === undefined && <Skeleton />}
      {empty && (
        <p className="grid min-h-40 place-items-center text-pretty text-center text-faint text-sm">{t('empty')}</p>
      )}
      {series !== undefined && !empty && (
        <Chart
          title={t('title', { title, time: rangeText(range) })}
          unit={(wanted?.[0]?.unit ?? 'count') as DisplayUnit}
          options={options}
          series={lines}
          fromMs={window.fromMs}
          toMs={window.toMs}
          marks={marks}
          onZoom={zoom}
        />
      )}
    </div>
  );
};
