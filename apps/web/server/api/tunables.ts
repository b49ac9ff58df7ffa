import { type Words, words } from '@netstrata/metrics';
import { defaultOn, TUNABLES } from '@netstrata/tunables';
import { tunableTexts } from '../language/tunableTexts.ts';
import { hostOf, type Route } from './route.ts';

/** GET /api/v1/hosts/{id}/tunables: the catalogue with this host's values; null with a reason where one is not known. */
export const tunables: Route = {
  path: '/api/v1/hosts/:host/tunables',
  parameters: [],
  texts: true,
  answer: (request) => {
    const { facts, tunables: report } = hostOf(request);
    const rows = TUNABLES.map((entry) => {
      const { name, defaultDerivation, layer, unit, scope } = entry;
      const { derivation, title, help } = tunableTexts(entry);
      const value = report?.values[name];
      return {
        name,
        namespace: 'host',
        value: value ?? null,
        default: defaultOn(entry, facts) ?? null,
        layer,
        unit,
        title,
        help,
        scope,
        ...(defaultDerivation === undefined ? {} : { defaultDerivation: derivation }),
        ...(value === undefined ? { unreadable: report?.unreadable[name] ?? missing(report === undefined) } : {}),
      };
    });
    return { body: { timeMs: report?.timeMs ?? null, tunables: rows } };
  },
};

function missing(noReport: boolean): Words {
  return noReport
    ? words('the agent has not reported since the server started', '服务器启动以来 agent 还没有报告')
    : words('the agent did not report it', 'agent 没有报告它');
}
