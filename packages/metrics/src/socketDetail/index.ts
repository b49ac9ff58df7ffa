import type { FoundSocket } from '@netstrata/kernel/types';
import { congestionFields } from './congestion.ts';
import { lossFields } from './loss.ts';
import { mptcpFields, negotiatedFields } from './negotiated.ts';
import { socketOptionTexts } from './options.ts';
import { queueFields, trafficFields } from './queues.ts';
import {
  SOCKET_GROUPS,
  type SocketCatalogue,
  type SocketField,
  type SocketFieldValue,
  type SocketNaming,
} from './types.ts';
import { captureFields, whoFields } from './who.ts';
import { timeFields, windowFields } from './windows.ts';

let known: readonly SocketField[] | undefined;

/**
 * Everything that is told of a chosen socket, in the order a page lists it within its groups. The one list of it. Made when it is first asked for:
 * pages, which get it as data, then carry none of it.
 */
export function socketFields(): readonly SocketField[] {
  known ??= [
    ...whoFields(),
    ...queueFields(),
    ...trafficFields(),
    ...windowFields(),
    ...timeFields(),
    ...congestionFields(),
    ...lossFields(),
    ...negotiatedFields(),
    ...mptcpFields(),
    ...captureFields(),
  ];
  return known;
}

/** What is known of a socket, by the ids of its fields. */
export function socketFieldsOf(socket: FoundSocket, naming: SocketNaming): Record<string, SocketFieldValue> {
  const values: Record<string, SocketFieldValue> = {};
  for (const { id, pick } of socketFields()) {
    const value = pick(socket, naming);
    if (value !== undefined) values[id] = value;
  }
  return values;
}

/** The catalogue as data: the same words for pages and for those who read the API. */
export function socketCatalogue(): SocketCatalogue {
  return {
    groups: SOCKET_GROUPS,
    fields: socketFields().map(({ pick: _, ...field }) => field),
    options: Object.entries(socketOptionTexts()).map(([name, text]) => ({ name, ...text })),
  };
}
