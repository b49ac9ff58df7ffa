import { expect, it } from 'vitest';
import { fixture, fixtureDatagrams } from '../testing/fixture.ts';
import {
  decodeExceedBufLimit,
  decodeKfreeSkb,
  decodeRcvqueueFull,
  decodeRetransmit,
  decodeUdpRefused,
} from './decodeEvents.ts';
import { parseEventFormat, recordBytes } from './eventFormat.ts';
import { parseHeaderPage, walkPage } from './ringBuffer.ts';

const FORMATS = {
  kfreeSkb: parseEventFormat('kfree_skb', fixture('tracefs-kfree_skb')),
  rcvqueueFull: parseEventFormat('sock_rcvqueue_full', fixture('tracefs-sock_rcvqueue_full')),
  exceedBufLimit: parseEventFormat('sock_exceed_buf_limit', fixture('tracefs-sock_exceed_buf_limit')),
  retransmit: parseEventFormat('tcp_retransmit_skb', fixture('tracefs-tcp_retransmit_skb')),
};
const DECODERS = new Map<number, (record: DataView, at: number) => unknown>([
  [FORMATS.kfreeSkb.id, decodeKfreeSkb(FORMATS.kfreeSkb)],
  [FORMATS.exceedBufLimit.id, decodeExceedBufLimit(FORMATS.exceedBufLimit)],
  [FORMATS.retransmit.id, decodeRetransmit(FORMATS.retransmit)],
]);

/** Every record of a page that was captured while TCP had no memory and UDP a full buffer. */
function captured(): unknown[] {
  const [bytes = new Uint8Array()] = fixtureDatagrams('tracefs-trace_pipe_raw.hex');
  const page = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const rows: unknown[] = [];
  const visit = (view: DataView, at: number) => rows.push(DECODERS.get(view.getUint16(at, true))?.(view, at));
  expect(walkPage(page, bytes.length, { layout: parseHeaderPage(fixture('tracefs-header_page')), visit })).toBe(true);
  return rows;
}

it('records of this kernel', () => {
  const rows = captured();
  expect(rows).toHaveLength(23);
  expect(rows[0]).toEqual({ reason: 3, protocol: 0x0800, location: 281_472_863_469_356 });
  expect(rows[1]).toEqual({ reason: 6, protocol: 0x0800, location: 281_472_863_463_687 });
  expect(rows[6]).toEqual({
    protocol: 'TCP',
    kind: 1,
    limitPages: [287_898, 383_865, 575_796],
    allocatedPages: 0,
    rmemMin: 4096,
    rmemAlloc: 40_832,
    wmemMin: 4096,
    wmemAlloc: 1,
    wmemQueued: 0,
  });
  expect(rows[9]).toEqual({
    localAddress: '127.0.0.1',
    localPort: 35_080,
    remoteAddress: '127.0.0.1',
    remotePort: 39_349,
    state: 1,
    error: 0,
  });
  expect(rows[14]).toEqual({
    localAddress: '::1',
    localPort: 53_966,
    remoteAddress: '::1',
    remotePort: 42_055,
    state: 1,
    error: 0,
  });
});

it('a full receive queue', () => {
  const record = new DataView(new ArrayBuffer(24));
  [0, 0, 2304, 832, 2400].forEach((word, at) => {
    record.setInt32(at * 4, word, true);
  });
  expect(decodeRcvqueueFull(FORMATS.rcvqueueFull)(record, 0)).toEqual({ rmemAlloc: 2304, truesize: 832, rcvbuf: 2400 });
  expect(recordBytes(FORMATS.rcvqueueFull)).toBe(20);
});

it('kernels before 5.17 tell no reason', () => {
  const format = parseEventFormat(
    'format',
    'ID: 9\n\tfield:void * skbaddr;\toffset:8;\tsize:8;\tsigned:0;\n\tfield:void * location;\toffset:16;\tsize:8;\tsigned:0;\n\tfield:unsigned short protocol;\toffset:24;\tsize:2;\tsigned:0;\n',
  );
  const record = new DataView(new ArrayBuffer(26));
  record.setUint16(24, 0x86dd, true);
  expect(decodeKfreeSkb(format)(record, 0)).toEqual({ reason: undefined, protocol: 0x86dd, location: 0 });
});

it('kernels before 4.17 have a pointer for the limits, and no write side', () => {
  const format = parseEventFormat(
    'format',
    'ID: 9\n\tfield:char name[32];\toffset:8;\tsize:32;\tsigned:1;\n\tfield:long * sysctl_mem;\toffset:40;\tsize:8;\tsigned:0;\n\tfield:long allocated;\toffset:48;\tsize:8;\tsigned:1;\n\tfield:int sysctl_rmem;\toffset:56;\tsize:4;\tsigned:1;\n\tfield:int rmem_alloc;\toffset:60;\tsize:4;\tsigned:1;\n',
  );
  const record = new DataView(new ArrayBuffer(64));
  new Uint8Array(record.buffer).set(Buffer.from('UDP\u001b'), 8);
  record.setInt32(48, 19, true);
  record.setInt32(60, 73_728, true);
  expect(decodeExceedBufLimit(format)(record, 0)).toEqual({
    protocol: 'UDP?',
    kind: undefined,
    limitPages: [undefined, undefined, undefined],
    allocatedPages: 19,
    rmemMin: 0,
    rmemAlloc: 73_728,
    wmemMin: undefined,
    wmemAlloc: undefined,
    wmemQueued: undefined,
  });
});

it('retransmissions of kernels without a family are told by their addresses', () => {
  const format = parseEventFormat(
    'format',
    'ID: 9\n\tfield:__u16 sport;\toffset:0;\tsize:2;\tsigned:0;\n\tfield:__u16 dport;\toffset:2;\tsize:2;\tsigned:0;\n\tfield:__u8 saddr[4];\toffset:4;\tsize:4;\tsigned:0;\n\tfield:__u8 daddr[4];\toffset:8;\tsize:4;\tsigned:0;\n\tfield:__u8 saddr_v6[16];\toffset:12;\tsize:16;\tsigned:0;\n\tfield:__u8 daddr_v6[16];\toffset:28;\tsize:16;\tsigned:0;\n',
  );
  const bytes = new Uint8Array(44);
  bytes.set([80, 0, 90, 0, 10, 0, 0, 1, 10, 0, 0, 2], 0);
  bytes.set([0xff, 0xff, 10, 0, 0, 1], 22);
  const decode = decodeRetransmit(format);
  const mapped = decode(new DataView(bytes.buffer), 0);
  expect(mapped).toEqual({
    localAddress: '10.0.0.1',
    localPort: 80,
    remoteAddress: '10.0.0.2',
    remotePort: 90,
    state: undefined,
    error: undefined,
  });
  bytes.fill(0, 12);
  bytes[27] = 1;
  bytes[43] = 2;
  expect(decode(new DataView(bytes.buffer), 0)).toMatchObject({ localAddress: '::1', remoteAddress: '::2' });
});

it('a UDP socket without room, by its address and port', () => {
  const format = parseEventFormat('udp_fail_queue_rcv_skb', fixture('tracefs-udp_fail_queue_rcv_skb'));
  const record = new DataView(new ArrayBuffer(recordBytes(format)));
  const bytes = new Uint8Array(record.buffer);
  record.setInt32(8, -12, true);
  record.setUint16(12, 40_000, true);
  record.setUint16(14, 53, true);
  bytes.set([2, 0, 0x9c, 0x40, 10, 0, 0, 2], 18);
  bytes.set([2, 0, 0, 53, 10, 0, 0, 1], 46);
  expect(decodeUdpRefused(format)(record, 0)).toEqual({
    localAddress: '10.0.0.1',
    localPort: 53,
    remoteAddress: '10.0.0.2',
    remotePort: 40_000,
    error: -12,
  });
  bytes.fill(0, 46);
  bytes[46] = 10;
  bytes[69] = 1;
  expect(decodeUdpRefused(format)(record, 0).localAddress).toBe('::1');
});

it('kernels before 6.10 know the local port alone', () => {
  const format = parseEventFormat(
    'format',
    'ID: 9\n\tfield:int rc;\toffset:8;\tsize:4;\tsigned:1;\n\tfield:__u16 lport;\toffset:12;\tsize:2;\tsigned:0;\n',
  );
  const record = new DataView(new ArrayBuffer(16));
  record.setInt32(8, -105, true);
  record.setUint16(12, 53, true);
  expect(decodeUdpRefused(format)(record, 0)).toEqual({
    localAddress: undefined,
    localPort: 53,
    remoteAddress: undefined,
    remotePort: undefined,
    error: -105,
  });
});
