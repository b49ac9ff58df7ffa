import { RULES } from '@netstrata/advisor';
import { describeMetric } from '@netstrata/metrics';
import { defaultOn, TUNABLES } from '@netstrata/tunables';
import { tunableTexts } from '../language/tunableTexts.ts';
import { hostOf, type Route } from './route.ts';

/** GET /api/v1/hosts/{id}/metrics/{metric}: the rules that read a metric, and the sysctls that have to do with it, with their values here. */
export const metricAround: Route = {
  path: '/api/v1/hosts/:host/metrics/:metric',
  parameters: [],
  texts: true,
  answer: (request) => {
    const { metric = '' } = request.path;
    const { facts, tunables: report } = hostOf(request);
    const { fills, sysctls = [] } = describeMetric(metric);
    const rules = RULES.filter(({ metrics }) => metrics.includes(metric));
    const names = new Set([
      ...(fills === undefined ? [] : [fills]),
      ...sysctls,
      ...rules.flatMap(({ tunables }) => tunables),
    ]);
    const related = TUNABLES.filter(({ name }) => names.has(name)).map((entry) => ({
      name: entry.name,
      title: tunableTexts(entry).title,
      unit: entry.unit,
      limits: entry.name === fills,
      value: report?.values[entry.name] ?? null,
      default: defaultOn(entry, facts) ?? null,
    }));
    const body = {
      id: metric,
      tunables: related.toSorted((a, b) => Number(b.limits) - Number(a.limits)),
      rules: rules.map(({ id, layer, title, about: { symptom } }) => ({ id, layer, title, symptom })),
    };
    return { body };
  },
};
