import type { Gauge } from '@netstrata/metrics';

/** In English and in Chinese. */
const CLAUSE_END = /; |；/;

/** What stands beside a vessel that has no percentage: the first clause of what is known of it, or that its value is not known. */
export const whyUnknown = ({ value, detail }: Pick<Gauge, 'value' | 'detail'>, unknown: string): string => {
  const [clause = ''] = detail.split(CLAUSE_END);
  return value === undefined && clause === '' ? unknown : clause;
};
