import fc from 'fast-check';
import { expect, test } from 'vitest';
import { attributeBytes, concat, PORT, SEQ, type SocketBytes, socketMessage, words } from '../testing/diagBytes.ts';
import { fixtureDatagrams } from '../testing/fixture.ts';
import type { InetProtocol, InetSocketDetail } from '../types.ts';
import { DiagBuffer } from './DiagBuffer.ts';
import { InetDiagReader } from './InetDiagReader.ts';
import { toInetDetail } from './toInetDetail.ts';

function read(datagrams: readonly Uint8Array[], protocol: InetProtocol, expected = { seq: SEQ, port: PORT }) {
  const buffer = new DiagBuffer(64 * 1024);
  const reader = new InetDiagReader(buffer);
  reader.begin({ ...expected, path: 'test' });
  const sockets: InetSocketDetail[] = [];
  for (const datagram of datagrams) {
    buffer.bytes.fill(0xff);
    buffer.bytes.set(datagram);
    reader.readDatagram(datagram.length, (cursor) => sockets.push(toInetDetail(cursor, protocol)));
  }
  return { sockets, result: reader.result };
}
const detailOf = (attributes: SocketBytes['attributes'], protocol: InetProtocol = 'tcp') =>
  read([socketMessage({ attributes: attributes ?? [] })], protocol).sockets[0];

test('every attribute by its number', () => {
  const text = (words_: string) => new TextEncoder().encode(words_);
  expect(
    detailOf([
      { type: 5, payload: Uint8Array.of(0x10) },
      { type: 6, payload: Uint8Array.of(0x20) },
      { type: 8, payload: Uint8Array.of(2) },
      { type: 11, payload: Uint8Array.of(1) },
      { type: 15, payload: words(42) },
      { type: 17, payload: words(0x10001) },
      { type: 22, payload: Uint8Array.of(0b0010_0110, 0b001) },
      { type: 16, payload: words(1_000_000, 0, 12_000, 739, 512) },
      { type: 3, payload: words(1, 5, 900, 800) },
      { type: 9, payload: words(0x0001_0001, 512, 3, 4) },
      { type: 19 | 0x8000, payload: Uint8Array.of(8, 0, 1, 0, ...text('tls\0')) },
      { type: 1000, payload: words(1) },
    ]),
  ).toMatchObject({
    tos: 0x10,
    tclass: 0x20,
    shutdown: 2,
    v6Only: true,
    mark: 42,
    classId: 0x10001,
    bits: ['is_icsk', 'freebind', 'transparent', 'bind_address_no_port'],
    bbr: { bandwidthBytesPerSecond: 1_000_000, minRttUs: 12_000, pacingGain: 739 / 256, cwndGain: 2 },
    vegas: { enabled: true, rttCount: 5, rttUs: 900, minRttUs: 800 },
    dctcp: { enabled: true, ceState: 1, alpha: 0.5, ecnBytes: 3, totalBytes: 4 },
    ulp: 'tls',
    mptcp: undefined,
  });
});

test('a path of an MPTCP connection, by the nest in the nest', () => {
  const bytes = (...values: number[]) => Uint8Array.of(...values);
  const attribute = (type: number, payload: Uint8Array) => attributeBytes({ type, payload });
  const path = concat([
    attribute(1, words(0x11)),
    attribute(2, words(0x22)),
    attribute(4, words(0xdeadbeef, 0x80000001)),
    attribute(5, words(7)),
    attribute(6, words(9)),
    attribute(7, bytes(0x34, 0x12)),
    attribute(8, words(0x1c3)),
    attribute(9, bytes(1)),
    attribute(10, bytes(2)),
  ]);
  const ulp = (...parts: Uint8Array[]) => detailOf([{ type: 19 | 0x8000, payload: concat(parts) }]);
  const name = attribute(1, new TextEncoder().encode('mptcp\0'));
  expect(ulp(name, attribute(3 | 0x8000, path))).toMatchObject({
    ulp: 'mptcp',
    subflow: {
      remoteToken: 0x11,
      localToken: 0x22,
      mapSeq: 0x80000001deadbeefn,
      mapSubflowSeq: 7,
      subflowOffset: 9,
      mapBytes: 0x1234,
      flags: 0x1c3,
      remoteId: 1,
      localId: 2,
    },
  });
  expect(ulp(name)).toMatchObject({ ulp: 'mptcp', subflow: undefined });
  expect(ulp(name, attribute(3 | 0x8000, bytes()))).toMatchObject({ subflow: undefined });
  expect(ulp(name, attribute(3 | 0x8000, attribute(8, words(1))))?.subflow).toEqual({ flags: 1 });
});

test('what was not sent, or is cut short, is not there', () => {
  const nothing = {
    interfaceIndex: undefined,
    tos: undefined,
    mark: undefined,
    bits: undefined,
    bbr: undefined,
    vegas: undefined,
    dctcp: undefined,
    ulp: undefined,
    drops: undefined,
  };
  expect(detailOf([])).toMatchObject(nothing);
  expect(
    detailOf([
      { type: 15, payload: Uint8Array.of(1, 2) },
      { type: 16, payload: words(1, 2, 3, 4) },
      { type: 3, payload: words(1, 2, 3) },
      { type: 19, payload: Uint8Array.of(60, 0, 1, 0) },
    ]),
  ).toMatchObject(nothing);
});

test('MPTCP captured from Linux 6.18 is what ss showed of it', () => {
  const { sockets, result } = read(fixtureDatagrams('sock_diag-mptcp.hex'), 'mptcp', { seq: 7, port: 20_399 });
  expect(result).toMatchObject({ sockets: 3, damaged: 0 });
  expect(sockets.map(({ state, recvQ, cookie }) => [state, recvQ, cookie])).toEqual([
    ['established', 932, 'b2dd0'],
    ['established', 0, 'b2dd1'],
    ['listen', 1, 'b2dd2'],
  ]);
  expect(sockets[0]).toMatchObject({
    protocol: 'mptcp',
    tcpInfo: undefined,
    skmem: { rmemAlloc: 932, sndbuf: 16_384 },
    mptcp: {
      subflows: 0,
      subflowsMax: 2,
      flags: 2,
      token: 0x705ee947,
      writeSeq: 0xc9fa638360f47652n,
      sndUna: 0xc9fa638360f47652n,
      rcvNxt: 0xa0a42e71a6162762n,
      subflowsTotal: 1,
    },
  });
});

test.each<[number, object]>([
  [39, { mptcp: undefined }],
  [40, { mptcp: { subflows: 1, localAddrUsed: undefined, bytesSent: undefined } }],
  [48, { mptcp: { retransmits: 0x01010101, bytesRetrans: undefined } }],
  [96, { mptcp: { bytesAcked: Number(0x0101010101010101n), subflowsTotal: 1, lastAckRecvMs: 0x01010101 } }],
])('mptcp_info of %i bytes', (length, expected) => {
  expect(detailOf([{ type: 2, payload: new Uint8Array(length).fill(1) }], 'mptcp')).toMatchObject(expected);
});

test('whatever the attributes hold, a socket comes out or nothing', () => {
  const attribute = fc.record({ type: fc.integer({ min: 0, max: 0xffff }), payload: fc.uint8Array({ maxLength: 64 }) });
  fc.assert(
    fc.property(
      fc.array(attribute, { maxLength: 8 }),
      fc.constantFrom('tcp', 'mptcp', 'raw'),
      (attributes, protocol) => {
        expect(detailOf(attributes, protocol as InetProtocol)).toMatchObject({ localPort: 8080 });
      },
    ),
  );
});
