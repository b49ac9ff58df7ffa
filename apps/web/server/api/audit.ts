import { setImmediate } from 'node:timers/promises';
import { auditFile } from './auditFile.ts';
import type { Route } from './route.ts';

const LATEST_MS = 2 ** 43;
const MOST_SHOWN = 1000;
const MOST_EXPORTED = 20_000;
const TYPES = { csv: 'text/csv', json: 'application/json' } as const;

/**
 * GET /api/v1/audit?from=&to=&actor=&action=&host=&before=&limit=&as=: who did what, the newest first. `actor` and `action` are parts
 * of the text, `before` is the number of a row. With `as` (csv, json) a file, in English as it is kept; for more than one holds, go on before
 * its last row.
 */
export const audit: Route = {
  path: '/api/v1/audit',
  role: 'operator',
  parameters: ['from', 'to', 'actor', 'action', 'host', 'before', 'limit', 'as'],
  texts: true,
  answer: ({ context, query }) => {
    const time = { min: 0, max: LATEST_MS };
    const as = query.choice('as', ['csv', 'json']);
    const most = as === undefined ? MOST_SHOWN : MOST_EXPORTED;
    const limit = query.integer('limit', { min: 1, max: most }) ?? (as === undefined ? 100 : most);
    const asked = {
      fromMs: query.integer('from', time),
      toMs: query.integer('to', time),
      actor: query.text('actor', 200),
      action: query.text('action', 200),
      hostId: query.text('host', 64),
      beforeSeq: query.integer('before', { min: 1, max: Number.MAX_SAFE_INTEGER }),
      limit,
    };
    if (as === undefined) return { body: { rows: context.ledger.audit.rows(asked) } };
    return {
      text: auditFile(context.ledger.audit.pages(asked), as),
      type: TYPES[as],
      fileName: `netstrata-audit.${as}`,
    };
  },
};

/** GET /api/v1/audit/verify: reads every row and computes the chain anew. `brokenAt` is the first row that does not fit, or null. */
export const auditVerify: Route = {
  path: '/api/v1/audit/verify',
  role: 'operator',
  parameters: [],
  answer: async ({ context: { ledger } }) => {
    let check = ledger.audit.verifyNext();
    while (!check.done) {
      await setImmediate();
      check = ledger.audit.verifyNext(check);
    }
    const { rows, brokenAt, head } = check;
    return { body: { rows, brokenAt: brokenAt ?? null, head } };
  },
};
