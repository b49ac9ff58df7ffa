import { isIPv4 } from 'node:net';
import { IPPROTO_TCP, IPPROTO_UDP } from '../libc/constants.ts';
import type { Endpoint } from '../libc/sockets.ts';

export type ForgedKind = 'syn' | 'udp' | 'fragment';

export interface Forgery {
  readonly kind: ForgedKind;
  /** Four bytes. */
  readonly source: Uint8Array;
  readonly target: Endpoint;
  /** Makes source ports and fragment ids differ. */
  readonly number: number;
  readonly payloadBytes: number;
}

const IP_BYTES = 20;
const TCP_BYTES = 20;
const UDP_BYTES = 8;
const SYN = 0x02;
const MORE_FRAGMENTS = 0x2000;
const FIRST_PORT = 1024;
const PORTS = 64_000;

/** The ones' complement sum of RFC 1071, over 16-bit words. */
export const internetChecksum = (bytes: Uint8Array): number => {
  let sum = 0;
  for (let at = 0; at < bytes.length; at += 2) sum += ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff;
};

const bytesOf = (address: string): Buffer => {
  if (!isIPv4(address)) throw new RangeError(`"${address}" is not an IPv4 address.`);
  return Buffer.from(address.split('.').map(Number));
};

const tcpSyn = (sourcePort: number, { port }: Endpoint, number: number): Buffer => {
  const tcp = Buffer.alloc(TCP_BYTES);
  tcp.writeUInt16BE(sourcePort, 0);
  tcp.writeUInt16BE(port, 2);
  tcp.writeUInt32BE(number >>> 0, 4);
  tcp[12] = (TCP_BYTES / 4) << 4;
  tcp[13] = SYN;
  tcp.writeUInt16BE(64_240, 14);
  return tcp;
};

const udpDatagram = (sourcePort: number, { port }: Endpoint, lengths: { payload: number; told: number }): Buffer => {
  const udp = Buffer.alloc(UDP_BYTES + lengths.payload, 'x');
  udp.writeUInt16BE(sourcePort, 0);
  udp.writeUInt16BE(port, 2);
  udp.writeUInt16BE(UDP_BYTES + lengths.told, 4);
  // 0: sent without a checksum.
  udp.writeUInt16BE(0, 6);
  return udp;
};

const tcpChecksum = (source: Uint8Array, destination: Uint8Array, tcp: Buffer): number => {
  const pseudo = Buffer.alloc(12);
  pseudo.set(source, 0);
  pseudo.set(destination, 4);
  pseudo[9] = IPPROTO_TCP;
  pseudo.writeUInt16BE(tcp.length, 10);
  return internetChecksum(Buffer.concat([pseudo, tcp]));
};

/** A whole IPv4 packet; its header checksum and length are left to the kernel, which sets them in raw sockets. */
export const forge = ({ kind, source, target, number, payloadBytes }: Forgery): Buffer => {
  const destination = bytesOf(target.address);
  const sourcePort = FIRST_PORT + (number % PORTS);
  const ip = Buffer.alloc(IP_BYTES);
  ip[0] = 0x45;
  ip.writeUInt16BE(1 + (number % 0xffff), 4);
  ip[8] = 64;
  ip[9] = kind === 'syn' ? IPPROTO_TCP : IPPROTO_UDP;
  ip.set(source, 12);
  ip.set(destination, 16);
  if (kind === 'syn') {
    const tcp = tcpSyn(sourcePort, target, number);
    tcp.writeUInt16BE(tcpChecksum(source, destination, tcp), 16);
    return Buffer.concat([ip, tcp]);
  }
  if (kind === 'fragment') ip.writeUInt16BE(MORE_FRAGMENTS, 6);
  const told = kind === 'fragment' ? 2 * payloadBytes : payloadBytes;
  return Buffer.concat([ip, udpDatagram(sourcePort, target, { payload: payloadBytes, told })]);
};
