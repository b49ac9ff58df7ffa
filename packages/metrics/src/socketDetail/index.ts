import type { FoundSocket } from '@netstrata/kernel/types';
import { CONGESTION_FIELDS } from './congestion.ts';
import { LOSS_FIELDS } from './loss.ts';
import { MPTCP_FIELDS, NEGOTIATED_FIELDS } from './negotiated.ts';
import { QUEUE_FIELDS, TRAFFIC_FIELDS } from './queues.ts';
import type { SocketField, SocketFieldValue } from './types.ts';
import { CAPTURE_FIELDS, WHO_FIELDS } from './who.ts';
import { TIME_FIELDS, WINDOW_FIELDS } from './windows.ts';

/** Everything that is told of a chosen socket, in the order a page lists it within its groups. The one list of it. */
export const SOCKET_FIELDS: readonly SocketField[] = [
  ...WHO_FIELDS,
  ...QUEUE_FIELDS,
  ...TRAFFIC_FIELDS,
  ...WINDOW_FIELDS,
  ...TIME_FIELDS,
  ...CONGESTION_FIELDS,
  ...LOSS_FIELDS,
  ...NEGOTIATED_FIELDS,
  ...MPTCP_FIELDS,
  ...CAPTURE_FIELDS,
];

/** What is known of a socket, by the ids of SOCKET_FIELDS. */
export function socketFieldsOf(socket: FoundSocket): Record<string, SocketFieldValue> {
  const values: Record<string, SocketFieldValue> = {};
  for (const { id, pick } of SOCKET_FIELDS) {
    const value = pick(socket);
    if (value !== undefined) values[id] = value;
  }
  return values;
}
