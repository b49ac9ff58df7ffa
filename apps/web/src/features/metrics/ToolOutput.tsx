'use client';
import { LAYERS, type Layer } from '@netstrata/metrics';
import { fillTemplate, metricsOfLines, type ToolView } from '@netstrata/metrics/tools';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { CommandLine } from '../../components/CopyButton.tsx';
import { layerOfMetric } from '../address/address.ts';
import { useMetricWords } from '../catalogue/useMetricWords.ts';
import { useHost } from '../connection/live.ts';
import { LayerLook } from './LayerLook.tsx';
import styles from './Metrics.module.css';
import { seriesByMetric } from './seriesByMetric.ts';

interface ToolOutputProps {
  readonly hostId: string;
  readonly view: ToolView;
  readonly about: string;
  readonly onMetric: (metric: string) => void;
}

/** What a tool would print, with the numbers of this host in their places; each of them leads to what it means. */
export const ToolOutput = ({ hostId, view, about, onMetric }: ToolOutputProps) => {
  const t = useTranslations('metrics');
  const wordsOf = useMetricWords();
  const layers = useHost(hostId, (host) => host.layers);
  const needed = useMemo<readonly Layer[]>(() => {
    const used = new Set(metricsOfLines(view.lines).map(layerOfMetric));
    return LAYERS.filter((layer) => used.has(layer));
  }, [view]);
  const isThere = needed.every((layer) => layers[layer] !== undefined);
  const lines = useMemo(
    () => fillTemplate(view.lines, (metric) => seriesByMetric(layers[layerOfMetric(metric)]).get(metric) ?? []),
    [view, layers],
  );
  return (
    <section aria-label={view.command} className="space-y-1.5">
      {needed.map((layer) => (
        <LayerLook key={layer} hostId={hostId} layer={layer} />
      ))}
      <p className="text-soft text-sm">{about}</p>
      <CommandLine command={view.command} />
      {!isThere ? (
        <div className="skeleton h-24" role="status" aria-label={t('waiting')} />
      ) : lines.length === 0 ? (
        <p className="text-soft text-sm">{t('nothingToPrint')}</p>
      ) : (
        <pre className={styles['output']} data-testid="output">
          {lines.map((parts, row) => {
            // A line has no other name than its place: what stands in it changes.
            const key = `line ${row}`;
            return (
              <span key={key}>
                {parts.map(({ text, metric }, at) => {
                  const place = `${key} ${at}`;
                  if (metric === undefined) return <span key={place}>{text}</span>;
                  const number = text.trim();
                  const [before = '', after = ''] = text.split(number);
                  return (
                    <span key={place}>
                      {before}
                      <button
                        type="button"
                        className={styles['number']}
                        title={wordsOf(metric).title}
                        aria-label={t('numberOf', { number, metric: wordsOf(metric).title })}
                        onClick={() => onMetric(metric)}
                      >
                        {number}
                      </button>
                      {after}
                    </span>
                  );
                })}
                {'\n'}
              </span>
            );
          })}
        </pre>
      )}
    </section>
  );
};
