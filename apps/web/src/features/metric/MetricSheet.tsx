'use client';
import { describeMetric, type Labels } from '@netstrata/metrics';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { ChevronIcon } from '../../components/icons.tsx';
import { keepUnits } from '../../components/keepUnits.ts';
import { Sheet } from '../../components/Sheet.tsx';
import { useFormatOptions } from '../catalogue/useFormatOptions.ts';
import { useMetricWords } from '../catalogue/useMetricWords.ts';
import { useHost, useView } from '../connection/live.ts';
import { HistoryChart } from '../history/HistoryChart.tsx';
import { hasLabels, nameOf } from '../history/storedBands.ts';
import { isStored } from '../sockets/socketsOf.ts';
import { TimePicker } from '../time/TimePicker.tsx';
import { AroundMetric } from './AroundMetric.tsx';
import { Commands } from './Commands.tsx';
import { NamespaceWays } from './NamespaceWays.tsx';
import { namespaceCommands } from './namespaceCommands.ts';
import { Origin } from './Origin.tsx';
import { SeriesNow } from './SeriesNow.tsx';
import { Unstored } from './Unstored.tsx';
import { useAround } from './useAround.ts';

interface MetricSheetProps {
  readonly hostId: string;
  readonly metric: string;
  /** Only series with all of these. */
  readonly of: Labels;
  /** The way to everything else that is measured in its layer. */
  readonly layerHref: string;
  readonly onOf: (labels: Labels) => void;
  readonly onClose: () => void;
}

/** A command for one series: `{device}` is its device. */
const filled = (command: string, labels: Labels): string =>
  command.replaceAll(/\{(\w+)\}/g, (whole, name: string) => labels[name] ?? whole);

/** What a number means, where the kernel has it, what limits it, how it was, and what has to do with it. */
export default function MetricSheet({ hostId, metric: id, of, layerHref, onOf, onClose }: MetricSheetProps) {
  const t = useTranslations();
  const metric = useMemo(() => describeMetric(id), [id]);
  const { layer } = metric;
  const { title, help } = useMetricWords()(metric);
  useView(useMemo(() => ({ view: 'layer', hostId, layer }) as const, [hostId, layer]));
  const update = useHost(hostId, (host) => host.layers[layer]);
  const options = useFormatOptions(hostId, metric);
  const around = useAround(hostId, id);
  const rules = useMemo(() => (around?.ok ? new Set(around.body.rules.map((rule) => rule.id)) : undefined), [around]);
  const all = useMemo(() => update?.values.filter((value) => value.metric === id), [update, id]);
  const only = Object.keys(of).length > 0;
  const series = all?.filter((each) => hasLabels(each, of));
  const labels = series?.[0]?.labels ?? of;
  const { netns } = labels;
  const stored = isStored(id, of);
  const limit = around?.ok ? around.body.tunables.find(({ limits }) => limits)?.value : undefined;
  return (
    <Sheet onClose={onClose} title={title} description={keepUnits(help)}>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 border-line border-b px-5 py-2">
        <Link href={layerHref} className="inline-flex min-h-8 items-center gap-1 text-accent text-sm hover:underline">
          <ChevronIcon className="size-3 rotate-180" />
          {t('metric.back', { layer: t(`layers.names.${layer}`) })}
        </Link>
        <div className="ml-auto min-w-0 max-sm:w-full">
          <TimePicker />
        </div>
      </div>
      <div className="flex min-h-0 flex-1 flex-col gap-5 overflow-y-auto overscroll-contain px-5 pt-3 pb-8">
        <section aria-label={t('metric.history')}>
          {only && stored && (
            <p className="mb-1 flex flex-wrap items-center gap-x-3 text-sm">
              {t('metric.only', { series: nameOf({ labels: of }) })}
              <button type="button" onClick={() => onOf({})} className="text-accent hover:underline">
                {t('metric.allSeries', { count: all?.length ?? 0 })}
              </button>
            </p>
          )}
          {stored ? (
            <HistoryChart
              key={id}
              hostId={hostId}
              metric={id}
              title={title}
              labels={of}
              options={options}
              rules={rules}
            />
          ) : (
            <Unstored hostId={hostId} of={of} onAll={() => onOf({})} />
          )}
        </section>
        <section aria-label={t('metric.now')} hidden={!stored}>
          {series === undefined && <p className="text-faint text-sm">{t('metric.waiting')}</p>}
          {series?.length === 0 && <p className="text-faint text-sm">{t('metric.absent')}</p>}
          {series !== undefined && series.length > 0 && (
            <SeriesNow metric={metric} series={series} options={options} onOnly={onOf} />
          )}
        </section>
        <section aria-label={t('metric.about')}>
          <h3 className="mb-1 font-semibold text-sm">{t('metric.about')}</h3>
          <Origin metric={metric} limit={limit ?? undefined} />
        </section>
        {netns === undefined ? (
          <Commands commands={namespaceCommands(metric.commands, {}).map((command) => filled(command, labels))} />
        ) : (
          <NamespaceWays hostId={hostId} name={netns} commands={metric.commands} />
        )}
        {around?.ok === false && (
          <p className="text-faint text-sm">{t('metric.around', { why: around.refusal.message })}</p>
        )}
        {around?.ok && <AroundMetric hostId={hostId} around={around.body} />}
      </div>
    </Sheet>
  );
}
