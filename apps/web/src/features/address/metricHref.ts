import type { Labels } from '@netstrata/metrics';
import { addressQuery } from './address.ts';
import { hostHref } from './hostHref.ts';

const NO_LABELS: Labels = {};

/** Where a metric of a host is explained and drawn, one of its series when `labels` names it. Every figure of a page leads there. */
export const metricHref = (hostId: string, metric: string, labels: Labels = NO_LABELS): string =>
  `${hostHref(hostId)}?${addressQuery(new URLSearchParams(), { metric, of: labels })}`;
