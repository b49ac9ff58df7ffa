import { EXPORT_FORMATS, exportAs } from '../../changes/exportAs.ts';
import { keptSettings } from '../../changes/keptSettings.ts';
import { hostOf, type Route } from '../route.ts';

const FILES = {
  sysctl: { fileName: '90-netstrata.conf', type: 'text/plain' },
  ansible: { fileName: 'netstrata.yml', type: 'application/yaml' },
  tuned: { fileName: 'tuned.conf', type: 'text/plain' },
} as const;

/** GET /api/v1/hosts/{id}/changes/export?as=sysctl|ansible|tuned: all kept settings of one host, for another tool. */
export const changesExport: Route = {
  path: '/api/v1/hosts/:host/changes/export',
  parameters: ['as'],
  answer: (request) => {
    const as = request.query.choice('as', EXPORT_FORMATS) ?? 'sysctl';
    const host = hostOf(request);
    const { hostId, facts } = host;
    const kept = keptSettings(request.context.changes.kept(host));
    return { text: exportAs(as, { hostId, hostname: facts.hostname }, kept), ...FILES[as] };
  },
};
