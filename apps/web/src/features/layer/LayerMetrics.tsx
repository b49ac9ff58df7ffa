'use client';
import type { FormatOptions, Layer } from '@netstrata/metrics';
import { type ReactNode, useCallback, useDeferredValue, useMemo, useState } from 'react';
import { SearchIcon } from '../../components/icons.tsx';
import { useHost, useView } from '../connection/live.ts';
import { MetricItem } from './MetricItem.tsx';
import { groupsOf, matches, rowsOf, withTroubled } from './metricRows.ts';
import { LAYER_TEXT } from './text.ts';

interface LayerMetricsProps {
  readonly hostId: string;
  readonly layer: Layer;
  /** Unfolded and brought into view. */
  readonly metric: string | undefined;
  readonly options: FormatOptions;
  readonly onMetric: (metric: string | undefined) => void;
  /** Above the list, and scrolled with it. */
  readonly children: ReactNode;
}

/** The metrics of a layer, live: trouble first, searchable, each unfolding to its meaning and its commands. */
export const LayerMetrics = ({ hostId, layer, metric, options, onMetric, children }: LayerMetricsProps) => {
  useView(useMemo(() => ({ view: 'layer', hostId, layer }) as const, [hostId, layer]));
  const update = useHost(hostId, (host) => host.layers[layer]);
  const [search, setSearch] = useState('');
  const [troubled, setTroubled] = useState<ReadonlySet<string>>(new Set());
  const rows = useMemo(() => rowsOf(layer, update?.values ?? []), [layer, update]);
  const nowTroubled = withTroubled(troubled, rows);
  if (nowTroubled !== troubled) setTroubled(nowTroubled);
  const wanted = useDeferredValue(search);
  const shown = useMemo(() => rows.filter((row) => matches(row, wanted)), [rows, wanted]);
  const toggle = useCallback((id: string, open: boolean) => onMetric(open ? id : undefined), [onMetric]);
  return (
    <>
      <div className="flex items-center gap-3 border-line border-b px-5 py-2">
        <label className="flex flex-1 items-center gap-2 text-soft">
          <SearchIcon />
          <span className="sr-only">{LAYER_TEXT.searchLabel}</span>
          <input
            type="search"
            value={search}
            onChange={(event) => setSearch(event.target.value)}
            placeholder={LAYER_TEXT.search}
            className="min-w-0 flex-1 rounded-md bg-transparent px-1 py-1.5 text-ink text-sm placeholder:text-faint"
          />
        </label>
        <span className="whitespace-nowrap text-faint text-xs tabular-nums" role="status">
          {LAYER_TEXT.shown(shown.length, rows.length)}
        </span>
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain pb-8">
        {children}
        {update === undefined && <p className="px-5 py-4 text-faint text-sm">{LAYER_TEXT.waiting}</p>}
        {shown.length === 0 && <p className="px-5 py-6 text-faint text-sm">{LAYER_TEXT.none}</p>}
        {update !== undefined &&
          groupsOf(shown, nowTroubled).map(({ id, rows: inGroup }) => (
            <section key={id} aria-label={LAYER_TEXT.groups[id][0]}>
              <h3 className="sticky top-0 z-1 flex flex-wrap items-baseline gap-x-2 border-line border-b bg-surface px-5 pt-4 pb-1.5">
                <span className="font-semibold text-sm">{LAYER_TEXT.groups[id][0]}</span>
                <span className="font-normal text-faint text-xs">{LAYER_TEXT.groups[id][1]}</span>
              </h3>
              <ul>
                {inGroup.map((row) => (
                  <MetricItem
                    key={row.metric.id}
                    row={row}
                    options={options}
                    open={row.metric.id === metric}
                    onToggle={toggle}
                  />
                ))}
              </ul>
            </section>
          ))}
      </div>
    </>
  );
};
