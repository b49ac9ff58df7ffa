/**
 * A program for kernel tests: each line of standard input is an order, answered by one line. It holds sockets in a process of its
 * own, which a test can stop (SIGSTOP) so that it accepts and reads no more. Ends with its standard input.
 */
import { createSocket } from 'node:dgram';
import { EventEmitter, once } from 'node:events';
import { fchownSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { bind, connect as connectTo, send, socket } from '../libc.ts';
import { SockDiag } from '../netlink/SockDiag.ts';
import { toUnixSocket } from '../netlink/toUnixSocket.ts';
import type { UnixSocket } from '../types.ts';
import { closedOrders } from './endpointClosed.ts';
import { familyOrders } from './endpointFamilies.ts';
import { trafficOrders } from './endpointTraffic.ts';
import { portOf } from './portOf.ts';
import { rtnetlinkRows } from './rtnetlinkRows.ts';

const AF_UNIX = 1;
const SOCK_DGRAM = 2;
const SOCK_SEQPACKET = 5;
const MSG_DONTWAIT = 0x40;

const accepted: Socket[] = [];
const unixClients: Socket[] = [];
const connected: Socket[] = [];
const news = new EventEmitter();

/** struct sockaddr_un of an abstract name. */
function unixAddress(name: string): Uint8Array {
  return Uint8Array.of(AF_UNIX, 0, 0, ...Buffer.from(name));
}

/** A datagram socket that Node does not offer: bound to one abstract name, or connected to another. */
function unixDatagramSocket(how: typeof bind, name: string): number {
  const fd = socket(AF_UNIX, SOCK_DGRAM, 0);
  const address = unixAddress(name);
  if (how(fd, address, address.length) !== 0) throw new Error(`no datagram socket at ${name}`);
  return fd;
}

type Orders = Readonly<Record<string, (...words: string[]) => Promise<string | number>>>;

/** An order of the same name in two files would silently be the one of the last. */
function allOf(...parts: readonly Orders[]): Orders {
  const entries = parts.flatMap((part) => Object.entries(part));
  const names = entries.map(([name]) => name);
  const twice = names.find((name, n) => names.indexOf(name) !== n);
  if (twice !== undefined) throw new Error(`two orders are called ${twice}`);
  return Object.fromEntries(entries);
}

const ownOrders: Orders = {
  /** ready: says so, which proves that it runs. */
  ready: async () => 'ready',
  /** listen ADDRESS BACKLOG: the port. Connections are accepted and never read. */
  listen: (host = '', backlog = '') => {
    const server = createServer({ pauseOnConnect: true }, (socket) => {
      accepted.push(socket.on('error', () => {}));
      news.emit('accepted');
    });
    return portOf(server, { host, backlog: Number(backlog) });
  },
  /** close: closes the connections that were accepted, or the next one that is. */
  close: async () => {
    if (accepted.length === 0) await once(news, 'accepted');
    for (const socket of accepted.splice(0)) socket.destroy();
    return 'closed';
  },
  /** udp ADDRESS RCVBUF: the port. */
  udp: async (address = '', rcvbuf = '') => {
    const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4');
    socket.bind(0, address);
    await once(socket, 'listening');
    socket.setRecvBufferSize(Number(rcvbuf));
    return socket.address().port;
  },
  /** unixListen NAME BACKLOG: on an abstract name. Connections are accepted and never read. */
  unixListen: async (name = '', backlog = '') => {
    const server = createServer({ pauseOnConnect: true }, (socket) => {
      accepted.push(socket.on('error', () => {}));
      news.emit('accepted');
    });
    server.listen({ path: `\0${name}`, backlog: Number(backlog) });
    await once(server, 'listening');
    return 'listening';
  },
  /** accepted COUNT: says so when there are as many connections. */
  accepted: async (count = '') => {
    while (accepted.length < Number(count)) await once(news, 'accepted');
    return accepted.length;
  },
  /** unixConnect NAME BYTES: connects and sends so many. */
  unixConnect: async (name = '', bytes = '') => {
    const client = connect(`\0${name}`);
    unixClients.push(client);
    await once(client, 'connect');
    if (Number(bytes) > 0) client.write(Buffer.alloc(Number(bytes)));
    return 'connected';
  },
  /** unixReceiver NAME: a datagram socket that is never read. */
  unixReceiver: async (name = '') => {
    unixDatagramSocket(bind, name);
    return 'bound';
  },
  /** unixFlood NAME: sends datagrams of 100 bytes there until no more are taken; how many were. */
  unixFlood: async (name = '') => {
    const fd = unixDatagramSocket(connectTo, name);
    let taken = 0;
    while (taken < 10_000 && send(fd, new Uint8Array(100), 100, MSG_DONTWAIT) === 100) taken++;
    return taken;
  },
  /** unixEnd: the newest connection sends no more. */
  unixEnd: async () => {
    const client = unixClients.at(-1);
    client?.end();
    if (client !== undefined) await once(client, 'finish');
    return 'ended';
  },
  /** unixPacket UID: a seqpacket socket of that user, which is not connected. */
  unixPacket: async (uid = '') => {
    const fd = socket(AF_UNIX, SOCK_SEQPACKET, 0);
    fchownSync(fd, Number(uid), Number(uid));
    return fd;
  },
  /** unixPath FILE: listens there. */
  unixPath: async (path = '') => {
    const server = createServer({ pauseOnConnect: true }, () => {});
    server.listen({ path, backlog: 1 });
    await once(server, 'listening');
    return 'listening';
  },
  /** unixDump: every Unix socket of this process's network namespace. */
  unixDump: async () => {
    const diag = SockDiag.open();
    const sockets: UnixSocket[] = [];
    const result = diag.dumpUnix((cursor) => sockets.push(toUnixSocket(cursor)));
    diag.close();
    return JSON.stringify({ sockets, result });
  },
  /** connect ADDRESS PORT: says so once it is. */
  connect: async (address = '', port = '') => {
    const socket = connect(Number(port), address);
    connected.push(socket.on('error', () => {}));
    await once(socket, 'connect');
    return 'connected';
  },
  /** say BYTES: hands them to the kernel on each connection that was made. */
  say: async (bytes = '') => {
    for (const socket of connected) socket.write(Buffer.alloc(Number(bytes)));
    return 'said';
  },
  /** burst ADDRESS SOCKETS DATAGRAMS: each socket hands the kernel so many datagrams of 1,000 bytes. */
  burst: async (address = '', sockets = '', datagrams = '') => {
    for (let n = 0; n < Number(sockets); n++) {
      const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4').on('error', () => {});
      for (let m = 0; m < Number(datagrams); m++) socket.send(Buffer.alloc(1000), 9, address, () => {});
    }
    return 'sent';
  },
  /** exchange BYTES: sends them and gets them back over loopback; then a refused connection, and one datagram. */
  exchange: async (bytes = '') => {
    const server = createServer((socket) => socket.on('error', () => {}).pipe(socket));
    const port = await portOf(server, { host: '127.0.0.1' });
    const client = connect(port, '127.0.0.1');
    client.write(Buffer.alloc(Number(bytes)));
    let left = Number(bytes);
    for await (const data of client) {
      left -= data.length;
      if (left === 0) client.end();
    }
    server.close();
    await once(server, 'close');
    await once(connect(port, '127.0.0.1'), 'error');
    const udp = createSocket('udp4');
    udp.bind(0, '127.0.0.1');
    await once(udp, 'listening');
    udp.send('x', udp.address().port, '127.0.0.1');
    await once(udp, 'message');
    udp.close();
    return 'done';
  },
  /** rtnetlink: the tables of this network namespace, as JSON. */
  rtnetlink: rtnetlinkRows,
  /** lockstep DATAGRAMS: each is sent over loopback when the one before has arrived. */
  lockstep: async (datagrams = '') => {
    const udp = createSocket('udp4');
    udp.bind(0, '127.0.0.1');
    await once(udp, 'listening');
    for (let n = 0; n < Number(datagrams); n++) {
      udp.send('x', udp.address().port, '127.0.0.1');
      await once(udp, 'message');
    }
    udp.close();
    return 'done';
  },
};
const orders = allOf(closedOrders, familyOrders, trafficOrders, ownOrders);

for await (const line of createInterface(process.stdin)) {
  const [order = '', ...words] = line.split(' ');
  process.stdout.write(`${await orders[order]?.(...words)}\n`);
}
process.exit(0);
