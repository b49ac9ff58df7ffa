'use client';
import type { DisplayUnit, FormatOptions } from '@netstrata/metrics';
import { formatValue } from '@netstrata/metrics';
import { Area, AreaChart, ReferenceLine, ResponsiveContainer, Tooltip, YAxis } from 'recharts';
import type { SparkBar, SparkPeaks } from './spark.ts';

interface SparkChartProps {
  readonly bars: readonly SparkBar[];
  readonly peaks: SparkPeaks;
  readonly unit: DisplayUnit;
  readonly options: FormatOptions;
  readonly labels: readonly [down: string, up: string];
}

const negative = (value: number | null) => (value === null ? null : -value);
const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' });

/** Receiving above the line, sending below it, on one scale: the arrows of the pipes say the same. */
const SparkChart = ({ bars, peaks, unit, options, labels }: SparkChartProps) => {
  const top = Math.max(peaks.up ?? 0, peaks.down ?? 0, Number.MIN_VALUE);
  const room = top * 0.06;
  const data = bars.map(({ timeMs, down, up }) => ({ timeMs, up, down: negative(down) }));
  const show = (value: unknown) => formatValue(typeof value === 'number' ? Math.abs(value) : undefined, unit, options);
  return (
    <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 160, height: 56 }}>
      <AreaChart data={data} margin={{ top: 1, right: 0, bottom: 1, left: 0 }} accessibilityLayer={false}>
        <YAxis hide domain={[-(peaks.down ?? 0) - room, (peaks.up ?? 0) + room]} allowDataOverflow />
        <Area
          dataKey="up"
          name={labels[1]}
          type="linear"
          stroke="var(--flow-up)"
          strokeWidth={1.25}
          fill="var(--flow-up)"
          fillOpacity={0.2}
          dot={false}
          activeDot={false}
          isAnimationActive={false}
        />
        <Area
          dataKey="down"
          name={labels[0]}
          type="linear"
          stroke="var(--flow-down)"
          strokeWidth={1.25}
          fill="var(--flow-down)"
          fillOpacity={0.2}
          dot={false}
          activeDot={false}
          isAnimationActive={false}
        />
        <ReferenceLine y={0} stroke="var(--line-strong)" strokeWidth={1} />
        <Tooltip
          isAnimationActive={false}
          cursor={{ stroke: 'var(--line-strong)' }}
          allowEscapeViewBox={{ x: true, y: true }}
          wrapperStyle={{ zIndex: 30, pointerEvents: 'none' }}
          content={({ active, payload }) => {
            const bar = payload[0]?.payload as SparkBar | undefined;
            if (!active || bar === undefined) return null;
            return (
              <div className="whitespace-nowrap rounded-md border border-line-strong bg-raised px-2 py-1 text-2xs shadow-lg">
                <div className="text-faint">{clock.format(bar.timeMs)}</div>
                <div className="text-up-ink">
                  ↑ {show(bar.up)} {labels[1]}
                </div>
                <div className="text-down-ink">
                  ↓ {show(bar.down)} {labels[0]}
                </div>
              </div>
            );
          }}
        />
      </AreaChart>
    </ResponsiveContainer>
  );
};

export default SparkChart;
