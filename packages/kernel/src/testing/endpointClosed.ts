import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { type DrainResult, SockDestroy } from '../netlink/SockDestroy.ts';
import { toInetSocket } from '../netlink/toInetSocket.ts';
import type { InetSocket } from '../types.ts';
import { portOf } from './portOf.ts';

let destroy: SockDestroy | undefined;

/** Orders of testing/endpoint.ts about sockets that are closed. */
export const closedOrders: Readonly<Record<string, (...words: string[]) => Promise<string | number>>> = {
  /** destroyListen RCVBUF: listens to destroyed sockets, with the usual buffer for 0; its room. */
  destroyListen: async (rcvbuf = '') => {
    destroy = Number(rcvbuf) === 0 ? SockDestroy.open() : SockDestroy.open(Number(rcvbuf));
    return JSON.stringify(destroy.room);
  },
  /** destroyed COUNT: drains until so many sockets were shown or lost, and once more. */
  destroyed: async (count = '') => {
    const sockets: InetSocket[] = [];
    const sum: DrainResult = { events: 0, damaged: 0, foreign: 0, resync: false, lost: 0, more: false };
    for (let left = 2; left > 0; left -= sum.events + sum.lost >= Number(count) ? 1 : 0) {
      await new Promise(setImmediate);
      const result = destroy?.drain((cursor) => {
        sockets.push(toInetSocket(cursor, cursor.protocol === 6 ? 'tcp' : 'udp'));
      });
      for (const name of ['events', 'damaged', 'foreign', 'lost'] as const) sum[name] += result?.[name] ?? 0;
      for (const name of ['resync', 'more'] as const) sum[name] ||= result?.[name] ?? false;
    }
    return JSON.stringify({ sockets, result: sum });
  },
  /** connections ADDRESS COUNT BYTES ANSWER: so many in turn, each sends BYTES and gets ANSWER bytes; then the listener is closed. The port. */
  connections: async (address = '', count = '', bytes = '', answer = '') => {
    const server = createServer((socket) => {
      let left = Number(bytes);
      socket.on('data', ({ length }) => {
        left -= length;
        if (left === 0) socket.end(Buffer.alloc(Number(answer)));
      });
    });
    const port = await portOf(server, { host: address });
    for (let n = 0; n < Number(count); n++) {
      const client = connect(port, address).resume();
      client.write(Buffer.alloc(Number(bytes)));
      await once(client, 'close');
    }
    server.close();
    await once(server, 'close');
    return port;
  },
  /** refused ADDRESS: tries to connect where nothing listens. */
  refused: async (address = '') => {
    await once(connect(9, address), 'error');
    return 'refused';
  },
  /** udpSockets ADDRESS COUNT: makes and closes so many; their ports. */
  udpSockets: async (address = '', count = '') => {
    const ports: number[] = [];
    for (let n = 0; n < Number(count); n++) {
      const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4');
      socket.bind(0, address);
      await once(socket, 'listening');
      ports.push(socket.address().port);
      socket.close();
      await once(socket, 'close');
    }
    return JSON.stringify(ports);
  },
};
