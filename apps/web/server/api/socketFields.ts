import { socketCatalogue } from '@netstrata/metrics';
import { socketCatalogueWords } from '@netstrata/metrics/zh-CN';
import type { Route } from './route.ts';

/** GET /api/v1/socket-fields: what each field and option of /hosts/{id}/sockets/{cookie} means, with its unit and the kernel's name. */
export const socketFields: Route = {
  path: '/api/v1/socket-fields',
  parameters: [],
  texts: true,
  answer: ({ locale }) => {
    const catalogue = socketCatalogue();
    return { body: locale === 'zh-CN' ? socketCatalogueWords(catalogue) : catalogue };
  },
};
