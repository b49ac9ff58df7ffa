import type { Asker } from '../../changes/asker.ts';
import { principalOf, type RouteRequest } from '../route.ts';

/** Whoever asks, for routes that nobody reaches without a role. */
export const askerOf = (request: RouteRequest): Asker => ({ who: principalOf(request), from: request.from });
