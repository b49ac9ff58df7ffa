import { ProtocolError } from '@netstrata/protocol';
import type { Access } from '../access/Access.ts';
import type { BrowserNamespace, BrowserSocket } from './types.ts';

/**
 * Finds out who connects: by `auth: {token}` of a program, else by the headers that the connection began with. Rejects with an error
 * whose `data` is `{code, message}`: a client gets it as `connect_error`.
 */
export async function admit(socket: BrowserSocket, access: Pick<Access, 'identify' | 'holderOf'>): Promise<void> {
  try {
    const { auth, headers } = socket.handshake;
    const token: unknown = auth['token'];
    if (token !== undefined && typeof token !== 'string')
      throw new ProtocolError('bad-request', 'connect', 'the token must be a text');
    const who = token === undefined ? await access.identify({ headers }) : access.holderOf(token);
    if (who === undefined) throw new ProtocolError('unauthorised', 'connect', 'sign in first, or send a token');
    const isUpgrade = socket.conn.transport.name === 'websocket';
    if (who.kind !== 'token' && isUpgrade && headers.origin === undefined)
      throw new ProtocolError('forbidden', 'connect', 'with a cookie this needs an Origin header');
    socket.data.who = who;
  } catch (error) {
    const wire =
      error instanceof ProtocolError
        ? error.toWire()
        : { code: 'internal', message: 'the server could not tell who connects' };
    throw Object.assign(new Error(wire.message), { data: wire });
  }
}

/** A session that has ended, a token or link that was revoked, takes its open pages along. */
export function endWhoMayNoMore(namespace: BrowserNamespace, access: Pick<Access, 'stillHolds'>): void {
  for (const socket of namespace.sockets.values()) {
    const { who } = socket.data;
    if (who === undefined || !access.stillHolds(who)) socket.disconnect(true);
  }
}
