'use client';
import { formatRate, formatValue, type MetricDescription } from '@netstrata/metrics';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { useListed } from '../../locale/useListed.ts';
import { layerOfMetric } from '../address/address.ts';
import { metricHref } from '../address/metricHref.ts';
import { useFormatOptions } from '../catalogue/useFormatOptions.ts';
import { useHost, useView } from '../connection/live.ts';
import { seriesByMetric } from './seriesByMetric.ts';

/** More than a person reads; the rest is told by its number. */
const MOST = 200;
const exact = new Intl.NumberFormat('en', { maximumFractionDigits: 3 });

/** Every series of a metric as it is now, with its exact value. */
export const SeriesTable = ({ hostId, metric }: { readonly hostId: string; readonly metric: MetricDescription }) => {
  const t = useTranslations('metrics');
  const listed = useListed();
  const layer = layerOfMetric(metric.id);
  useView(useMemo(() => ({ view: 'layer', hostId, layer }) as const, [hostId, layer]));
  const update = useHost(hostId, (host) => host.layers[layer]);
  const options = useFormatOptions(hostId, metric);
  if (update === undefined) return <p className="text-faint text-sm">{t('waiting')}</p>;
  const series = seriesByMetric(update).get(metric.id) ?? [];
  if (series.length === 0) return <p className="text-soft text-sm">{t('notHere')}</p>;
  return (
    <>
      <table className="w-full max-w-2xl text-sm tabular-nums" data-testid="series">
        <thead className="text-faint text-xs">
          <tr>
            <th scope="col" className="py-1 text-left font-normal">
              {listed(metric.labels) || t('series')}
            </th>
            <th scope="col" className="py-1 text-right font-normal">
              {t('exact')}
            </th>
            <th scope="col" className="py-1 text-right font-normal">
              {metric.kind === 'counter' ? t('rate') : t('readable')}
            </th>
          </tr>
        </thead>
        <tbody>
          {series.slice(0, MOST).map(({ labels, value, perSecond }) => {
            const name = listed(Object.values(labels));
            return (
              <tr key={name} className="border-line border-t">
                <th scope="row" className="break-all py-1 pr-3 text-left font-normal text-soft">
                  <Link
                    href={metricHref(hostId, metric.id, labels)}
                    className="underline decoration-line-strong underline-offset-2 hover:decoration-ink"
                  >
                    {name || t('host')}
                  </Link>
                </th>
                <td className="py-1 text-right font-mono text-xs">
                  {value === null ? formatValue(null, metric.unit) : exact.format(value)}
                </td>
                <td className="py-1 pl-3 text-right">
                  {metric.kind === 'counter'
                    ? formatRate(perSecond, metric.unit, options)
                    : formatValue(value, metric.unit, options)}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {series.length > MOST && <p className="text-faint text-xs">{t('more', { count: series.length - MOST })}</p>}
    </>
  );
};
