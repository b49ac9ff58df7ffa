import { ProtocolError } from '@netstrata/protocol';
import { validate } from '@netstrata/protocol/schemas';
import { askedBy } from '../../changes/asker.ts';
import type { RouteRequest } from '../route.ts';
import { askerOf } from './askerOf.ts';

type Schema<T> = Parameters<typeof validate<T>>[0];

/** The body by its schema; one that does not fit is refused and in the audit. @throws ProtocolError `bad-request` */
export function audited<T>(request: RouteRequest, action: string, schema: Schema<T>): T {
  try {
    return validate(schema, request.body, 'api');
  } catch (error) {
    const { context, path } = request;
    context.ledger.audit.append({
      action,
      outcome: 'refused',
      ...askedBy(askerOf(request)),
      hostId: path['host'],
      target: path['change'],
      because: error instanceof ProtocolError ? error.message : String(error),
    });
    throw error;
  }
}
