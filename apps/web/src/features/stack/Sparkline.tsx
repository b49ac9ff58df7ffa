'use client';
import { type DisplayUnit, type FormatOptions, formatValue, type LayerModel } from '@netstrata/metrics';
import { useTranslations } from 'next-intl';
import { memo, useContext, useMemo } from 'react';
import { clockTime } from '../../components/clockTime.ts';
import { DownIcon, UpIcon } from '../../components/icons.tsx';
import { useHost } from '../connection/live.ts';
import { PastContext } from './PastContext.ts';
import styles from './Spark.module.css';
import { SparkChart } from './SparkChart.tsx';
import { halfMinuteOf, halfMinutesOf, peaksOf, type SparkBar, spanOf, sparkOf } from './spark.ts';

interface SparklineProps {
  readonly hostId: string;
  readonly layerIndex: number;
  readonly layer: LayerModel['layer'];
  readonly spark: LayerModel['spark'];
  readonly options: FormatOptions;
}

/** The last minutes of a layer's traffic, its peaks in figures, and the same as a table for those who do not see it. */
export const Sparkline = memo(({ hostId, layerIndex, layer, spark, options }: SparklineProps) => {
  const t = useTranslations();
  const past = useContext(PastContext);
  const live = useHost(hostId, (host) => host.steps);
  const history = past?.history ?? live;
  const spanMs = spanOf(history);
  const bars = useMemo(() => sparkOf(history, layerIndex, spanMs), [history, layerIndex, spanMs]);
  const peaks = useMemo(() => peaksOf(bars), [bars]);
  const peak = (value: number | null) => t('stack.spark.peak', { rate: formatValue(value, spark.unit, options) });
  return (
    <figure className={styles['spark']}>
      <figcaption className="sr-only">
        {t('stack.spark.caption', { layer: t(`layers.names.${layer}`), title: spark.title, minutes: spanMs / 60_000 })}
      </figcaption>
      <div className={styles['scale']} aria-hidden="true">
        <span>
          <UpIcon className="size-2.5 text-up" />
          {peak(peaks.up)}
        </span>
        <span className={styles['range']}>{t('stack.spark.range', { minutes: spanMs / 60_000 })}</span>
        <span>
          <DownIcon className="size-2.5 text-down" />
          {peak(peaks.down)}
        </span>
      </div>
      <div className="relative my-1 min-w-0 flex-1" aria-hidden="true">
        {bars.length > 0 && (
          <SparkChart bars={bars} peaks={peaks} unit={spark.unit} options={options} labels={spark.labels} />
        )}
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

const isSameTable = (
  { bars: before, ...rest }: SparkTableProps,
  { bars, minutes, layer, spark, options }: SparkTableProps,
): boolean =>
  halfMinuteOf(before.at(-1)) === halfMinuteOf(bars.at(-1)) &&
  halfMinuteOf(before[0]) === halfMinuteOf(bars[0]) &&
  rest.minutes === minutes &&
  rest.layer === layer &&
  rest.spark === spark &&
  rest.options === options;

/** Drawn anew when half a minute is over: nobody hears it more often. */
const SparkTable = memo(({ bars, minutes, layer, spark, options }: SparkTableProps) => {
  const t = useTranslations();
  return (
    <div className="sr-only">
      <table>
        <caption>
          {t('stack.spark.caption', { layer: t(`layers.names.${layer}`), title: spark.title, minutes })}
        </caption>
        <thead>
          <tr>
            <th scope="col">{t('stack.spark.time')}</th>
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
}, isSameTable);
SparkTable.displayName = 'SparkTable';

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
