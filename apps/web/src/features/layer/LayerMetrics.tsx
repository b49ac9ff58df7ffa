'use client';
import type { FormatOptions, Layer } from '@netstrata/metrics';
import { useTranslations } from 'next-intl';
import { type ReactNode, useDeferredValue, useMemo, useState } from 'react';
import { SearchField } from '../../components/SearchField.tsx';
import { useMetricWords } from '../catalogue/useMetricWords.ts';
import { useHost, useView } from '../connection/live.ts';
import { MetricItem } from './MetricItem.tsx';
import { groupsOf, matches, rowsOf, withTroubled } from './metricRows.ts';

interface LayerMetricsProps {
  readonly hostId: string;
  readonly layer: Layer;
  readonly options: FormatOptions;
  readonly onMetric: (metric: string) => void;
  /** Above the list, and scrolled with it. */
  readonly children: ReactNode;
}

/** The metrics of a layer, live: trouble first, searchable, each leading to what it means and how it was. */
export const LayerMetrics = ({ hostId, layer, options, onMetric, children }: LayerMetricsProps) => {
  const t = useTranslations('layer');
  useView(useMemo(() => ({ view: 'layer', hostId, layer }) as const, [hostId, layer]));
  const update = useHost(hostId, (host) => host.layers[layer]);
  const [search, setSearch] = useState('');
  const [troubled, setTroubled] = useState<ReadonlySet<string>>(new Set());
  const rows = useMemo(() => rowsOf(layer, update?.values ?? []), [layer, update]);
  const nowTroubled = withTroubled(troubled, rows);
  if (nowTroubled !== troubled) setTroubled(nowTroubled);
  const wanted = useDeferredValue(search);
  const metricWords = useMetricWords();
  const shown = useMemo(
    () => rows.filter((row) => matches(row, metricWords(row.metric), wanted)),
    [rows, metricWords, wanted],
  );
  return (
    <>
      <div className="flex items-center gap-3 border-line border-b px-5 py-2">
        <SearchField label={t('search')} value={search} className="flex-1" onType={setSearch} />
        <span className="whitespace-nowrap text-faint text-xs tabular-nums" role="status">
          {update === undefined
            ? ''
            : shown.length === rows.length
              ? t('shown', { shown: rows.length })
              : t('shownOf', { shown: shown.length, all: rows.length })}
        </span>
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain pb-8">
        {children}
        {update === undefined && <p className="px-5 py-4 text-faint text-sm">{t('waiting')}</p>}
        {update !== undefined && shown.length === 0 && <p className="px-5 py-6 text-faint text-sm">{t('none')}</p>}
        {update !== undefined &&
          groupsOf(shown, nowTroubled).map(({ id, rows: inGroup }) => (
            <section key={id} aria-label={t(`groups.${id}.title`)}>
              <h3 className="sticky top-0 z-1 flex flex-wrap items-baseline gap-x-2 border-line border-b bg-surface px-5 pt-4 pb-1.5">
                <span className="font-semibold text-sm">{t(`groups.${id}.title`)}</span>
                <span className="font-normal text-faint text-xs">{t(`groups.${id}.about`)}</span>
              </h3>
              <ul>
                {inGroup.map((row) => (
                  <MetricItem key={row.metric.id} row={row} options={options} onOpen={onMetric} />
                ))}
              </ul>
            </section>
          ))}
      </div>
    </>
  );
};
