import { type AnyMetric, METRICS } from '@netstrata/metrics';
import type { LayerValue } from '@netstrata/protocol/types';

/** The metrics that a setting limits. */
export const metricsLimitedBy = (tunable: string): readonly AnyMetric[] =>
  METRICS.filter(({ fills }) => fills === tunable);

/** The largest of a gauge's series; of a counter the sum of their rates. Undefined where nothing is known. */
export const nowOf = ({ kind }: Pick<AnyMetric, 'kind'>, series: readonly LayerValue[]): number | undefined => {
  const known = series.flatMap(({ value, perSecond }) => (kind === 'counter' ? perSecond : value) ?? []);
  if (known.length === 0) return undefined;
  return kind === 'counter' ? known.reduce((sum, each) => sum + each, 0) : Math.max(...known);
};

const COUNTS: ReadonlySet<string> = new Set(['count', 'packets', 'connections', 'sockets']);

/** Of all sockets together: what each of them may have says nothing of the sum. */
const isSum = ({ id, source }: Pick<AnyMetric, 'id' | 'source'>) =>
  source.startsWith('sock_diag/') && !/Max[A-Z]/.test(id);

/** Which part of its limit a gauge is: of three numbers the last one is the limit. Undefined where the two cannot be compared. */
export const fillOf = (
  metric: Pick<AnyMetric, 'id' | 'source' | 'kind' | 'unit'>,
  now: number | undefined,
  limit: { readonly value: string | undefined; readonly unit: string },
): number | undefined => {
  const most = Number(limit.value?.trim().split(/\s+/).at(-1));
  if (metric.kind !== 'gauge' || now === undefined || isSum(metric) || !Number.isFinite(most) || most <= 0)
    return undefined;
  if (metric.unit === 'share') return now;
  // The catalogue of metrics has fewer words for what is counted.
  const isSame = metric.unit === limit.unit || (COUNTS.has(metric.unit) && !['bytes', 'pages'].includes(limit.unit));
  return isSame ? now / most : undefined;
};
