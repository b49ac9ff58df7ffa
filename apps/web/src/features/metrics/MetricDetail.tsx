'use client';
import { describeMetric, metric as knownMetric, SOURCES } from '@netstrata/metrics';
import { metricsOfLines, TOOLS, toolOf } from '@netstrata/metrics/tools';
import { tunable } from '@netstrata/tunables';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { CommandLine } from '../../components/CopyButton.tsx';
import { useListed } from '../../locale/useListed.ts';
import { aboutMetricHref } from '../address/aboutMetricHref.ts';
import { layerOfMetric } from '../address/address.ts';
import { metricHref } from '../address/metricHref.ts';
import { settingHref } from '../address/settingHref.ts';
import { useFormatOptions } from '../catalogue/useFormatOptions.ts';
import { useMetricWords } from '../catalogue/useMetricWords.ts';
import { HistoryChart } from '../history/HistoryChart.tsx';
import { useAround } from '../metric/useAround.ts';
import styles from './Metrics.module.css';
import { SeriesTable } from './SeriesTable.tsx';

/** Until it is known which rules read a metric, no advice is marked. */
const NO_RULES: ReadonlySet<string> = new Set();

interface MetricDetailProps {
  readonly hostId: string;
  readonly id: string;
  readonly onTool: (tool: string) => void;
}

/** A metric: what it means, where the kernel keeps it, what it is here now, and which tools show it. */
const MetricDetail = ({ hostId, id, onTool }: MetricDetailProps) => {
  const t = useTranslations('metrics');
  const listed = useListed();
  const description = describeMetric(id);
  const options = useFormatOptions(hostId, description);
  const { title, help } = useMetricWords()(description);
  const { commands, fills, kernelName, kind, unit, source, labels } = description;
  const around = useAround(hostId, id);
  const rules = useMemo(() => (around?.ok ? new Set(around.body.rules.map((rule) => rule.id)) : NO_RULES), [around]);
  const layer = layerOfMetric(id);
  const isKnown = knownMetric(id) !== undefined;
  const named = new Set(commands.map(toolOf));
  const others = TOOLS.filter(
    (tool) => !named.has(tool.id) && tool.views.some(({ lines }) => metricsOfLines(lines).includes(id)),
  );
  const facts = [
    [
      t('facts.source'),
      <code key="source" className="break-all font-mono text-xs">
        {source === undefined ? t('facts.noSource') : SOURCES[source].path}
      </code>,
    ],
    [
      t('facts.kernelName'),
      <code key="name" className="break-all font-mono text-xs">
        {kernelName}
      </code>,
    ],
    [t('facts.kind'), t(`kinds.${kind}`)],
    [t('facts.unit'), unit],
    [t('facts.layer'), t(`layers.${layer}`)],
    ...(labels.length === 0 ? [] : [[t('facts.labels'), listed(labels)] as const]),
  ] as const;
  return (
    <article aria-label={title} className={`p-4 ${styles['about']}`}>
      <div className="min-w-0 space-y-4">
        <header>
          <h2 className="font-semibold text-lg">{title}</h2>
          <code className="break-all font-mono text-faint text-xs">{id}</code>
        </header>
        <p className="max-w-[75ch] text-pretty text-sm">{help}</p>
        {!isKnown && <p className="text-soft text-sm">{t('notInCatalogue')}</p>}
        <dl className="grid grid-cols-[7rem_minmax(0,1fr)] gap-x-3 gap-y-1 text-sm">
          {facts.map(([term, value]) => (
            <div key={term} className="contents">
              <dt className="text-faint">{term}</dt>
              <dd>{value}</dd>
            </div>
          ))}
          {fills !== undefined && (
            <div className="contents">
              <dt className="text-faint">{t('facts.limit')}</dt>
              <dd>
                <Link
                  href={tunable(fills) === undefined ? aboutMetricHref(hostId, fills) : settingHref(hostId, fills)}
                  className="break-all font-mono text-accent text-xs underline underline-offset-2"
                >
                  {fills}
                </Link>
              </dd>
            </div>
          )}
        </dl>
        <section aria-label={t('here')}>
          <h3 className="mb-1 font-semibold text-sm">{t('here')}</h3>
          <SeriesTable hostId={hostId} metric={description} />
        </section>
      </div>
      <div className="min-w-0 space-y-4">
        <section aria-label={t('chart')}>
          <div className="mb-1 flex flex-wrap items-baseline gap-x-3">
            <h3 className="font-semibold text-sm">{t('chart')}</h3>
            <Link href={metricHref(hostId, id)} className="text-accent text-sm underline underline-offset-2">
              {t('around')}
            </Link>
          </div>
          <HistoryChart key={id} hostId={hostId} metric={id} title={title} options={options} rules={rules} />
        </section>
        <section aria-label={t('toolsOf')}>
          <h3 className="mb-1 font-semibold text-sm">{t('toolsOf')}</h3>
          {commands.length === 0 ? (
            <p className="text-soft text-sm">{t(isKnown ? 'noTool' : 'notKnownTool')}</p>
          ) : (
            <ul className="space-y-2">
              {commands.map((command) => {
                const tool = TOOLS.find((each) => each.id === toolOf(command));
                return (
                  <li key={command}>
                    <CommandLine command={command} />
                    {tool !== undefined && (
                      <button
                        type="button"
                        onClick={() => onTool(tool.id)}
                        className="mt-0.5 rounded text-accent text-xs underline underline-offset-2"
                      >
                        {t('allOf', { tool: tool.id })}
                      </button>
                    )}
                  </li>
                );
              })}
            </ul>
          )}
          {others.length > 0 && (
            <p className="mt-2 text-soft text-sm">
              {t('alsoIn')}{' '}
              {others.map((tool) => (
                <button
                  key={tool.id}
                  type="button"
                  onClick={() => onTool(tool.id)}
                  className="mr-2 rounded font-mono text-accent underline underline-offset-2"
                >
                  {tool.id}
                </button>
              ))}
            </p>
          )}
        </section>
      </div>
    </article>
  );
};

export default MetricDetail;
