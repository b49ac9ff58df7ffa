import type { Role } from '@netstrata/protocol/types';

const RANK: Readonly<Record<Role, number>> = { viewer: 0, operator: 1, admin: 2 };

/** Whether somebody with the role `own` may do what needs `needed`. */
export const roleIncludes = (own: Role | null | undefined, needed: Role): boolean =>
  own !== undefined && own !== null && RANK[own] >= RANK[needed];
