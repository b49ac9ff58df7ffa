import type { KeyKind } from '@netstrata/db';
import { type KeySummary, ProtocolError } from '@netstrata/protocol';
import { REVOKED } from '../../access/AccessDesk.ts';
import type { RouteRequest } from '../route.ts';

const NAMES = { token: 'token', wall: 'wallboard link', welcome: 'invitation' } as const satisfies Record<
  KeyKind,
  string
>;

/** Ends the key that the path names. @throws ProtocolError `not-found`, and `conflict` when it has ended before */
export function revokeKey({ context, path, who, from }: RouteRequest, kind: KeyKind): KeySummary {
  const { desk, ledger, now } = context;
  const { id = '' } = path;
  const key = desk.keys(kind).find((known) => known.id === id);
  if (key === undefined) throw new ProtocolError('not-found', 'api', `there is no such ${NAMES[kind]}`);
  if (!ledger.keys.end(id, now())) throw new ProtocolError('conflict', 'api', `this ${NAMES[kind]} has ended already`);
  desk.audit(who, from, { action: REVOKED[kind], target: key.name });
  return { ...key, endedMs: now() };
}
