'use client';
import { type DisplayUnit, type FormatOptions, formatValue, type LayerModel } from '@netstrata/metrics';
import { memo, useMemo } from 'react';
import { clockTime } from '../../components/clockTime.ts';
import { DownIcon, UpIcon } from '../../components/icons.tsx';
import { useHost } from '../connection/live.ts';
import styles from './Spark.module.css';
import { SparkChart } from './SparkChart.tsx';
import { halfMinutesOf, peaksOf, type SparkBar, spanOf, sparkOf } from './spark.ts';
import { LAYER_NAMES, STACK_TEXT } from './text.ts';

interface SparklineProps {
  readonly hostId: string;
  readonly layerIndex: number;
  readonly layer: LayerModel['layer'];
  readonly spark: LayerModel['spark'];
  readonly options: FormatOptions;
}

/** The last minutes of a layer's traffic, its peaks in figures, and the same as a table for those who do not see it. */
export const Sparkline = memo(({ hostId, layerIndex, layer, spark, options }: SparklineProps) => {
  const history = useHost(hostId, (host) => host.history);
  const spanMs = spanOf(history);
  const bars = useMemo(() => sparkOf(history, layerIndex, spanMs), [history, layerIndex, spanMs]);
  const peaks = useMemo(() => peaksOf(bars), [bars]);
  const peak = (value: number | null) => STACK_TEXT.spark.peak(formatValue(value, spark.unit, options));
  return (
    <figure className={styles['spark']}>
      <figcaption className="sr-only">
        {STACK_TEXT.spark.caption(LAYER_NAMES[layer], spark.title, spanMs / 60_000)}
      </figcaption>
      <div className="flex flex-wrap items-center gap-x-1 text-2xs text-faint" aria-hidden="true">
        <UpIcon className="size-2.5 text-up" />
        <span className="whitespace-nowrap">{peak(peaks.up)}</span>
        <span className="ml-auto whitespace-nowrap">{STACK_TEXT.spark.range(spanMs / 60_000)}</span>
      </div>
      <div className="relative min-h-10 flex-1" aria-hidden="true">
        {bars.length > 0 && (
          <SparkChart bars={bars} peaks={peaks} unit={spark.unit} options={options} labels={spark.labels} />
        )}
      </div>
      <div className="flex items-center gap-1 text-2xs text-faint" aria-hidden="true">
        <DownIcon className="size-2.5 text-down" />
        <span className="whitespace-nowrap">{peak(peaks.down)}</span>
      </div>
      <SparkTable bars={bars} minutes={spanMs / 60_000} layer={layer} spark={spark} options={options} />
    </figure>
  );
});
Sparkline.displayName = 'Sparkline';

interface SparkTableProps extends Pick<SparklineProps, 'layer' | 'spark' | 'options'> {
  readonly bars: readonly SparkBar[];
  readonly minutes: number;
}

const SparkTable = ({ bars, minutes, layer, spark, options }: SparkTableProps) => (
  <div className="sr-only">
    <table>
      <caption>{STACK_TEXT.spark.caption(LAYER_NAMES[layer], spark.title, minutes)}</caption>
      <thead>
        <tr>
          <th scope="col">{STACK_TEXT.spark.time}</th>
          <th scope="col">{spark.labels[0]}</th>
          <th scope="col">{spark.labels[1]}</th>
        </tr>
      </thead>
      <tbody>
        {halfMinutesOf(bars).map(({ timeMs, down, up }) => (
          <SparkRow key={timeMs} timeMs={timeMs} down={down} up={up} unit={spark.unit} options={options} />
        ))}
      </tbody>
    </table>
  </div>
);

interface SparkRowProps extends SparkBar {
  readonly unit: DisplayUnit;
  readonly options: FormatOptions;
}

const SparkRow = memo(({ timeMs, down, up, unit, options }: SparkRowProps) => (
  <tr>
    <th scope="row">{clockTime(timeMs)}</th>
    <td>{formatValue(down, unit, options)}</td>
    <td>{formatValue(up, unit, options)}</td>
  </tr>
));
SparkRow.displayName = 'SparkRow';
