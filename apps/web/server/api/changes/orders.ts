import { bareRequest, confirmRequest, undoRequest } from '@netstrata/protocol/schemas';
import type { OrderAsked } from '../../changes/Orders.ts';
import { type Answer, hostOf, type Route, type RouteRequest } from '../route.ts';
import { askerOf } from './askerOf.ts';
import { audited } from './audited.ts';

const order = (action: string, answer: Route['answer']): Route => ({
  path: `/api/v1/hosts/:host/changes/:change/${action}`,
  method: 'POST',
  role: 'operator',
  texts: true,
  parameters: [],
  answer,
});

/** Gives the order, and answers with the change as it is told to people then. */
const given = async (request: RouteRequest, asked: OrderAsked): Promise<Answer> => {
  const { changes } = request.context;
  const host = hostOf(request);
  await changes.order(host, asked, askerOf(request));
  return { body: { change: changes.toldOf(host, asked.id) } };
};

const idOf = ({ path }: RouteRequest): string => path['change'] ?? '';

/** POST …/changes/{change}/confirm {persist?}: keeps it, and with `persist` for the next boot too. */
const confirm = order('confirm', async (request) => {
  const { persist } = audited(request, 'change.confirm', confirmRequest);
  const id = idOf(request);
  const confirmed = await given(request, { id, action: 'confirm' });
  return persist === true ? given(request, { id, action: 'persist' }) : confirmed;
});

/** POST …/changes/{change}/undo {evenIfChanged?}: puts the values before back. */
const undo = order('undo', async (request) => {
  const { evenIfChanged } = audited(request, 'change.undo', undoRequest);
  return given(request, { id: idOf(request), action: 'undo', evenIfChanged });
});

/** POST …/changes/{change}/persist and …/unpersist {}: sets it at boot, or no longer. */
const [persist, unpersist] = (['persist', 'unpersist'] as const).map((action) =>
  order(action, async (request) => {
    audited(request, `change.${action}`, bareRequest);
    return given(request, { id: idOf(request), action });
  }),
) as [Route, Route];

export const changesOrders: readonly Route[] = [confirm, undo, persist, unpersist];
