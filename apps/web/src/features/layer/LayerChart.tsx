'use client';
import { type FormatOptions, formatValue, LAYERS, type LayerModel } from '@netstrata/metrics';
import { Area, AreaChart, CartesianGrid, ReferenceLine, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { clockMinute, clockTime } from '../../components/clockTime.ts';
import { useHost } from '../connection/live.ts';
import { peaksOf, type SparkBar, sparkOf } from '../stack/spark.ts';
import { minutesOf, ticksOf } from './chartScale.ts';
import { LAYER_TEXT } from './text.ts';

interface LayerChartProps {
  readonly hostId: string;
  readonly model: LayerModel;
  readonly options: FormatOptions;
}

const SIDES = [
  { key: 'up', color: 'var(--flow-up)', label: 1 },
  { key: 'down', color: 'var(--flow-down)', label: 0 },
] as const;
const AXIS = { fontSize: '0.6875rem', fill: 'var(--ink-faint)' };

/** The sparkline of the stack, large: with times, units and the value under the pointer. */
const LayerChart = ({ hostId, model: { layer, spark }, options }: LayerChartProps) => {
  const history = useHost(hostId, (host) => host.history);
  const bars = sparkOf(history, LAYERS.indexOf(layer));
  const data = bars.map((bar) => ({ ...bar, below: bar.down === null ? null : -bar.down }));
  const ticks = ticksOf(peaksOf(bars), spark.unit);
  const show = (value: number | null) => formatValue(value === null ? null : Math.abs(value), spark.unit, options);
  return (
    <figure className="px-5 pt-3">
      <figcaption className="mb-1 flex flex-wrap gap-x-4 text-xs">
        <span className="font-medium">{LAYER_TEXT.chart(spark.title)}</span>
        <span className="flex gap-x-4 whitespace-nowrap">
          <span className="text-up-ink">↑ {spark.labels[1]}</span>
          <span className="text-down-ink">↓ {spark.labels[0]}</span>
        </span>
      </figcaption>
      <div className="h-40" aria-hidden="true">
        <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 640, height: 160 }}>
          <AreaChart data={data} margin={{ top: 4, right: 0, bottom: 0, left: 0 }} accessibilityLayer={false}>
            <CartesianGrid vertical={false} stroke="var(--line)" />
            <XAxis
              dataKey="timeMs"
              type="number"
              domain={['dataMin', 'dataMax']}
              ticks={minutesOf(bars)}
              tickFormatter={clockMinute}
              minTickGap={24}
              tick={AXIS}
              tickLine={false}
              axisLine={{ stroke: 'var(--line-strong)' }}
            />
            <YAxis
              domain={[ticks[0] ?? 0, ticks.at(-1) ?? 0]}
              ticks={ticks}
              interval={0}
              tickFormatter={show}
              width={72}
              tick={AXIS}
              tickLine={false}
              axisLine={false}
            />
            {SIDES.map(({ key, color, label }) => (
              <Area
                key={key}
                dataKey={key === 'down' ? 'below' : key}
                name={spark.labels[label]}
                type="linear"
                stroke={color}
                fill={color}
                fillOpacity={0.2}
                strokeWidth={1.5}
                dot={false}
                isAnimationActive={false}
              />
            ))}
            <ReferenceLine y={0} stroke="var(--line-strong)" />
            <Tooltip
              isAnimationActive={false}
              cursor={{ stroke: 'var(--line-strong)' }}
              content={({ active, payload }) => {
                const bar = payload[0]?.payload as SparkBar | undefined;
                if (!active || bar === undefined) return null;
                return (
                  <div className="rounded-md border border-line-strong bg-raised px-2.5 py-1.5 text-xs tabular-nums shadow-lg">
                    <div className="text-faint">{clockTime(bar.timeMs)}</div>
                    {SIDES.map(({ key, label }) => (
                      <div key={key} className={key === 'up' ? 'text-up-ink' : 'text-down-ink'}>
                        {show(bar[key])} {spark.labels[label]}
                      </div>
                    ))}
                  </div>
                );
              }}
            />
          </AreaChart>
        </ResponsiveContainer>
      </div>
    </figure>
  );
};

export default LayerChart;
