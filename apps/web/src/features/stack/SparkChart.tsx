'use client';
import { type DisplayUnit, type FormatOptions, formatValue } from '@netstrata/metrics';
import { memo, type PointerEvent, useMemo, useState } from 'react';
import { clockTime } from '../../components/clockTime.ts';
import { DownIcon, UpIcon } from '../../components/icons.tsx';
import styles from './Spark.module.css';
import { floorOf, type SparkBar, type SparkPeaks, type SparkSide, sparkShape } from './spark.ts';

const HEIGHT = 100;

/** Two paths drawn by hand: a whole chart for each of five layers every second costs more than all else together. */
const Side = memo(({ side, className }: { readonly side: SparkSide; readonly className: string | undefined }) => (
  <g className={className}>
    <path d={side.area} className={styles['area']} />
    <path d={side.line} className={styles['line']} />
  </g>
));
Side.displayName = 'Side';

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
  const { up, down, known, zero } = useMemo(
    () => sparkShape(bars, peaks, { height: HEIGHT, floor: floorOf(unit) }),
    [bars, peaks, unit],
  );
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
        <Side side={up} className={styles['up']} />
        <Side side={down} className={styles['down']} />
        <path d={`M0 ${zero}H${last}`} className={styles['unknown']} />
        <path d={known} className={styles['zero']} />
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
