import { describeMetric, type MetricDescription } from '@netstrata/metrics';
import type { metricWords } from '@netstrata/metrics/zh-CN';
import { useCallback } from 'react';
import { lazyWords } from './lazyWords.ts';
import { useChinese } from './useChinese.ts';

const chinese = lazyWords<typeof metricWords>(async () => (await import('@netstrata/metrics/zh-CN')).metricWords);

type MetricWords = Pick<MetricDescription, 'title' | 'help'>;

/**
 * Title and help of a metric, by its id or description, in the reader's language: English at once, Chinese as soon as it is loaded.
 * The only way pages take them: never `.title` and `.help` of the catalogue itself. The function is the same until the language changes.
 */
export const useMetricWords = (): ((metric: string | MetricDescription) => MetricWords) => {
  const words = useChinese(chinese);
  return useCallback(
    (metric) => {
      const english = typeof metric === 'string' ? describeMetric(metric) : metric;
      return words?.(english) ?? english;
    },
    [words],
  );
};
