import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concat, message, socketMessage, words } from '../testing/diagBytes.ts';
import { fixtureDatagrams } from '../testing/fixture.ts';
import type { InetSocket } from '../types.ts';
import { DiagBuffer } from './DiagBuffer.ts';
import { SockDestroyReader } from './SockDestroyReader.ts';
import { toInetSocket } from './toInetSocket.ts';

interface Outcome {
  readonly sockets: readonly InetSocket[];
  readonly protocols: readonly number[];
  readonly counts: { readonly events: number; readonly damaged: number; readonly foreign: number };
}

/** Reads each datagram from a slot of its own, in memory that earlier ones have left dirty. */
function read(...datagrams: readonly Uint8Array[]): Outcome {
  const buffer = new DiagBuffer(64 * 1024);
  const reader = new SockDestroyReader(buffer);
  const sockets: InetSocket[] = [];
  const protocols: number[] = [];
  const counts = { events: 0, damaged: 0, foreign: 0 };
  for (const [slot, datagram] of datagrams.entries()) {
    buffer.bytes.fill(0xff);
    const from = slot * 1024;
    buffer.bytes.set(datagram, from);
    reader.read(from, from + datagram.length, counts, (cursor) => {
      protocols.push(cursor.protocol);
      sockets.push(toInetSocket(cursor, cursor.protocol === 6 ? 'tcp' : 'udp'));
    });
  }
  return { sockets, protocols, counts };
}

const TCP = { type: 10, payload: Uint8Array.of(6) };
const CLEAN = { damaged: 0, foreign: 0 };

describe('events captured from Linux 6.18', () => {
  const outcome = read(...fixtureDatagrams('sock_diag-destroy.hex'));

  test('are both ends of a connection, a refused one, a listener and two UDP sockets', () => {
    expect(outcome.counts).toEqual({ ...CLEAN, events: 6 });
    const rows = outcome.sockets.map((socket, at) => [
      outcome.protocols[at],
      socket.family,
      `${socket.localAddress} ${socket.remoteAddress}`,
      socket.localPort,
      socket.remotePort,
    ]);
    expect(rows).toEqual([
      [6, 4, '127.0.0.1 127.0.0.1', 49_656, 8080],
      [6, 6, '::ffff:127.0.0.1 ::ffff:127.0.0.1', 8080, 49_656],
      [6, 6, '::1 ::1', 57_868, 9],
      [6, 6, ':: ::', 8080, 0],
      [17, 4, '0.0.0.0 0.0.0.0', 5353, 0],
      [17, 6, '::1 ::1', 40_367, 53],
    ]);
  });

  test('carry what TCP had counted to the end: data, and one byte for each SYN and FIN', () => {
    const [client, server, refused, , udp] = outcome.sockets;
    expect(client?.tcpInfo).toMatchObject({ bytesSent: 1000, bytesAcked: 1002, bytesReceived: 3001, delivered: 3 });
    expect(server?.tcpInfo).toMatchObject({ bytesSent: 3000, bytesAcked: 3001, bytesReceived: 1001 });
    expect(refused?.tcpInfo).toMatchObject({ bytesAcked: 0, rttUs: 0, delivered: 0, minRttUs: undefined });
    expect([client?.state, client?.inode, client?.skmem, udp?.tcpInfo]).toEqual(['close', 0, undefined, undefined]);
  });

  test('cut at any length are whole ones or damage, and nothing behind the cut', () => {
    const bytes = concat(fixtureDatagrams('sock_diag-destroy.hex').slice(0, 2));
    for (let length = 1; length < bytes.length; length++) {
      const { sockets, counts } = read(bytes.slice(0, length));
      expect(counts).toEqual({ events: length < 380 ? 0 : 1, damaged: length === 380 ? 0 : 1, foreign: 0 });
      expect(sockets).toEqual(outcome.sockets.slice(0, sockets.length));
    }
  });
});

describe('messages', () => {
  test.each([
    ['shorter than its header', socketMessage({}, { length: 15 })],
    ['of no length', socketMessage({}, { length: 0 })],
    ['longer than its datagram', socketMessage({}, { length: 4000 })],
    ['as long as a number can say', socketMessage({}, { length: 0xffff_ffff })],
    ['a socket of another family', socketMessage({ family: 1, attributes: [TCP] })],
    ['a socket in a state that nobody knows', socketMessage({ state: 13, attributes: [TCP] })],
    ['a socket cut short', message(20, new Uint8Array(71).fill(2))],
  ])('one %s is damage', (_, datagram) => {
    expect(read(datagram, socketMessage({ attributes: [TCP] })).counts).toEqual({ events: 1, damaged: 1, foreign: 0 });
  });

  test('of another kind, of another protocol or of none are passed by', () => {
    const raw = socketMessage({ attributes: [{ type: 10, payload: Uint8Array.of(255) }] });
    const outcome = read(message(3, words(0)), raw, socketMessage(), socketMessage({ attributes: [TCP] }));
    expect(outcome.counts).toEqual({ events: 1, damaged: 0, foreign: 3 });
  });

  test('several in one datagram are all shown', () => {
    const both = concat([1, 2].map((localPort) => socketMessage({ localPort, attributes: [TCP] })));
    expect(read(both).sockets.map(({ localPort }) => localPort)).toEqual([1, 2]);
  });

  test('a shorter tcp_info of an older kernel leaves the rest unknown', () => {
    const info = { type: 2, payload: new Uint8Array(136) };
    const [socket] = read(socketMessage({ attributes: [TCP, info] })).sockets;
    expect(socket?.tcpInfo).toMatchObject({
      bytesAcked: 0,
      bytesReceived: 0,
      bytesSent: undefined,
      segsOut: undefined,
    });
  });
});

test('random bytes, and good ones with some changed, end with sockets or counted damage', () => {
  const check = (datagram: Uint8Array) => {
    const { sockets, counts } = read(datagram);
    expect(counts.events).toBe(sockets.length);
    expect(sockets.length).toBeLessThanOrEqual(datagram.length / 88);
  };
  const good = concat(fixtureDatagrams('sock_diag-destroy.hex'));
  const change = fc.tuple(fc.nat(good.length - 1), fc.nat(255));
  fc.assert(fc.property(fc.uint8Array({ maxLength: 1000 }), check));
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 8 }), (changes) => {
      const bytes = good.slice();
      for (const [at, value] of changes) bytes[at] = value;
      check(bytes);
    }),
    { numRuns: 500 },
  );
});
