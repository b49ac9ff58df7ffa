'use client';
import { type DisplayUnit, type FormatOptions, formatValue } from '@netstrata/metrics';
import { memo, type PointerEvent, useState } from 'react';
import { Curve } from 'recharts';
import { clockTime } from '../../components/clockTime.ts';
import { DownIcon, UpIcon } from '../../components/icons.tsx';
import styles from './Spark.module.css';
import { floorOf, knownRuns, type SparkBar, type SparkPeaks, sparkPoints } from './spark.ts';

const HEIGHT = 100;

interface SideProps {
  readonly points: readonly { readonly x: number; readonly y: number | null }[];
  readonly zero: number;
  readonly className: string | undefined;
}

/** Drawn by the chart library's curve alone: a whole chart for each of five layers every second costs too much. */
const Side = ({ points, zero, className }: SideProps) => (
  <g className={className}>
    <Curve type="linear" layout="horizontal" points={points} baseLine={zero} className={styles['area'] ?? ''} />
    <Curve type="linear" layout="horizontal" points={points} fill="none" className={styles['line'] ?? ''} />
  </g>
);

interface SparkChartProps {
  readonly bars: readonly SparkBar[];
  readonly peaks: SparkPeaks;
  readonly unit: DisplayUnit;
  readonly options: FormatOptions;
  readonly labels: readonly [down: string, up: string];
}

/** Receiving above the line, sending below it, on one scale: the arrows of the pipes say the same. */
export const SparkChart = memo(({ bars, peaks, unit, options, labels }: SparkChartProps) => {
  const [hovered, setHovered] = useState<number>();
  const { up, down, zero } = sparkPoints(bars, peaks, { height: HEIGHT, floor: floorOf(unit) });
  const runs = knownRuns(bars).map(([from, to]) => `M${from} ${zero}H${to}`);
  const last = bars.length - 1;
  const move = ({ clientX, currentTarget }: PointerEvent<HTMLElement>) => {
    const { left, width } = currentTarget.getBoundingClientRect();
    setHovered(Math.min(last, Math.max(0, Math.round(((clientX - left) / width) * last))));
  };
  const bar = hovered === undefined ? undefined : bars[hovered];
  const place = hovered === undefined || last < 1 ? 0 : (hovered / last) * 100;
  return (
    <div className="absolute inset-0" onPointerMove={move} onPointerLeave={() => setHovered(undefined)}>
      <svg
        viewBox={`0 0 ${last} ${HEIGHT}`}
        preserveAspectRatio="none"
        aria-hidden="true"
        className="absolute inset-0 size-full"
      >
        <Side points={up} zero={zero} className={styles['up']} />
        <Side points={down} zero={zero} className={styles['down']} />
        <path d={`M0 ${zero}H${last}`} className={styles['unknown']} />
        <path d={runs.join('')} className={styles['zero']} />
      </svg>
      {bar !== undefined && (
        <>
          <span className={styles['cursor']} style={{ left: `${place}%` }} />
          <span className={styles['tip']} data-side={place > 50 ? 'left' : 'right'} style={{ left: `${place}%` }}>
            <span className="block text-faint">{clockTime(bar.timeMs)}</span>
            <span className="flex items-center gap-1">
              <UpIcon className="size-2.5 text-up" />
              {formatValue(bar.up, unit, options)} {labels[1]}
            </span>
            <span className="flex items-center gap-1">
              <DownIcon className="size-2.5 text-down" />
              {formatValue(bar.down, unit, options)} {labels[0]}
            </span>
          </span>
        </>
      )}
    </div>
  );
});
SparkChart.displayName = 'SparkChart';
