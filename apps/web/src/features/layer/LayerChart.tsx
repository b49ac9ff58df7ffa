'use client';
import { type FormatOptions, LAYERS, type LayerModel } from '@netstrata/metrics';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import Chart from '../../components/chart/Chart.tsx';
import type { ChartSeries } from '../../components/chart/types.ts';
import { useMarks } from '../changes/marks/useMarks.ts';
import { useHost } from '../connection/live.ts';
import { eventMarks } from '../history/eventMarks.ts';
import { type SparkBar, sparkOf } from '../stack/spark.ts';

interface LayerChartProps {
  readonly hostId: string;
  readonly model: LayerModel;
  readonly options: FormatOptions;
}

const seriesOf = (bars: readonly SparkBar[], side: 'up' | 'down', name: string): ChartSeries => ({
  id: side,
  name,
  side,
  points: bars.map(({ timeMs, [side]: value }) => ({ timeMs, value, low: value, high: value })),
});

/** The sparkline of the stack, large: with times, units, marks of changes and the value under the pointer. */
const LayerChart = ({ hostId, model: { layer, spark }, options }: LayerChartProps) => {
  const t = useTranslations('layer');
  const history = useHost(hostId, (host) => host.history);
  const changes = useMarks(hostId);
  const [down, up] = spark.labels;
  const bars = useMemo(() => sparkOf(history, LAYERS.indexOf(layer)), [history, layer]);
  const series = useMemo(() => [seriesOf(bars, 'up', up), seriesOf(bars, 'down', down)], [bars, up, down]);
  const fromMs = bars[0]?.timeMs ?? 0;
  const toMs = bars.at(-1)?.timeMs ?? 0;
  const marks = useMemo(
    () => eventMarks({ advice: [], changes }, undefined, { fromMs, toMs }),
    [changes, fromMs, toMs],
  );
  const title = t('chart', { title: spark.title });
  return (
    <div className="px-5 pt-3">
      <p className="mb-1 font-medium text-xs" aria-hidden="true">
        {title}
      </p>
      <Chart
        title={title}
        unit={spark.unit}
        options={options}
        series={series}
        fromMs={fromMs}
        toMs={toMs}
        marks={marks}
      />
    </div>
  );
};

export default LayerChart;
