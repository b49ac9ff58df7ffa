import { once } from 'node:events';
import { fchownSync } from 'node:fs';
import { connect as connectTo, createServer } from 'node:net';
import { bind, connect, getsockname, send, setsockopt, socket } from '../libc.ts';
import { RawSockets } from '../netlink/RawSockets.ts';
import { SockDiag } from '../netlink/SockDiag.ts';
import { SocketFinder } from '../netlink/SocketFinder.ts';
import { toInetDetail } from '../netlink/toInetDetail.ts';
import type { InetProtocol, InetSocketDetail, PacketSocket } from '../types.ts';

const AF_INET = 2;
const AF_PACKET = 17;
const SOCK_STREAM = 1;
const SOCK_RAW = 3;
const IPPROTO_ICMP = 1;
const IPPROTO_MPTCP = 262;
const SOL_PACKET = 263;
const PACKET_RX_RING = 5;
const PACKET_AUXDATA = 8;
const PACKET_VERSION = 10;
const PACKET_LOSS = 14;
const PACKET_FANOUT = 18;

const kept: unknown[] = [];

const int = (...values: number[]) => new Uint8Array(new Int32Array(values).buffer);
const internet = (port: number) =>
  Uint8Array.of(AF_INET, 0, port >> 8, port & 0xff, 127, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0);
/** struct sockaddr_ll of one interface. */
const link = (etherType: number, index: number) =>
  Uint8Array.of(AF_PACKET, 0, etherType >> 8, etherType & 0xff, index, ...new Array(15).fill(0));

function must(result: number, what: string): number {
  if (result < 0) throw new Error(what);
  return result;
}
/** BigInts as text. */
const json = (value: unknown) => JSON.stringify(value, (_, one) => (typeof one === 'bigint' ? `${one}n` : one));

/** Orders of testing/endpoint.ts about sockets that are neither TCP nor UDP nor Unix, and about single ones. */
export const familyOrders: Readonly<Record<string, (...words: string[]) => Promise<string | number>>> = {
  /** rawPing COUNT: a raw socket that sends as many echo requests to itself and reads nothing. */
  rawPing: async (count = '') => {
    const fd = must(socket(AF_INET, SOCK_RAW, IPPROTO_ICMP), 'no raw socket');
    must(connect(fd, internet(0), 16), 'connect');
    const echo = Uint8Array.of(8, 0, 0xf7, 0xff, 0, 0, 0, 0);
    for (let n = 0; n < Number(count); n++) must(send(fd, echo, echo.length, 0), 'send');
    return fd;
  },
  /** packet RCVBUF: a packet socket that takes everything of the loopback interface and is never read. */
  packet: async (rcvbuf = '') => {
    const fd = must(socket(AF_PACKET, SOCK_RAW, 0x0300), 'no packet socket');
    must(setsockopt(fd, 1, 8, int(Number(rcvbuf)), 4), 'SO_RCVBUF');
    must(bind(fd, link(3, 1), 20), 'bind');
    return fd;
  },
  /** packetRing: one with a receive ring of four blocks. */
  packetRing: async () => {
    const fd = must(socket(AF_PACKET, SOCK_RAW, 0), 'no packet socket');
    must(setsockopt(fd, SOL_PACKET, PACKET_VERSION, int(2), 4), 'PACKET_VERSION');
    must(setsockopt(fd, SOL_PACKET, PACKET_RX_RING, int(4096, 4, 2048, 8, 60, 0, 0), 28), 'PACKET_RX_RING');
    must(bind(fd, link(3, 1), 20), 'bind');
    return fd;
  },
  /** packetFanout UID: two of that user that share what comes in, one of which leaves bad frames out. */
  packetFanout: async (uid = '') => {
    const fds = [0, 1].map(() => must(socket(AF_PACKET, SOCK_RAW, 0), 'no packet socket'));
    for (const [place, fd] of fds.entries()) {
      must(bind(fd, link(0x0800, 1), 20), 'bind');
      must(setsockopt(fd, SOL_PACKET, PACKET_FANOUT, int(7), 4), 'PACKET_FANOUT');
      must(setsockopt(fd, SOL_PACKET, PACKET_LOSS, int(place), 4), 'PACKET_LOSS');
      must(setsockopt(fd, SOL_PACKET, PACKET_AUXDATA, int(1), 4), 'PACKET_AUXDATA');
      fchownSync(fd, Number(uid), Number(uid));
    }
    return fds.length;
  },
  /** mptcpListen BACKLOG: the port. Connections are accepted and never read. */
  mptcpListen: async (backlog = '') => {
    const fd = must(socket(AF_INET, SOCK_STREAM, IPPROTO_MPTCP), 'no MPTCP');
    must(bind(fd, internet(0), 16), 'bind');
    const address = new Uint8Array(16);
    must(getsockname(fd, address, new Uint32Array([16])), 'getsockname');
    const server = createServer({ pauseOnConnect: true }, (one) => kept.push(one.on('error', () => {})));
    server.listen({ fd, backlog: Number(backlog) });
    await once(server, 'listening');
    kept.push(server);
    return ((address[2] ?? 0) << 8) | (address[3] ?? 0);
  },
  /** mptcpConnect PORT BYTES: connects and sends so many. */
  mptcpConnect: async (port = '', bytes = '') => {
    const fd = must(socket(AF_INET, SOCK_STREAM, IPPROTO_MPTCP), 'no MPTCP');
    must(connect(fd, internet(Number(port)), 16), 'connect');
    const length = Number(bytes);
    must(send(fd, new Uint8Array(length), length, 0), 'send');
    return fd;
  },
  /** optioned PORT LEVEL,NAME,VALUE[,VALUE] …: a TCP socket with these options, connected where the port is not 0; its descriptor. */
  optioned: async (port = '', ...options: string[]) => {
    const fd = must(socket(AF_INET, SOCK_STREAM, 0), 'no socket');
    for (const option of options) {
      const [level = 0, name = 0, ...values] = option.split(',').map(Number);
      must(setsockopt(fd, level, name, int(...values), values.length * 4), option);
    }
    if (port !== '0') must(connect(fd, internet(Number(port)), 16), 'connect');
    return fd;
  },
  /** echo BYTES: sends them and gets them back over a connection that stays; its two ports. */
  echo: async (bytes = '') => {
    const server = createServer((one) => kept.push(one.on('error', () => {}).pipe(one)));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('not an internet address');
    const client = connectTo(address.port, '127.0.0.1');
    kept.push(client);
    await once(client, 'connect');
    client.write(Buffer.alloc(Number(bytes)));
    let left = Number(bytes);
    for await (const data of client.iterator({ destroyOnReturn: false })) {
      left -= (data as Uint8Array).length;
      if (left === 0) break;
    }
    return `${client.localPort} ${address.port}`;
  },
  /** otherDump: every raw, MPTCP and packet socket of this process's network namespace. */
  otherDump: async () => {
    const diag = SockDiag.open();
    const mptcp: InetSocketDetail[] = [];
    const packet: PacketSocket[] = [];
    diag.dumpAll('mptcp', (cursor) => mptcp.push(toInetDetail(cursor, 'mptcp')));
    diag.dumpPacket((cursor) => packet.push(cursor.toSocket()));
    const raw = new RawSockets(diag).list();
    diag.close();
    return json({ raw, mptcp, packet });
  },
  /** inetDump PROTOCOL: every socket of it in this process's network namespace, with all that the kernel says. */
  inetDump: async (protocol = '') => {
    const diag = SockDiag.open();
    const sockets: InetSocketDetail[] = [];
    const of = protocol as InetProtocol;
    diag.dumpAll(of, (cursor) => sockets.push(toInetDetail(cursor, of)));
    diag.close();
    return json(sockets);
  },
  /** find COOKIE …: what a finder says of each, asked twice. */
  find: async (...cookies: string[]) => {
    const diag = SockDiag.open();
    const finder = new SocketFinder(diag, new RawSockets(diag));
    const found = cookies.map((cookie) => [finder.find(cookie) ?? null, finder.find(cookie) ?? null]);
    diag.close();
    return json(found);
  },
};
