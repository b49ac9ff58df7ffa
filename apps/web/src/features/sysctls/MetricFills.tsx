'use client';
import { type AnyMetric, formatRate, formatValue, type Layer } from '@netstrata/metrics';
import Link from 'next/link';
import { useMemo } from 'react';
import { aboutMetricHref } from '../address/aboutMetricHref.ts';
import { useMetricWords } from '../catalogue/useMetricWords.ts';
import { useHost, useView } from '../connection/live.ts';
import { seriesByMetric } from '../metrics/seriesByMetric.ts';
import { fillOf, nowOf } from './limitedMetrics.ts';
import type { SysctlItem } from './sysctlItems.ts';

interface MetricFillsProps {
  readonly hostId: string;
  readonly layer: Layer;
  readonly metrics: readonly AnyMetric[];
  readonly item: Pick<SysctlItem, 'value' | 'entry'>;
  /** Whether the values of this host count against it; those of other namespaces are not measured one by one. */
  readonly isHere: boolean;
}

/** What a setting limits, of one layer, as it is now. */
export const MetricFills = ({ hostId, layer, metrics, item, isHere }: MetricFillsProps) => {
  const wordsOf = useMetricWords();
  useView(useMemo(() => ({ view: 'layer', hostId, layer }) as const, [hostId, layer]));
  const series = seriesByMetric(useHost(hostId, (host) => host.layers[layer]));
  return metrics.map((metric) => {
    const { title } = wordsOf(metric);
    const now = nowOf(metric, series.get(metric.id) ?? []);
    const fill = isHere ? fillOf(metric, now, { value: item.value, unit: item.entry.unit }) : undefined;
    const { unit, exact } = metric;
    const amount = metric.kind === 'counter' ? formatRate(now, unit) : formatValue(now, unit, { exact });
    return (
      <li key={metric.id} className="py-1">
        <div className="flex items-baseline gap-3">
          <Link
            href={aboutMetricHref(hostId, metric.id)}
            className="min-w-0 flex-1 text-pretty underline decoration-line-strong underline-offset-2 hover:decoration-ink"
          >
            {title}
          </Link>
          <span className="whitespace-nowrap text-soft tabular-nums">
            {amount}
            {fill !== undefined && unit !== 'share' && ` · ${formatValue(fill, 'share')}`}
          </span>
        </div>
        {fill !== undefined && (
          <div
            aria-hidden="true"
            className="mt-1 h-1.5 overflow-hidden rounded-full bg-sunken ring-1 ring-line ring-inset"
          >
            <div
              className={`h-full origin-left ${fill >= 0.9 ? 'bg-saturated' : fill >= 0.7 ? 'bg-busy' : 'bg-calm'}`}
              style={{ width: `${Math.min(100, fill * 100)}%` }}
            />
          </div>
        )}
      </li>
    );
  });
};
