import { addressText } from '@netstrata/kernel';
import type { OtherSocketRow } from '@netstrata/metrics';
import { addressBytes, isInPrefix, type SocketTest } from '@netstrata/metrics/socketFilter';
import type { SocketView } from '../SocketView.ts';
import type { Tests } from './compileFilter.ts';

type AddressTest = Extract<SocketTest, { kind: 'address' }>;

export function addressTests({ side, ...test }: AddressTest): Tests {
  const near = {
    inet: ({ cursor }: SocketView) => holds(test, cursor.localAddressBytes, cursor.localPort),
    other: (row: OtherSocketRow) => otherHolds(test, row.local, row.localPort),
  };
  const far = {
    inet: ({ cursor }: SocketView) => holds(test, cursor.remoteAddressBytes, cursor.remotePort),
    other: (row: OtherSocketRow) => otherHolds(test, row.remote, row.remotePort),
  };
  if (side === 'local') return near;
  if (side === 'peer') return far;
  return {
    inet: (view) => near.inet(view) || far.inet(view),
    other: (row) => near.other(row) || far.other(row),
  };
}

type End = Omit<AddressTest, 'side'>;

function holds({ prefix, text, port }: End, address: Uint8Array, ownPort: number): boolean {
  if (port !== undefined && port !== ownPort) return false;
  if (prefix !== undefined) return isInPrefix(prefix, address);
  if (text === undefined) return true;
  const shown = addressText(address);
  return (address.length === 16 ? `[${shown}]:${ownPort}` : `${shown}:${ownPort}`).includes(text);
}

/** Of a Unix socket it is a path or a name. */
function otherHolds({ prefix, text, port }: End, shown: string | undefined, ownPort: number | undefined): boolean {
  if (port !== undefined && port !== ownPort) return false;
  if (prefix !== undefined) {
    const bytes = shown === undefined || ownPort === undefined ? undefined : addressBytes(shown);
    return bytes !== undefined && isInPrefix(prefix, bytes);
  }
  if (text === undefined) return true;
  return (ownPort === undefined ? (shown ?? '') : `${shown}:${ownPort}`).toLowerCase().includes(text);
}
