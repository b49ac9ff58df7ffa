import type { FoundSocket, PacketSocket, UnixSocket } from '@netstrata/kernel';
import { namedNumber, type SocketDetail, type SocketNaming } from '@netstrata/metrics';
import { shownName } from '../shownName.ts';

type Ends = Pick<SocketDetail, 'inode' | 'state' | 'local' | 'localPort' | 'remote' | 'remotePort'>;

/** What a socket is between, as far as its kind has ends. */
export function endsOf(found: FoundSocket, interfaceOf: SocketNaming['interfaceOf']): Ends {
  if ('unix' in found) return unixEnds(found.unix);
  if ('packet' in found) return packetEnds(found.packet, interfaceOf);
  const { inode, state, localAddress: local, localPort, remoteAddress: remote, remotePort } = found.inet;
  return { inode, state, local, localPort, remote, remotePort };
}

export function unixEnds({ inode, state, name, peerInode, type }: UnixSocket): Ends {
  return {
    inode,
    state,
    local: shownName(name) ?? `${type} without a name`,
    remote: peerInode === undefined || peerInode === 0 ? undefined : `socket:[${peerInode}]`,
  };
}

const ETHER_TYPES: Readonly<Record<number, string>> = {
  0: 'nothing yet',
  3: 'all protocols',
  2048: 'IPv4',
  2054: 'ARP',
  34525: 'IPv6',
  35020: 'LLDP',
  34958: 'EAPOL',
};

/** What it listens to, and where. */
export function packetEnds(
  { inode, etherType, interfaceIndex = 0 }: PacketSocket,
  interfaceOf: SocketNaming['interfaceOf'],
): Ends {
  const what = ETHER_TYPES[etherType] ?? `protocol 0x${etherType.toString(16).padStart(4, '0')}`;
  const where =
    interfaceIndex === 0 ? 'all interfaces' : `interface ${namedNumber(interfaceIndex, interfaceOf(interfaceIndex))}`;
  return { inode, state: 'close', local: `${what} on ${where}` };
}
