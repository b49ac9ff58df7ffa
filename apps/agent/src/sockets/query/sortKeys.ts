import type { OtherSocketRow } from '@netstrata/metrics';
import { SOCKET_NUMBER_NAMES, SOCKET_NUMBERS } from '../fields.ts';
import type { SocketView } from '../SocketView.ts';
import type { RowOwner } from '../toSocketRow.ts';
import { rateOf } from './numberTests.ts';

/** What sockets are put in order by. NaN and an empty text come last, whichever way. */
export type SortKey =
  | {
      readonly kind: 'number';
      readonly inet: (view: SocketView, owner: RowOwner | undefined) => number;
      readonly other: (row: OtherSocketRow, owner: RowOwner | undefined) => number;
    }
  | {
      readonly kind: 'text';
      readonly inet: (view: SocketView, owner: RowOwner | undefined) => string;
      readonly other: (row: OtherSocketRow, owner: RowOwner | undefined) => string;
    };

const ofOwner = (_: unknown, owner: RowOwner | undefined) => owner?.pid ?? Number.NaN;
const nameOf = (_: unknown, owner: RowOwner | undefined) => owner?.name ?? '';
/** Sorts as the numbers of the address do, IPv4 before IPv6. */
const addressKey = (bytes: Uint8Array, port: number) => String.fromCharCode(bytes.length, ...bytes, port);
const endKey = (address = '', port = 0) => `\u{ffff}${address}${String.fromCharCode(port)}`;

const TEXTS: Readonly<Record<string, Extract<SortKey, { kind: 'text' }>>> = {
  process: { kind: 'text', inet: nameOf, other: nameOf },
  state: { kind: 'text', inet: (view) => view.state, other: (row) => row.state },
  protocol: { kind: 'text', inet: (view) => view.protocol, other: (row) => row.protocol },
  local: {
    kind: 'text',
    inet: ({ cursor }) => addressKey(cursor.localAddressBytes, cursor.localPort),
    other: (row) => endKey(row.local, row.localPort),
  },
  remote: {
    kind: 'text',
    inet: ({ cursor }) => addressKey(cursor.remoteAddressBytes, cursor.remotePort),
    other: (row) => endKey(row.remote, row.remotePort),
  },
  congestionControl: { kind: 'text', inet: ({ cursor }) => cursor.congestionControl ?? '', other: () => '' },
  cgroupId: { kind: 'text', inet: ({ cursor }) => cursor.cgroupId ?? '', other: () => '' },
  limit: { kind: 'text', inet: (view) => view.limit, other: () => '' },
};

export const SORT_NAMES: readonly string[] = [...SOCKET_NUMBER_NAMES, 'pid', 'rate', ...Object.keys(TEXTS)];

/** Undefined for a name that is none of them. */
export function sortKeyOf(name: string): SortKey | undefined {
  if (name === 'pid') return { kind: 'number', inet: ofOwner, other: ofOwner };
  if (name === 'rate') return { kind: 'number', inet: rateOf, other: () => Number.NaN };
  if (Object.hasOwn(TEXTS, name)) return TEXTS[name];
  const field = SOCKET_NUMBER_NAMES.find((known) => known === name);
  if (field === undefined) return undefined;
  return {
    kind: 'number',
    inet: SOCKET_NUMBERS[field],
    other: (row) => {
      const value = field in row ? row[field as keyof OtherSocketRow] : undefined;
      return typeof value === 'number' ? value : Number.NaN;
    },
  };
}
