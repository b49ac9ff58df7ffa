import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';

const LOOPBACK = '127.0.0.1';
const REQUESTS_PER_SECOND = 40;

/** Light traffic on loopback: short TCP connections with a request and an answer, and datagrams, at an uneven pace. Gives what ends it. */
export const startTraffic = async (): Promise<() => Promise<void>> => {
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.once('data', (request) => socket.end(Buffer.alloc(200 + (request[0] ?? 0) * 40)));
  });
  server.listen(0, LOOPBACK);
  const sink = createSocket('udp4').bind(0, LOOPBACK);
  const source = createSocket('udp4');
  await Promise.all([once(server, 'listening'), once(sink, 'listening')]);
  const { port } = server.address() as AddressInfo;

  const request = (): void => {
    const socket = connect(port, LOOPBACK, () => socket.write(Buffer.alloc(100, Math.floor(Math.random() * 256))));
    socket.on('error', () => socket.destroy());
    socket.resume();
    source.send(Buffer.alloc(64), sink.address().port, LOOPBACK);
  };
  const timer = setInterval(() => {
    if (Math.random() < 0.7) request();
  }, 1000 / REQUESTS_PER_SECOND);
  return async () => {
    clearInterval(timer);
    source.close();
    sink.close();
    server.close();
    await once(server, 'close');
  };
};
