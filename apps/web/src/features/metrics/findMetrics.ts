import { type AnyMetric, METRICS, type MetricDescription } from '@netstrata/metrics';
import type { MetricsAddress } from './metricsAddress.ts';

type Words = Pick<MetricDescription, 'title' | 'help'>;

/** The metrics of the catalogue that a filter leaves: every word must occur in the id, kernel name, a command, or the title and help as read. */
export const findMetrics = (
  { search, layer, source }: Pick<MetricsAddress, 'search' | 'layer' | 'source'>,
  wordsOf: (metric: AnyMetric) => Words,
): readonly AnyMetric[] => {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return METRICS.filter((metric) => {
    if (layer !== undefined && metric.layer !== layer) return false;
    if (source !== undefined && metric.source !== source) return false;
    if (words.length === 0) return true;
    const { title, help } = wordsOf(metric);
    const text = [metric.id, metric.kernelName, metric.title, title, help, ...metric.commands].join('\n').toLowerCase();
    return words.every((word) => text.includes(word));
  });
};
