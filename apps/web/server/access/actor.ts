import type { Principal } from '@netstrata/protocol';

/** How the audit spells who did something: `person:ada@example.org`, `token:NAME`, `wall:NAME`; `nobody` who proved nothing. */
export const actorOf = (who: Pick<Principal, 'kind' | 'name'> | undefined): string =>
  who === undefined ? 'nobody' : `${who.kind}:${who.name}`;
