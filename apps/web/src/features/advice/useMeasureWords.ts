import type { Labels } from '@netstrata/metrics';
import { useTranslations } from 'next-intl';
import { useCallback } from 'react';
import type { Messages } from '../../locale/messages.ts';
import { useMetricWords } from '../catalogue/useMetricWords.ts';
import { isStored } from '../sockets/socketsOf.ts';
import { byLooks } from './advice.ts';

/** Numbers whose title in the catalogue speaks of all sockets together. */
type NamedAlone = keyof Messages['advice']['measureOf']['names'];

interface Measure {
  readonly metric: string;
  readonly labels: Labels;
}

/**
 * What each of these numbers is called. One of the single socket or destination that its labels name says so, and one of the host does
 * beside such.
 */
export const useMeasureWords = (all: readonly Measure[]): ((measure: Measure) => string) => {
  const t = useTranslations('advice.measureOf');
  const metricWords = useMetricWords();
  const isMixed = all.some(({ metric, labels }) => !isStored(metric, labels));
  return useCallback(
    ({ metric, labels }) => {
      const of = !isStored(metric, labels) ? 'one' : isMixed && Object.keys(labels).length === 0 ? 'host' : 'part';
      const field = byLooks(labels) ? 'looks' : metric.slice(metric.lastIndexOf('.') + 1);
      const name = `names.${field}` as `names.${NamedAlone}`;
      return t(of, { title: of === 'one' && t.has(name) ? t(name) : metricWords(metric).title });
    },
    [t, metricWords, isMixed],
  );
};
