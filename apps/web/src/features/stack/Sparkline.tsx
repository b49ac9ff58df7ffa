'use client';
import { type FormatOptions, formatAge, formatValue, type LayerModel } from '@netstrata/metrics';
import { memo, useMemo } from 'react';
import { DownIcon, UpIcon } from '../../components/icons.tsx';
import { useHost } from '../connection/live.ts';
import { SparkChart } from './SparkChart.tsx';
import { halfMinutesOf, peaksOf, type SparkBar, sparkOf } from './spark.ts';
import { LAYER_NAMES, STACK_TEXT } from './text.ts';

interface SparklineProps {
  readonly hostId: string;
  readonly layerIndex: number;
  readonly layer: LayerModel['layer'];
  readonly spark: LayerModel['spark'];
  readonly options: FormatOptions;
}

/** Five minutes of a layer's traffic, its peaks in figures, and the same as a table for those who do not see it. */
export const Sparkline = memo(({ hostId, layerIndex, layer, spark, options }: SparklineProps) => {
  const history = useHost(hostId, (host) => host.history);
  const bars = useMemo(() => sparkOf(history, layerIndex), [history, layerIndex]);
  const peaks = useMemo(() => peaksOf(bars), [bars]);
  const peak = (value: number | null) => STACK_TEXT.spark.peak(formatValue(value, spark.unit, options));
  return (
    <figure className="relative z-2 flex h-full min-h-16 min-w-0 flex-col">
      <figcaption className="sr-only">{STACK_TEXT.spark.caption(LAYER_NAMES[layer], spark.title)}</figcaption>
      <div className="flex items-center gap-1 text-2xs text-faint" aria-hidden="true">
        <UpIcon className="size-2.5 text-up" />
        <span className="truncate">{peak(peaks.up)}</span>
        <span className="ml-auto whitespace-nowrap pl-1">{STACK_TEXT.spark.range}</span>
      </div>
      <div className="min-h-10 flex-1" aria-hidden="true">
        {bars.length > 0 && (
          <SparkChart bars={bars} peaks={peaks} unit={spark.unit} options={options} labels={spark.labels} />
        )}
      </div>
      <div className="flex items-center gap-1 text-2xs text-faint" aria-hidden="true">
        <DownIcon className="size-2.5 text-down" />
        <span className="truncate">{peak(peaks.down)}</span>
      </div>
      <SparkTable bars={bars} layer={layer} spark={spark} options={options} />
    </figure>
  );
});
Sparkline.displayName = 'Sparkline';

interface SparkTableProps extends Pick<SparklineProps, 'layer' | 'spark' | 'options'> {
  readonly bars: readonly SparkBar[];
}

const SparkTable = ({ bars, layer, spark, options }: SparkTableProps) => {
  const newest = bars.at(-1)?.timeMs ?? 0;
  return (
    <div className="sr-only">
      <table>
        <caption>{STACK_TEXT.spark.caption(LAYER_NAMES[layer], spark.title)}</caption>
        <thead>
          <tr>
            <th scope="col">{STACK_TEXT.spark.time}</th>
            <th scope="col">{spark.labels[0]}</th>
            <th scope="col">{spark.labels[1]}</th>
          </tr>
        </thead>
        <tbody>
          {halfMinutesOf(bars).map(({ timeMs, down, up }) => (
            <tr key={timeMs}>
              <th scope="row">{STACK_TEXT.spark.ago(formatAge(newest - timeMs))}</th>
              <td>{formatValue(down, spark.unit, options)}</td>
              <td>{formatValue(up, spark.unit, options)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};
