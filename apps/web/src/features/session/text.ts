import type { Role } from '@netstrata/protocol/types';

/** Each includes those before it. Written here too: the catalogue of roles would bring its schemas into the page. */
export const ROLES: readonly Role[] = ['viewer', 'operator', 'admin'];
