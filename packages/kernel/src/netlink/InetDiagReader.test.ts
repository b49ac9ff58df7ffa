import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { KernelError } from '../KernelError.ts';
import { concat, endMessage, message, PORT, SEQ, socketMessage, words } from '../testing/diagBytes.ts';
import { fixtureDatagrams } from '../testing/fixture.ts';
import type { InetSocket } from '../types.ts';
import { DiagBuffer } from './DiagBuffer.ts';
import { InetDiagReader } from './InetDiagReader.ts';
import { toInetSocket } from './toInetSocket.ts';

interface Outcome {
  readonly ended: boolean;
  readonly sockets: readonly InetSocket[];
  readonly result: InetDiagReader['result'];
}

/** Reads datagrams as a dump of request SEQ of port PORT, unless told otherwise. */
function read(datagrams: readonly Uint8Array[], expected = { seq: SEQ, port: PORT }): Outcome {
  const buffer = new DiagBuffer(256 * 1024);
  const reader = new InetDiagReader(buffer);
  reader.begin({ ...expected, path: 'test' });
  const sockets: InetSocket[] = [];
  let ended = false;
  for (const datagram of datagrams) {
    // What an earlier, longer datagram left behind must not be read.
    buffer.bytes.fill(0xff);
    buffer.bytes.set(datagram);
    ended = reader.readDatagram(datagram.length, (cursor) => sockets.push(toInetSocket(cursor, 'tcp')));
  }
  return { ended, sockets, result: reader.result };
}

const DONE = endMessage(3, 0);
const CLEAN = { interrupted: false, doubled: 0, damaged: 0, foreign: 0 };
const ports = (outcome: Outcome) => outcome.sockets.map((socket) => socket.localPort);

describe('a dump captured from Linux 6.18', () => {
  const datagrams = fixtureDatagrams('sock_diag-tcp.hex');

  test('gives what ss showed of it', () => {
    const { ended, sockets, result } = read(datagrams, { seq: 7, port: 20_668 });
    expect(ended).toBe(true);
    expect(result).toEqual({ ...CLEAN, sockets: 5 });
    expect(sockets.map((socket) => [socket.state, socket.family, socket.inode, socket.cookie])).toEqual([
      ['listen', 6, 100_054, '7888'],
      ['established', 6, 100_056, '7889'],
      ['established', 4, 100_055, '788a'],
      ['established', 6, 100_058, '788b'],
      ['established', 6, 100_057, '788c'],
    ]);
  });

  test('in full for one socket', () => {
    const socket = read(datagrams, { seq: 7, port: 20_668 }).sockets.find((one) => one.inode === 100_055);
    expect(socket).toMatchObject({
      protocol: 'tcp',
      localAddress: '127.0.0.1',
      localPort: 45_192,
      remoteAddress: '127.0.0.1',
      remotePort: 8080,
      uid: 0,
      recvQ: 0,
      sendQ: 0,
      timer: 0,
      congestionControl: 'bbr',
      cgroupId: '1',
      skmem: {
        rmemAlloc: 0,
        rcvbuf: 131_072,
        wmemAlloc: 0,
        sndbuf: 3_939_840,
        fwdAlloc: 0,
        wmemQueued: 0,
        optmem: 0,
        backlog: 0,
        drops: 0,
      },
    });
    expect(socket?.tcpInfo).toMatchObject({
      state: 1,
      sndWscale: 10,
      rcvWscale: 10,
      rtoUs: 204_000,
      rttUs: 27,
      rttvarUs: 13,
      atoUs: 40_000,
      sndMssBytes: 53_760,
      pmtuBytes: 65_535,
      rcvMssBytes: 3000,
      advmssBytes: 65_483,
      sndCwnd: 11,
      bytesSent: 5000,
      bytesAcked: 5001,
      bytesReceived: 3000,
      segsOut: 4,
      segsIn: 3,
      dataSegsOut: 1,
      dataSegsIn: 1,
      pacingRateBytesPerSecond: 32_265_139_140,
      maxPacingRateBytesPerSecond: undefined,
      deliveryRateBytesPerSecond: 2_688_000_000,
      deliveryRateAppLimited: true,
      delivered: 2,
      rcvRttUs: 2000,
      rcvSpaceBytes: 65_495,
      rcvSsthresh: 99_406,
      minRttUs: 20,
      sndWndBytes: 107_520,
      totalRto: 0,
    });
  });

  test('keeps addresses as the sockets hold them', () => {
    const { sockets } = read(datagrams, { seq: 7, port: 20_668 });
    expect(sockets.map((socket) => `${socket.localAddress} ${socket.remoteAddress}`)).toEqual([
      ':: ::',
      '::ffff:127.0.0.1 ::ffff:127.0.0.1',
      '127.0.0.1 127.0.0.1',
      '::1 ::1',
      '::1 ::1',
    ]);
  });

  test('a UDP socket has memory but no tcp_info', () => {
    const [udp] = read(fixtureDatagrams('sock_diag-udp.hex'), { seq: 8, port: 20_668 }).sockets;
    expect(udp).toMatchObject({
      state: 'close',
      localAddress: '127.0.0.1',
      localPort: 5353,
      inode: 100_059,
      cookie: '788d',
      tcpInfo: undefined,
      congestionControl: undefined,
      skmem: { rcvbuf: 212_992, sndbuf: 212_992, drops: 0 },
    });
  });

  test('cut at any length gives whole sockets or a clear error, and nothing behind the cut', () => {
    const whole = read(datagrams, { seq: 7, port: 20_668 });
    const bytes = concat(datagrams);
    for (let length = 0; length < bytes.length; length++) {
      let outcome: Outcome;
      try {
        outcome = read([bytes.slice(0, length)], { seq: 7, port: 20_668 });
      } catch (error) {
        expect(error).toMatchObject({ name: 'KernelError', code: 'malformed' });
        continue;
      }
      expect(outcome.ended).toBe(false);
      expect(outcome.sockets).toEqual(whole.sockets.slice(0, outcome.sockets.length));
    }
  });
});

describe('messages', () => {
  test('several in one datagram, over several datagrams, until the end', () => {
    const first = concat([1, 2].map((port) => socketMessage({ localPort: port, cookie: [port, 0] })));
    const second = concat([socketMessage({ localPort: 3, cookie: [3, 0] }), DONE]);
    const outcome = read([first, second]);
    expect(outcome).toMatchObject({ ended: true, result: { ...CLEAN, sockets: 3 } });
    expect(ports(outcome)).toEqual([1, 2, 3]);
  });

  test('what stands behind the end is not read', () => {
    expect(read([concat([DONE, socketMessage()])])).toMatchObject({ ended: true, sockets: [] });
  });

  test('the older type of answer counts too', () => {
    const older = socketMessage();
    new DataView(older.buffer).setUint16(4, 18, true);
    expect(read([older]).result).toEqual({ ...CLEAN, sockets: 1 });
  });

  test('no-ops pass, an overrun and NLM_F_DUMP_INTR interrupt', () => {
    expect(read([message(1, new Uint8Array(0))]).result).toEqual({ ...CLEAN, sockets: 0 });
    expect(read([message(4, new Uint8Array(0))]).result.interrupted).toBe(true);
    expect(read([socketMessage({}, { flags: 0x12 })]).result).toEqual({ ...CLEAN, sockets: 1, interrupted: true });
    expect(read([endMessage(3, 0, { flags: 0x12 })])).toMatchObject({ ended: true, result: { interrupted: true } });
  });

  test.each([
    ['another request', { seq: SEQ - 1 }],
    ['another port', { port: PORT + 1 }],
  ])('of %s are counted and passed by, even their end', (_, header) => {
    const outcome = read([
      concat([socketMessage({}, header), endMessage(3, 0, header), socketMessage({ localPort: 9 })]),
    ]);
    expect(outcome).toMatchObject({ ended: false, result: { ...CLEAN, sockets: 1, foreign: 2 } });
    expect(ports(outcome)).toEqual([9]);
  });

  test.each([
    [-1, 'permission', 'EPERM'],
    [-2, 'unsupported', 'ENOENT'],
    [-95, 'unsupported', 'EOPNOTSUPP'],
    [-16, 'rejected', 'EBUSY'],
    [-22, 'rejected', 'EINVAL'],
    [-9999, 'rejected', '9999'],
  ])('an error of %i is %s', (errno, code, detail) => {
    for (const type of [2, 3] as const) {
      expect(() => read([endMessage(type, errno)])).toThrow(
        expect.objectContaining({ name: 'KernelError', code, detail, operation: 'dump', path: 'test' }),
      );
    }
  });

  test('an acknowledgement is no error and no end', () => {
    expect(read([endMessage(2, 0)])).toMatchObject({ ended: false, result: { ...CLEAN, sockets: 0 } });
  });

  test.each([
    ['shorter than its header', socketMessage({}, { length: 15 })],
    ['of no length', socketMessage({}, { length: 0 })],
    ['longer than its datagram', socketMessage({}, { length: 4000 })],
    ['as long as a number can say', socketMessage({}, { length: 0xffff_ffff })],
    ['an end without its number', message(3, new Uint8Array(0))],
    ['half a header', socketMessage().slice(0, 9)],
  ])('one that is %s ends the dump with an error', (_, datagram) => {
    expect(() => read([datagram])).toThrow(expect.objectContaining({ name: 'KernelError', code: 'malformed' }));
  });

  test.each([
    ['a type that nobody knows', message(99, new Uint8Array(72))],
    ['a socket of another family', socketMessage({ family: 1 })],
    ['a socket in state 0', socketMessage({ state: 0 })],
    ['a socket in a state that nobody knows', socketMessage({ state: 13 })],
    ['a socket cut short', message(20, new Uint8Array(71).fill(2))],
  ])('%s is counted as damaged and not shown', (_, datagram) => {
    const outcome = read([concat([datagram, socketMessage({ localPort: 9 })])]);
    expect(outcome.result).toEqual({ ...CLEAN, sockets: 1, damaged: 1 });
    expect(ports(outcome)).toEqual([9]);
  });

  test('a socket that moved under the dump is shown once', () => {
    const outcome = read([
      concat([
        socketMessage({ cookie: [5, 0], localPort: 1 }),
        socketMessage({ cookie: [5, 1], localPort: 2 }),
        socketMessage({ cookie: [5, 0], localPort: 3 }),
        socketMessage({ cookie: [5, 0], localPort: 4 }),
      ]),
    ]);
    expect(ports(outcome)).toEqual([1, 2]);
    expect(outcome.result).toEqual({ ...CLEAN, sockets: 2, doubled: 2 });
  });
});

describe('attributes', () => {
  const skmem = { type: 7, payload: words(1, 2, 3, 4, 5, 6, 7, 8, 9) };

  test('unknown ones pass, and flags on their type do not hide it', () => {
    const unknown = { type: 4000, payload: new Uint8Array(5) };
    const outcome = read([socketMessage({ attributes: [unknown, { ...skmem, type: 0x8000 | 7 }] })]);
    expect(outcome.sockets[0]?.skmem?.drops).toBe(9);
    expect(outcome.result).toEqual({ ...CLEAN, sockets: 1 });
  });

  test.each([0, 1, 3, 41, 4000, 0xffff])(
    'one that claims %i bytes ends the list; what came before it counts',
    (length) => {
      const broken = { type: 2, payload: words(9, 9, 9), claimedLength: length };
      const outcome = read([socketMessage({ attributes: [skmem, broken, { type: 4, payload: words(0x6e657200) }] })]);
      expect(outcome.result).toEqual({ ...CLEAN, sockets: 1, damaged: 1 });
      expect(outcome.sockets[0]).toMatchObject({
        skmem: { rcvbuf: 2 },
        tcpInfo: undefined,
        congestionControl: undefined,
      });
    },
  );

  test('bytes that are too few for one are damage', () => {
    const bytes = socketMessage({ attributes: [skmem] }, { length: 16 + 72 + 40 + 2 });
    expect(read([concat([bytes, new Uint8Array(4)])]).result).toMatchObject({ sockets: 1, damaged: 1 });
  });

  test('those of one socket are gone at the next', () => {
    const cong = { type: 4, payload: new TextEncoder().encode('cubic\0') };
    const outcome = read([
      concat([
        socketMessage({ cookie: [1, 0], attributes: [skmem, cong, { type: 21, payload: words(1, 2) }] }),
        socketMessage({ cookie: [2, 0] }),
      ]),
    ]);
    expect(outcome.sockets[0]).toMatchObject({ congestionControl: 'cubic', cgroupId: '8589934593' });
    expect(outcome.sockets[1]).toMatchObject({ skmem: undefined, congestionControl: undefined, cgroupId: undefined });
  });
});

test('random bytes, and good ones with some changed, end with sockets or a clear error', () => {
  const check = (datagram: Uint8Array, expected?: { seq: number; port: number }) => {
    try {
      const { sockets } = read([datagram], expected);
      expect(sockets.length).toBeLessThanOrEqual(datagram.length / 88);
      expect(JSON.stringify(sockets)).not.toContain('null');
    } catch (error) {
      if (!(error instanceof KernelError)) throw error;
    }
  };
  const good = concat(fixtureDatagrams('sock_diag-tcp.hex'));
  const change = fc.tuple(fc.nat(good.length - 1), fc.nat(255));
  fc.assert(fc.property(fc.uint8Array({ maxLength: 1000 }), (bytes) => check(bytes)));
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 8 }), (changes) => {
      const bytes = good.slice();
      for (const [at, value] of changes) bytes[at] = value;
      check(bytes, { seq: 7, port: 20_668 });
    }),
    { numRuns: 500 },
  );
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 72, maxLength: 600 }), (payload) => {
      payload[0] = 2;
      payload[1] = 1;
      check(message(20, payload));
    }),
    { numRuns: 500 },
  );
});
