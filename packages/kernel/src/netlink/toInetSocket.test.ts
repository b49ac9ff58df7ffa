import { expect, test } from 'vitest';
import { PORT, SEQ, socketMessage, words } from '../testing/diagBytes.ts';
import type { InetSocket, TcpInfo } from '../types.ts';
import { DiagBuffer } from './DiagBuffer.ts';
import { InetDiagReader } from './InetDiagReader.ts';
import { toInetSocket } from './toInetSocket.ts';

function socketOf(bytes: Uint8Array): InetSocket | undefined {
  const buffer = new DiagBuffer(4096);
  const reader = new InetDiagReader(buffer);
  reader.begin({ seq: SEQ, port: PORT, path: 'test' });
  buffer.bytes.set(bytes);
  let socket: InetSocket | undefined;
  reader.readDatagram(bytes.length, (cursor) => {
    socket = toInetSocket(cursor, 'tcp');
  });
  return socket;
}

/** A tcp_info in which every byte is its own offset plus one, cut to a length. */
const info = (length: number) => ({ type: 2, payload: Uint8Array.from({ length }, (_, at) => (at + 1) & 0xff) });
const tcpInfoOf = (length: number) => socketOf(socketMessage({ attributes: [info(length)] }))?.tcpInfo;

test.each<[number, keyof TcpInfo, keyof TcpInfo | undefined]>([
  [104, 'totalRetrans', 'pacingRateBytesPerSecond'],
  [120, 'maxPacingRateBytesPerSecond', 'bytesAcked'],
  [136, 'bytesReceived', 'segsOut'],
  [144, 'segsIn', 'notsentBytes'],
  [160, 'dataSegsOut', 'deliveryRateBytesPerSecond'],
  [168, 'deliveryRateBytesPerSecond', 'busyTimeUs'],
  [192, 'sndbufLimitedUs', 'delivered'],
  [200, 'deliveredCe', 'bytesSent'],
  [224, 'reordSeen', 'rcvOooPack'],
  [232, 'sndWndBytes', 'rcvWndBytes'],
  [240, 'rehash', 'totalRto'],
  [248, 'totalRtoTimeMs', 'receivedCe'],
  [280, 'accecnOptSeen', undefined],
  [1000, 'accecnOptSeen', undefined],
])('tcp_info of %i bytes has %s and not %s', (length, last, first) => {
  const tcpInfo = tcpInfoOf(length);
  expect(tcpInfo?.[last]).toBeTypeOf('number');
  if (first !== undefined) expect(tcpInfo).toHaveProperty(first, undefined);
});

test('a field that is cut in half is not there', () => {
  expect(tcpInfoOf(119)).toMatchObject({
    pacingRateBytesPerSecond: Number(0x706f6e6d6c6b6a69n),
    maxPacingRateBytesPerSecond: undefined,
  });
  expect(tcpInfoOf(243)).toMatchObject({ totalRto: 0xf2f1, totalRtoRecoveries: undefined });
  expect(tcpInfoOf(103)).toBeUndefined();
  expect(tcpInfoOf(0)).toBeUndefined();
});

test('every field stands at its offset', () => {
  expect(tcpInfoOf(280)).toEqual({
    state: 1,
    caState: 2,
    retransmits: 3,
    probes: 4,
    backoff: 5,
    options: 6,
    sndWscale: 7,
    rcvWscale: 0,
    deliveryRateAppLimited: false,
    fastopenClientFail: 0,
    rtoUs: 0x0c0b0a09,
    atoUs: 0x100f0e0d,
    sndMssBytes: 0x14131211,
    rcvMssBytes: 0x18171615,
    unacked: 0x1c1b1a19,
    sacked: 0x201f1e1d,
    lost: 0x24232221,
    retrans: 0x28272625,
    lastDataSentMs: 0x302f2e2d,
    lastDataRecvMs: 0x38373635,
    lastAckRecvMs: 0x3c3b3a39,
    pmtuBytes: 0x403f3e3d,
    rcvSsthresh: 0x44434241,
    rttUs: 0x48474645,
    rttvarUs: 0x4c4b4a49,
    sndSsthresh: 0x504f4e4d,
    sndCwnd: 0x54535251,
    advmssBytes: 0x58575655,
    reordering: 0x5c5b5a59,
    rcvRttUs: 0x605f5e5d,
    rcvSpaceBytes: 0x64636261,
    totalRetrans: 0x68676665,
    pacingRateBytesPerSecond: Number(0x706f6e6d6c6b6a69n),
    maxPacingRateBytesPerSecond: Number(0x7877767574737271n),
    bytesAcked: Number(0x807f7e7d7c7b7a79n),
    bytesReceived: Number(0x8887868584838281n),
    segsOut: 0x8c8b8a89,
    segsIn: 0x908f8e8d,
    notsentBytes: 0x94939291,
    minRttUs: 0x98979695,
    dataSegsIn: 0x9c9b9a99,
    dataSegsOut: 0xa09f9e9d,
    deliveryRateBytesPerSecond: Number(0xa8a7a6a5a4a3a2a1n),
    busyTimeUs: Number(0xb0afaeadacabaaa9n),
    rwndLimitedUs: Number(0xb8b7b6b5b4b3b2b1n),
    sndbufLimitedUs: Number(0xc0bfbebdbcbbbab9n),
    delivered: 0xc4c3c2c1,
    deliveredCe: 0xc8c7c6c5,
    bytesSent: Number(0xd0cfcecdcccbcac9n),
    bytesRetrans: Number(0xd8d7d6d5d4d3d2d1n),
    dsackDups: 0xdcdbdad9,
    reordSeen: 0xe0dfdedd,
    rcvOooPack: 0xe4e3e2e1,
    sndWndBytes: 0xe8e7e6e5,
    rcvWndBytes: 0xecebeae9,
    rehash: 0xf0efeeed,
    totalRto: 0xf2f1,
    totalRtoRecoveries: 0xf4f3,
    totalRtoTimeMs: 0xf8f7f6f5,
    receivedCe: 0xfcfbfaf9,
    deliveredE1Bytes: 0x00fffefd,
    deliveredE0Bytes: 0x04030201,
    deliveredCeBytes: 0x08070605,
    receivedE1Bytes: 0x0c0b0a09,
    receivedE0Bytes: 0x100f0e0d,
    receivedCeBytes: 0x14131211,
    accecnFailMode: 0x1615,
    accecnOptSeen: 0x1817,
  });
});

test('skmem of older kernels ends before backlog or drops', () => {
  const skmem = (...values: number[]) =>
    socketOf(socketMessage({ attributes: [{ type: 7, payload: words(...values) }] }))?.skmem;
  expect(skmem(1, 2, 3, 4, 5, 6, 7)).toEqual({
    rmemAlloc: 1,
    rcvbuf: 2,
    wmemAlloc: 3,
    sndbuf: 4,
    fwdAlloc: 5,
    wmemQueued: 6,
    optmem: 7,
    backlog: undefined,
    drops: undefined,
  });
  expect(skmem(1, 2, 3, 4, 5, 6, 7, 8)).toMatchObject({ backlog: 8, drops: undefined });
  expect(skmem(1, 2, 3, 4, 0xffff_ff00, 6, 7, 8, 9, 10)).toMatchObject({ fwdAlloc: -256, drops: 9 });
  expect(skmem(1, 2, 3)).toBeUndefined();
});

test('a pacing rate of all ones is no limit', () => {
  const payload = new Uint8Array(120);
  payload.fill(0xff, 104, 112);
  const tcpInfo = socketOf(socketMessage({ attributes: [{ type: 2, payload }] }))?.tcpInfo;
  expect(tcpInfo).toMatchObject({ pacingRateBytesPerSecond: undefined, maxPacingRateBytesPerSecond: 0 });
});

test('a minimum round trip of all ones was never measured', () => {
  const payload = new Uint8Array(160);
  payload.fill(0xff, 144, 152);
  const tcpInfo = socketOf(socketMessage({ attributes: [{ type: 2, payload }] }))?.tcpInfo;
  expect(tcpInfo).toMatchObject({ notsentBytes: 0xffff_ffff, minRttUs: undefined, dataSegsIn: 0 });
});

test.each<[[number, number], string]>([
  [[0x788a, 0], '788a'],
  [[0xdeadbeef, 0x1], '1deadbeef'],
  [[0x1, 0xffff_8888], 'ffff888800000001'],
])('cookie %j is %s', (cookie, text) => {
  expect(socketOf(socketMessage({ cookie }))?.cookie).toBe(text);
});

test('a cgroup number has 64 bits, and a name ends at its NUL', () => {
  const attributes = [
    { type: 21, payload: words(0xffff_ffff, 0x7fff_ffff) },
    { type: 4, payload: new TextEncoder().encode('bbr\0garbage') },
  ];
  expect(socketOf(socketMessage({ attributes }))).toMatchObject({
    cgroupId: '9223372036854775807',
    congestionControl: 'bbr',
  });
  expect(socketOf(socketMessage({ attributes: [{ type: 21, payload: words(1) }] }))?.cgroupId).toBeUndefined();
});

test('ports are in network order and everything else is not', () => {
  expect(socketOf(socketMessage({ localPort: 443, recvQ: 0x8000_0001, state: 6 }))).toMatchObject({
    localPort: 443,
    recvQ: 0x8000_0001,
    state: 'time-wait',
    skmem: undefined,
    tcpInfo: undefined,
  });
});
