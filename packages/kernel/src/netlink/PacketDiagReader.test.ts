import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PORT, packetMessage, SEQ, words } from '../testing/diagBytes.ts';
import { fixtureDatagrams } from '../testing/fixture.ts';
import type { PacketSocket } from '../types.ts';
import { DiagBuffer } from './DiagBuffer.ts';
import { PacketDiagReader } from './PacketDiagReader.ts';
import { packetDiagRequest } from './packetDiagRequest.ts';

function read(datagrams: readonly Uint8Array[], expected = { seq: SEQ, port: PORT }) {
  const buffer = new DiagBuffer(64 * 1024);
  const reader = new PacketDiagReader(buffer);
  reader.begin({ ...expected, path: 'test' });
  const sockets: PacketSocket[] = [];
  for (const datagram of datagrams) {
    buffer.bytes.fill(0xff);
    buffer.bytes.set(datagram);
    reader.readDatagram(datagram.length, (cursor) => sockets.push(cursor.toSocket()));
  }
  return { sockets, result: reader.result };
}

test('asks for every packet socket and all but its multicast addresses', () => {
  expect(Buffer.from(packetDiagRequest(258)).toString('hex')).toBe(
    `24000000140001030201000000000000${'11000000'}000000003d000000${'00'.repeat(8)}`,
  );
});

test('packet sockets captured from Linux 6.18 are what ss showed of them', () => {
  const { sockets, result } = read(fixtureDatagrams('sock_diag-packet.hex'), { seq: 7, port: 20_399 });
  expect(result).toMatchObject({ sockets: 3, damaged: 0 });
  expect(sockets.toSorted((a, b) => a.inode - b.inode)).toMatchObject([
    {
      type: 'raw',
      etherType: 3,
      inode: 2_423_803,
      cookie: 'b2dcd',
      uid: 0,
      interfaceIndex: 1,
      version: 0,
      flags: ['running'],
      skmem: { rmemAlloc: 8528, rcvbuf: 212_992, drops: 0 },
    },
    { type: 'dgram', etherType: 0x800, inode: 2_423_804, interfaceIndex: 0, skmem: { rmemAlloc: 4264 } },
    {
      type: 'raw',
      inode: 2_423_805,
      version: 2,
      rxRing: { blockBytes: 4096, blocks: 4, frameBytes: 2048, frames: 8, retireMs: 60, features: 0 },
      txRing: undefined,
      fanout: { id: 7, type: 0 },
      skmem: { rmemAlloc: 0 },
    },
  ]);
});

test('what was not sent is not there, and a filter counts its instructions', () => {
  expect(read([packetMessage({ type: 2 })]).sockets).toEqual([
    {
      type: 'dgram',
      etherType: 0x800,
      inode: 1000,
      cookie: '1',
      uid: undefined,
      interfaceIndex: undefined,
      version: undefined,
      reserveBytes: undefined,
      copyThresholdBytes: undefined,
      flags: undefined,
      rxRing: undefined,
      txRing: undefined,
      fanout: undefined,
      filterInstructions: undefined,
      skmem: undefined,
    },
  ]);
  const attributes = [
    { type: 7, payload: words(1, 2, 3, 4) },
    { type: 2, payload: words(1, 2) },
  ];
  expect(read([packetMessage({ attributes })]).sockets).toMatchObject([{ filterInstructions: 2, rxRing: undefined }]);
});

test('a socket of another kind is damage', () => {
  expect(read([packetMessage({ type: 7 })])).toMatchObject({ sockets: [], result: { sockets: 0, damaged: 1 } });
});

test('whatever the attributes hold, a socket comes out', () => {
  const attribute = fc.record({ type: fc.integer({ min: 0, max: 0xffff }), payload: fc.uint8Array({ maxLength: 64 }) });
  fc.assert(
    fc.property(fc.array(attribute, { maxLength: 8 }), (attributes) => {
      expect(read([packetMessage({ attributes })]).sockets).toMatchObject([{ inode: 1000 }]);
    }),
  );
});
