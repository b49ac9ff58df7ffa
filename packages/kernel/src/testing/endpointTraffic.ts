import { connect as connectLater } from 'node:net';
import { bind, close, connect, getsockname, recv, send, setsockopt, socket } from '../libc.ts';

const AF_INET = 2;
const AF_INET6 = 10;
const SOCK_DGRAM = 2;
const SOCK_RAW = 3;
const SOL_SOCKET = 1;
const SO_RCVBUF = 8;
const IPPROTO_RAW = 255;
/** A port of which no socket is bound in a namespace of a test. */
const CLOSED_PORT = 9;

/** struct sockaddr_in of 127.0.0.1, or sockaddr_in6 of ::1. */
function loopback(family: string, port: number): Uint8Array {
  const place = [0, port >> 8, port & 0xff];
  return family === '6'
    ? Uint8Array.of(AF_INET6, ...place, ...new Array(19).fill(0), 1, 0, 0, 0, 0)
    : Uint8Array.of(AF_INET, ...place, 127, 0, 0, 1, ...new Array(8).fill(0));
}

function opened(family: string, type: number, protocol: number): number {
  const fd = socket(family === '6' ? AF_INET6 : AF_INET, type, protocol);
  if (fd < 0) throw new Error(`no socket of protocol ${protocol}`);
  return fd;
}

function connected(family: string, protocol: string, port: number): number {
  const fd = opened(family, SOCK_DGRAM, Number(protocol));
  const address = loopback(family, port);
  if (connect(fd, address, address.length) !== 0) throw new Error('connect');
  return fd;
}

function receiver(family: string, protocol: string): { readonly fd: number; readonly port: number } {
  const fd = opened(family, SOCK_DGRAM, Number(protocol));
  const address = loopback(family, 0);
  if (bind(fd, address, address.length) !== 0) throw new Error('bind');
  getsockname(fd, address, new Uint32Array([address.length]));
  return { fd, port: ((address[2] ?? 0) << 8) | (address[3] ?? 0) };
}

/** Orders of testing/endpoint.ts that move counters: datagrams of any protocol, packets made by hand, connections that nobody takes. */
export const trafficOrders: Readonly<Record<string, (...words: string[]) => Promise<string | number>>> = {
  /** protocol FAMILY PROTOCOL: whether this kernel has datagram sockets of it. */
  protocol: async (family = '', protocol = '') => {
    const fd = socket(family === '6' ? AF_INET6 : AF_INET, SOCK_DGRAM, Number(protocol));
    if (fd >= 0) close(fd);
    return fd < 0 ? 'none' : 'there';
  },
  /** datagram FAMILY PROTOCOL BYTES: one of so many bytes over loopback from a socket to another; how many came. */
  datagram: async (family = '', protocol = '', bytes = '') => {
    const { fd, port } = receiver(family, protocol);
    const from = connected(family, protocol, port);
    const length = Number(bytes);
    send(from, new Uint8Array(length), length, 0);
    const came = recv(fd, new Uint8Array(length), length, 0);
    close(from);
    close(fd);
    return came;
  },
  /** overflow FAMILY PROTOCOL COUNT: as many to a socket with little room that reads none. */
  overflow: async (family = '', protocol = '', count = '') => {
    const { fd, port } = receiver(family, protocol);
    setsockopt(fd, SOL_SOCKET, SO_RCVBUF, new Uint8Array(new Int32Array([1]).buffer), 4);
    const from = connected(family, protocol, port);
    for (let n = 0; n < Number(count); n++) send(from, new Uint8Array(1000), 1000, 0);
    close(from);
    close(fd);
    return 'sent';
  },
  /** unwanted FAMILY PROTOCOL: one to a port that no socket has. */
  unwanted: async (family = '', protocol = '') => {
    const fd = connected(family, protocol, CLOSED_PORT);
    send(fd, new Uint8Array(10), 10, 0);
    close(fd);
    return 'sent';
  },
  /** raw FAMILY PROTOCOL HEX …: packets of that protocol to loopback, its header as given; with protocol 255 that of IP too. */
  raw: async (family = '', protocol = '', ...packets: string[]) => {
    const fd = opened(family, SOCK_RAW, Number(protocol));
    // Of the address the number of the protocol is read where others have a port.
    const address = loopback(family, protocol === String(IPPROTO_RAW) ? 0 : Number(protocol));
    if (connect(fd, address, address.length) !== 0) throw new Error('connect');
    for (const packet of packets) {
      const bytes = Buffer.from(packet, 'hex');
      if (send(fd, bytes, bytes.length, 0) !== bytes.length) throw new Error(`not sent: ${packet}`);
    }
    close(fd);
    return 'sent';
  },
  /** knock ADDRESS PORT COUNT: begins as many connections, and waits for none. */
  knock: async (address = '', port = '', count = '') => {
    for (let n = 0; n < Number(count); n++) connectLater(Number(port), address).on('error', () => {});
    return 'knocked';
  },
};
