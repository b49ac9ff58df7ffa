/**
 * A program for kernel tests: each line of standard input is an order, answered by one line. It holds sockets in a process of its
 * own, which a test can stop (SIGSTOP) so that it accepts and reads no more. Ends with its standard input.
 */
import { createSocket } from 'node:dgram';
import { EventEmitter, once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { createInterface } from 'node:readline';

const accepted: Socket[] = [];
const news = new EventEmitter();

async function portOf(server: Server, options: { host: string; backlog?: number }): Promise<number> {
  server.listen({ ...options, port: 0 });
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not an internet address');
  return address.port;
}

const orders: Readonly<Record<string, (...words: string[]) => Promise<string | number>>> = {
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

for await (const line of createInterface(process.stdin)) {
  const [order = '', ...words] = line.split(' ');
  process.stdout.write(`${await orders[order]?.(...words)}\n`);
}
process.exit(0);
