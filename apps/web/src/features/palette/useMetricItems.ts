import { describeMetric, LAYERS, metricsOfLayer } from '@netstrata/metrics';
import { usePathname } from 'next/navigation';
import { useMemo } from 'react';
import { metricHref } from '../address/metricHref.ts';
import { useMetricWords } from '../catalogue/useMetricWords.ts';
import { hostOfPath } from '../shell/hostOfPath.ts';
import { metricItem, type PaletteItem } from './items.ts';

/** Every metric of the catalogue, on the stack of the host that is looked at; found by its English title too. */
export const useMetricItems = (): readonly PaletteItem[] => {
  const hostId = hostOfPath(usePathname());
  const words = useMetricWords();
  return useMemo(
    () =>
      LAYERS.flatMap((layer) =>
        metricsOfLayer(layer).map(({ id }) => {
          const metric = describeMetric(id);
          return metricItem(metric, { title: words(metric).title, href: metricHref(hostId, id) });
        }),
      ),
    [hostId, words],
  );
};
