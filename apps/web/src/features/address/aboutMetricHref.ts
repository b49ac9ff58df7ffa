import { hostHref } from './hostHref.ts';

/** What a metric is and which tools show it, on the page of all metrics of a host. */
export const aboutMetricHref = (hostId: string, metric: string): string =>
  `${hostHref(hostId, '/metrics')}?metric=${encodeURIComponent(metric)}`;
