import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { runWorkload } from '../workload/main.ts';
import { paced } from '../workload/pace.ts';

const LOOPBACK = '127.0.0.1';
const QUESTION = Buffer.alloc(128, 'q');

/** Answers each question of `QUESTION.length` bytes with `responseBytes`, over TCP. */
const serveTcp = async (responseBytes: number): Promise<number> => {
  const answer = Buffer.alloc(responseBytes, 'a');
  const server = createServer((socket) => {
    let pending = 0;
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk) => {
      pending += chunk.length;
      for (; pending >= QUESTION.length; pending -= QUESTION.length) socket.write(answer);
    });
  });
  server.listen(0, LOOPBACK);
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
};

const bindUdp = async (): Promise<UdpSocket> => {
  const socket = createSocket('udp4');
  socket.bind(0, LOOPBACK);
  await once(socket, 'listening');
  return socket;
};

const openClient = async (port: number, responseBytes: number, onAnswer: () => void): Promise<Socket> => {
  const socket = connect({ host: LOOPBACK, port, noDelay: true });
  await once(socket, 'connect');
  let pending = 0;
  socket.on('data', (chunk) => {
    pending += chunk.length;
    for (; pending >= responseBytes; pending -= responseBytes) onAnswer();
  });
  return socket;
};

runWorkload<'mixedLoad'>(async ({ options }) => {
  const requestsPerSecond = options.number('requestsPerSecond', [0.1, 5000], 50);
  const connections = options.number('connections', [1, 500], 4);
  const shortPerSecond = options.number('shortPerSecond', [0.1, 500], 5);
  const udpPerSecond = options.number('udpPerSecond', [0.1, 5000], 10);
  const responseBytes = options.number('responseBytes', [1, 1_000_000], 2048);
  const counts = { requests: 0, shortConnections: 0, datagrams: 0 };

  const port = await serveTcp(responseBytes);
  const onAnswer = (): void => void counts.requests++;
  const clients = await Promise.all(
    Array.from({ length: connections }, () => openClient(port, responseBytes, onAnswer)),
  );
  let asked = 0;
  paced(requestsPerSecond, (due) => {
    for (let left = due; left > 0; left--) clients[asked++ % clients.length]?.write(QUESTION);
  });

  const askOnce = async (): Promise<void> => {
    const socket: Socket = await openClient(port, responseBytes, () => {
      counts.shortConnections++;
      socket.end();
    });
    socket.write(QUESTION);
  };
  paced(shortPerSecond, (due) => {
    for (let left = due; left > 0; left--) void askOnce();
  });

  const [server, client] = await Promise.all([bindUdp(), bindUdp()]);
  server.on('message', (question, from) => server.send(question, from.port, from.address));
  client.on('message', () => void counts.datagrams++);
  paced(udpPerSecond, (due) => {
    for (let left = due; left > 0; left--) client.send(QUESTION, server.address().port, LOOPBACK);
  });
  return { ready: {}, end: () => counts };
});
