import { TUNABLES } from '@netstrata/tunables';
import { hostOf, type Route } from './route.ts';

/** GET /api/v1/hosts/{id}/tunables: the catalogue with this host's values; null with a reason where one is not known. */
export const tunables: Route = {
  path: '/api/v1/hosts/:host/tunables',
  parameters: [],
  answer: (request) => {
    const { tunables: report } = hostOf(request);
    const rows = TUNABLES.map(({ name, kernelDefault, defaultDerivation, layer, unit, title, help, scope }) => {
      const value = report?.values[name];
      return {
        name,
        namespace: 'host',
        value: value ?? null,
        default: kernelDefault ?? null,
        layer,
        unit,
        title,
        help,
        scope,
        ...(defaultDerivation === undefined ? {} : { defaultDerivation }),
        ...(value === undefined ? { unreadable: report?.unreadable[name] ?? missing(report === undefined) } : {}),
      };
    });
    return { body: { timeMs: report?.timeMs ?? null, tunables: rows } };
  },
};

function missing(noReport: boolean): string {
  return noReport ? 'the agent has not reported since the server started' : 'the agent did not report it';
}
