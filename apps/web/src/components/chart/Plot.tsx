import { type DisplayUnit, type FormatOptions, formatValue } from '@netstrata/metrics';
import { memo, useId, useMemo, useState } from 'react';
import {
  Area,
  CartesianGrid,
  ComposedChart,
  Line,
  ReferenceArea,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { clockDate, clockMinute, clockMoment, clockTime } from '../clockTime.ts';
import { useRootScale } from '../useRootScale.ts';
import styles from './Chart.module.css';
import { type ChartRow, chartRows, extremesOf } from './chartRows.ts';
import { MarkBadge } from './MarkBadge.tsx';
import { markGroups } from './markGroups.ts';
import { PlotTip } from './PlotTip.tsx';
import { tickStyle, timeTicks } from './timeTicks.ts';
import type { ChartMark, ChartSeries } from './types.ts';
import { valueTicks } from './valueTicks.ts';
import { unknownStretches } from './withGaps.ts';

/** An area beside a line: seen, and never pointed at. */
const SHADE = {
  stroke: 'none',
  fillOpacity: 0.2,
  activeDot: false,
  isAnimationActive: false,
  connectNulls: false,
} as const;
/** Room for the longest value with its unit, where letters have their usual size. */
const VALUES_PX = 80;
const AXIS = { fontSize: '0.6875rem', fill: 'var(--ink-faint)' };
const MOST_TIMES = 7;
/** More envelopes over each other show nothing. */
const MOST_BANDS = 3;
const CLOCKS = { second: clockTime, minute: clockMinute, moment: clockMoment, day: clockDate } as const;
const MARK_DASH = { opened: '1 3', closed: '1 6', applied: '6 3', kept: '6 3', undone: '2 3' } as const;

/** A round number without zeros behind it, on one line with its unit. */
const roundText = (text: string): string =>
  text.replace(/(\.\d*?)0+(?!\d)/, (_, kept: string) => (kept === '.' ? '' : kept)).replace(' ', '\u00a0');

interface PlotProps {
  readonly series: readonly ChartSeries[];
  readonly colors: ReadonlyMap<string, string>;
  readonly unit: DisplayUnit;
  readonly options: FormatOptions;
  readonly fromMs: number;
  readonly toMs: number;
  readonly marks: readonly ChartMark[];
  readonly onZoom?: ((fromMs: number, toMs: number) => void) | undefined;
}

/** Where a stretch was begun and where it is now. */
type Drawn = readonly [startMs: number, nowMs: number];

const momentOf = (state: { readonly activeLabel?: string | number | undefined }): number | undefined => {
  const moment = Number(state.activeLabel ?? Number.NaN);
  return Number.isNaN(moment) ? undefined : moment;
};

/** The lines themselves. A picture only: the table behind it has the same in figures. */
export const Plot = memo(({ series, colors, unit, options, fromMs, toMs, marks, onZoom }: PlotProps) => {
  const [drawn, setDrawn] = useState<Drawn>();
  const rootScale = useRootScale();
  const rows = useMemo(() => chartRows(series), [series]);
  const scale = useMemo(() => valueTicks(...extremesOf(series), unit), [series, unit]);
  const hatch = useId();
  const unknown = useMemo(() => unknownStretches(series, { fromMs, toMs }), [series, fromMs, toMs]);
  const groups = useMemo(() => markGroups(marks, toMs - fromMs), [marks, fromMs, toMs]);
  const zoneMs = -new Date(toMs).getTimezoneOffset() * 60_000;
  const clock = CLOCKS[tickStyle(toMs - fromMs)];
  const sided = series.filter(({ side }) => side !== undefined);
  const hasSides = sided.length > 0;
  const banded = series.length <= MOST_BANDS && !hasSides ? series : [];
  const show = (value: number) => formatValue(hasSides ? Math.abs(value) : value, unit, options);
  const end = () => {
    if (drawn !== undefined && drawn[0] !== drawn[1]) onZoom?.(Math.min(...drawn), Math.max(...drawn));
    setDrawn(undefined);
  };
  return (
    <div className={styles['plot']} data-sides={hasSides} aria-hidden="true" onPointerLeave={() => setDrawn(undefined)}>
      <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 640, height: 208 }}>
        <ComposedChart
          data={rows as ChartRow[]}
          margin={{ top: 20, right: 12, bottom: 0, left: 0 }}
          accessibilityLayer={false}
          syncId="time"
          syncMethod="value"
          onMouseDown={(state) => {
            const at = onZoom === undefined ? undefined : momentOf(state);
            if (at !== undefined) setDrawn([at, at]);
          }}
          onMouseMove={(state) => {
            const at = momentOf(state);
            if (drawn !== undefined && at !== undefined && at !== drawn[1]) setDrawn([drawn[0], at]);
          }}
          onMouseUp={end}
        >
          <defs>
            <pattern id={hatch} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
              <path d="M0 0V6" stroke="var(--line-strong)" strokeWidth="1.5" />
            </pattern>
          </defs>
          {unknown.map((stretch) => (
            <ReferenceArea
              key={stretch.fromMs}
              x1={stretch.fromMs}
              x2={stretch.toMs}
              fill={`url(#${hatch})`}
              fillOpacity={0.5}
              ifOverflow="hidden"
            />
          ))}
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <XAxis
            dataKey="timeMs"
            type="number"
            domain={[fromMs, toMs]}
            allowDataOverflow
            ticks={timeTicks(fromMs, toMs, { most: MOST_TIMES, zoneMs })}
            tickFormatter={clock}
            minTickGap={16}
            tick={AXIS}
            tickLine={false}
            axisLine={{ stroke: 'var(--line-strong)' }}
          />
          <YAxis
            domain={[scale[0] ?? 0, scale.at(-1) ?? 1]}
            ticks={scale}
            interval={0}
            tickFormatter={(value: number) => roundText(show(value))}
            width={VALUES_PX * rootScale}
            tick={AXIS}
            tickLine={false}
            axisLine={false}
          />
          {banded.map(({ id }) => (
            <Area
              key={`${id} band`}
              dataKey={({ bands }: ChartRow) => bands[id]}
              fill={colors.get(id) ?? 'none'}
              {...SHADE}
            />
          ))}
          {sided.map(({ id }) => (
            <Area
              key={`${id} side`}
              dataKey={({ values }: ChartRow) => values[id]}
              type="linear"
              fill={colors.get(id) ?? 'none'}
              {...SHADE}
            />
          ))}
          {hasSides && <ReferenceLine y={0} stroke="var(--line-strong)" />}
          {series.map(({ id }) => (
            <Line
              key={id}
              dataKey={({ values }: ChartRow) => values[id]}
              type="linear"
              stroke={colors.get(id) ?? 'none'}
              strokeWidth="var(--line-width)"
              dot={rows.length < 3}
              activeDot={{ r: 3, strokeWidth: 0 }}
              isAnimationActive={false}
              connectNulls={false}
            />
          ))}
          {marks.map(({ id, kind, timeMs }) => (
            <ReferenceLine
              key={id}
              x={timeMs}
              ifOverflow="hidden"
              stroke="var(--ink-soft)"
              strokeDasharray={MARK_DASH[kind]}
            />
          ))}
          {groups.map(({ id, timeMs, text }) => (
            <ReferenceLine
              key={`${id} number`}
              x={timeMs}
              ifOverflow="hidden"
              stroke="none"
              label={<MarkBadge text={text} />}
            />
          ))}
          {drawn !== undefined && (
            <ReferenceArea x1={Math.min(...drawn)} x2={Math.max(...drawn)} fill="var(--accent)" fillOpacity={0.18} />
          )}
          <Tooltip
            isAnimationActive={false}
            // Where nothing is known it says so.
            filterNull={false}
            cursor={{ stroke: 'var(--line-strong)' }}
            content={({ active, label }) => (
              <PlotTip
                row={active ? rows.find(({ timeMs }) => timeMs === label) : undefined}
                series={series}
                colors={colors}
                show={show}
                canZoom={onZoom !== undefined}
              />
            )}
          />
        </ComposedChart>
      </ResponsiveContainer>
    </div>
  );
});
Plot.displayName = 'Plot';
