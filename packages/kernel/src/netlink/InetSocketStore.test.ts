import { expect, test } from 'vitest';
import { fixtureDatagrams } from '../testing/fixture.ts';
import { DiagBuffer } from './DiagBuffer.ts';
import { InetDiagReader } from './InetDiagReader.ts';
import { InetSocketStore } from './InetSocketStore.ts';
import { toInetSocket } from './toInetSocket.ts';

/** Shows the sockets of a captured dump, and gives lasting copies of them. */
function walk(visit: (cursor: Parameters<InetSocketStore['add']>[0]) => void) {
  const buffer = new DiagBuffer(256 * 1024);
  const reader = new InetDiagReader(buffer);
  reader.begin({ seq: 7, port: 20_668, path: 'test' });
  for (const datagram of fixtureDatagrams('sock_diag-tcp.hex')) {
    buffer.bytes.set(datagram);
    reader.readDatagram(datagram.length, visit);
  }
}

test('sockets are read again in any order, and as they were, however many there are', () => {
  const store = new InetSocketStore();
  const copies: unknown[] = [];
  // More than one chunk of them.
  for (let round = 0; round < 1000; round++)
    walk((cursor) => {
      if (round === 0) copies.push(toInetSocket(cursor, 'tcp'));
      expect(store.add(cursor)).toBe(true);
    });
  expect(store.length).toBe(5000);
  expect(store.bytes).toBeGreaterThan(2_000_000);
  for (const index of [4999, 0, 2503, 7]) expect(toInetSocket(store.at(index), 'tcp')).toEqual(copies[index % 5]);
  expect(() => store.at(5000)).toThrow(RangeError);
  store.release();
  expect(store.length).toBe(0);
  expect(store.bytes).toBeLessThan(10_000);
});
