'use client';
import { type AnyMetric, formatRate, formatValue, LAYERS } from '@netstrata/metrics';
import { toolOf } from '@netstrata/metrics/tools';
import { useTranslations } from 'next-intl';
import { useMetricWords } from '../catalogue/useMetricWords.ts';
import { useHost } from '../connection/live.ts';
import { totalOf } from '../layer/metricRows.ts';
import { LayerLook } from './LayerLook.tsx';
import { seriesByMetric } from './seriesByMetric.ts';

interface ToolMetricsProps {
  readonly hostId: string;
  readonly tool: string;
  readonly metrics: readonly AnyMetric[];
  readonly onMetric: (metric: string) => void;
}

/** Every metric that a tool shows, with the call that shows it and what it is here. */
export const ToolMetrics = ({ hostId, tool, metrics, onMetric }: ToolMetricsProps) => {
  const t = useTranslations('metrics');
  const wordsOf = useMetricWords();
  const layers = useHost(hostId, (host) => host.layers);
  const used = LAYERS.filter((layer) => metrics.some((metric) => metric.layer === layer));
  return (
    <>
      {used.map((layer) => (
        <LayerLook key={layer} hostId={hostId} layer={layer} />
      ))}
      <table className="mt-2 w-full table-fixed text-xs tabular-nums">
        <thead className="text-faint">
          <tr>
            <th scope="col" className="w-2/5 py-1 text-left font-normal">
              {t('metric')}
            </th>
            <th scope="col" className="py-1 text-left font-normal max-sm:hidden">
              {t('command')}
            </th>
            <th scope="col" className="w-28 py-1 text-right font-normal">
              {t('now')}
            </th>
          </tr>
        </thead>
        <tbody>
          {metrics.map((metric) => {
            const series = seriesByMetric(layers[metric.layer]).get(metric.id) ?? [];
            const { value, perSecond } = totalOf({ metric, series });
            return (
              <tr key={metric.id} className="border-line border-t align-top">
                <th scope="row" className="py-1 pr-3 text-left font-normal">
                  <button
                    type="button"
                    onClick={() => onMetric(metric.id)}
                    className="rounded text-left underline decoration-line-strong underline-offset-2 hover:decoration-ink"
                  >
                    {wordsOf(metric).title}
                  </button>
                </th>
                <td className="break-words py-1 pr-3 font-mono text-soft max-sm:hidden">
                  {metric.commands.find((command) => toolOf(command) === tool)}
                </td>
                <td className="py-1 text-right">
                  {series.length > 1 && value === null
                    ? t('seriesCount', { count: series.length })
                    : metric.kind === 'counter'
                      ? formatRate(perSecond, metric.unit)
                      : formatValue(value, metric.unit, { exact: metric.exact })}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </>
  );
};
