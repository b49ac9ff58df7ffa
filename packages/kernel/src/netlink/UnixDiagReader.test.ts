import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { KernelError } from '../KernelError.ts';
import { concat, endMessage, message, PORT, SEQ, socketMessage, unixMessage, words } from '../testing/diagBytes.ts';
import { fixtureDatagrams } from '../testing/fixture.ts';
import type { UnixSocket } from '../types.ts';
import { DiagBuffer } from './DiagBuffer.ts';
import { toUnixSocket } from './toUnixSocket.ts';
import { UnixDiagReader } from './UnixDiagReader.ts';

/** Reads datagrams as a dump of request SEQ of port PORT, unless told otherwise. */
function read(datagrams: readonly Uint8Array[], expected = { seq: SEQ, port: PORT }) {
  const buffer = new DiagBuffer(64 * 1024);
  const reader = new UnixDiagReader(buffer);
  reader.begin({ ...expected, path: 'test' });
  const sockets: UnixSocket[] = [];
  let ended = false;
  for (const datagram of datagrams) {
    buffer.bytes.fill(0xee);
    buffer.bytes.set(datagram);
    ended = reader.readDatagram(datagram.length, (cursor) => sockets.push(toUnixSocket(cursor)));
  }
  return { ended, sockets, result: reader.result };
}

const CLEAN = { interrupted: false, doubled: 0, damaged: 0, foreign: 0 };
const BARE = {
  type: 'stream',
  state: 'established',
  name: undefined,
  inode: 1000,
  cookie: '1',
  peerInode: undefined,
  recvQ: undefined,
  sendQ: undefined,
  pendingInodes: [],
  skmem: undefined,
  shutdown: undefined,
  uid: undefined,
};
const text = (value: string) => new TextEncoder().encode(value);
const name = (value: string) => ({ type: 0, payload: text(value) });
const meminfo = { type: 5, payload: words(0, 212_992, 768, 212_992, 0, 0, 0, 0, 3) };
const uid = { type: 7, payload: words(1) };
const rqlen = { type: 4, payload: words(5, 9) };

describe('a dump captured from the kernel', () => {
  const ofKernel = { seq: 7, port: 20_668 };
  const datagrams = fixtureDatagrams('sock_diag-unix.hex');

  test('holds what was there', () => {
    const { ended, sockets, result } = read(datagrams, ofKernel);
    expect(ended).toBe(true);
    expect(result).toEqual({ ...CLEAN, sockets: sockets.length });
    const facts = sockets.map((socket) => [
      socket.type,
      socket.state,
      socket.name,
      socket.inode,
      socket.peerInode,
      socket.recvQ,
      socket.sendQ,
    ]);
    expect(facts).toEqual([
      ['stream', 'established', undefined, 1_652_080, 1_652_081, 0, 4352],
      ['stream', 'established', '@s', 1_652_081, 1_652_080, 3000, 0],
      ['seqpacket', 'close', undefined, 1_652_102, undefined, 0, 0],
      ['dgram', 'established', undefined, 1_652_101, 1_652_771, 0, 8448],
      ['stream', 'established', undefined, 1_652_099, 0, 0, 0],
      ['stream', 'established', undefined, 1_652_100, 0, 0, 0],
      ['stream', 'established', undefined, 1_652_098, 0, 0, 0],
      ['dgram', 'established', '@d', 1_652_771, undefined, 100, 0],
      ['stream', 'listen', '@s', 1_652_770, undefined, 3, 5],
    ]);
    expect(sockets.map(({ uid, shutdown }) => [uid, shutdown])).toEqual(sockets.map(() => [0, 0]));
    expect(sockets[3]?.skmem).toMatchObject({ rmemAlloc: 0, wmemAlloc: 8448, sndbuf: 212_992, drops: 0 });
    expect(sockets[8]).toMatchObject({ cookie: '5a46a', pendingInodes: [1_652_098, 1_652_099, 1_652_100] });
  });

  test('cut at any length gives whole sockets or a clear error, and nothing behind the cut', () => {
    const whole = read(datagrams, ofKernel);
    const bytes = concat(datagrams);
    for (let length = 0; length < bytes.length; length++) {
      let outcome: ReturnType<typeof read>;
      try {
        outcome = read([bytes.slice(0, length)], ofKernel);
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
  test('over several datagrams, until the end', () => {
    const first = concat([1, 2].map((inode) => unixMessage({ inode, cookie: [inode, 0] })));
    const second = concat([unixMessage({ inode: 3, cookie: [3, 0] }), endMessage(3, 0), unixMessage({ inode: 4 })]);
    const { ended, sockets, result } = read([first, second]);
    expect({ ended, result }).toEqual({ ended: true, result: { ...CLEAN, sockets: 3 } });
    expect(sockets.map(({ inode }) => inode)).toEqual([1, 2, 3]);
  });

  test('an overrun and NLM_F_DUMP_INTR interrupt', () => {
    expect(read([message(4, new Uint8Array(0))]).result.interrupted).toBe(true);
    expect(read([unixMessage({}, { flags: 0x12 })]).result).toEqual({ ...CLEAN, sockets: 1, interrupted: true });
    expect(read([endMessage(3, 0, { flags: 0x12 })])).toMatchObject({ ended: true, result: { interrupted: true } });
  });

  test('a socket that is listed again while the table moves is shown once', () => {
    const one = unixMessage({ inode: 1, cookie: [5, 0] });
    const other = unixMessage({ inode: 2, cookie: [5, 1] });
    const { sockets, result } = read([concat([one, other, one])]);
    expect(sockets.map(({ cookie }) => cookie)).toEqual(['5', '100000005']);
    expect(result).toEqual({ ...CLEAN, sockets: 2, doubled: 1 });
  });

  test.each([
    ['of another family', socketMessage()],
    ['of type 3', unixMessage({ type: 3 })],
    ['of type 0', unixMessage({ type: 0 })],
    ['in state 0', unixMessage({ state: 0 })],
    ['in a state that nobody knows', unixMessage({ state: 13 })],
    ['cut short', message(20, new Uint8Array(15).fill(1))],
  ])('a socket %s is counted as damaged and not shown', (_, datagram) => {
    const { sockets, result } = read([concat([datagram, unixMessage({ inode: 9 })])]);
    expect(result).toEqual({ ...CLEAN, sockets: 1, damaged: 1 });
    expect(sockets.map(({ inode }) => inode)).toEqual([9]);
  });

  test.each([
    [-2, 'unsupported', 'ENOENT'],
    [-1, 'permission', 'EPERM'],
    [-22, 'rejected', 'EINVAL'],
  ])('an error of %i is %s', (errno, code, detail) => {
    expect(() => read([endMessage(2, errno)])).toThrow(
      expect.objectContaining({ name: 'KernelError', code, detail, operation: 'dump' }),
    );
  });
});

describe('attributes', () => {
  test('each in its place', () => {
    const attributes = [
      name('/run/a.sock\0'),
      { type: 1, payload: words(77, 0x0fe0_0003) },
      { type: 2, payload: words(2000) },
      { type: 3, payload: words(31, 0, 33) },
      rqlen,
      meminfo,
      { type: 6, payload: Uint8Array.of(3) },
      { type: 7, payload: words(65_534) },
    ];
    expect(read([unixMessage({ type: 5, state: 10, cookie: [0xabc, 0xd], attributes })]).sockets).toEqual([
      {
        type: 'seqpacket',
        state: 'listen',
        name: '/run/a.sock',
        inode: 1000,
        cookie: 'd00000abc',
        peerInode: 2000,
        recvQ: 5,
        sendQ: 9,
        pendingInodes: [31, 0, 33],
        skmem: {
          rmemAlloc: 0,
          rcvbuf: 212_992,
          wmemAlloc: 768,
          sndbuf: 212_992,
          fwdAlloc: 0,
          wmemQueued: 0,
          optmem: 0,
          backlog: 0,
          drops: 3,
        },
        shutdown: 3,
        uid: 65_534,
        file: { inode: 77, device: '254:3' },
      },
    ]);
  });

  test('those that did not come are unknown, and none stays from the socket before', () => {
    const full = unixMessage({
      cookie: [1, 0],
      attributes: [name('/a'), rqlen, meminfo, uid],
    });
    expect(read([concat([full, unixMessage({ cookie: [2, 0] })])]).sockets[1]).toEqual({ ...BARE, cookie: '2' });
  });

  test.each([
    ['a path ends at its zero byte', '/run/x\0rest', '/run/x'],
    ['a path need not have one', '/run/x', '/run/x'],
    ['an abstract name shows its zero bytes as @', '\0a\0b\0', '@a@b@'],
    ['a name of no bytes is none', '', undefined],
    ['a path of one zero byte is an abstract name without letters', '\0', '@'],
    ['what is not ASCII stays', '/run/日本\n\u001b[31m\0', '/run/日本\n\u001b[31m'],
  ])('%s', (_, bytes, shown) => {
    expect(read([unixMessage({ attributes: [name(bytes)] })]).sockets[0]?.name).toBe(shown);
  });

  test('bytes that are no text do not break a name', () => {
    const payload = Uint8Array.of(0x2f, 0xff, 0xfe, 0);
    expect(read([unixMessage({ attributes: [{ type: 0, payload }] })]).sockets[0]?.name).toBe('/\ufffd\ufffd');
  });

  test('memory of fewer words, as older kernels send it, has what it has', () => {
    const of = (count: number) => ({ type: 5, payload: words(...[0, 2, 3, 4, 5, 6, 7, 8, 9].slice(0, count)) });
    const skmem = (count: number) => read([unixMessage({ attributes: [of(count)] })]).sockets[0]?.skmem;
    expect(skmem(8)).toMatchObject({ wmemAlloc: 3, sndbuf: 4, backlog: 8, drops: undefined });
    expect(skmem(7)).toMatchObject({ optmem: 7, backlog: undefined, drops: undefined });
    expect(skmem(6)).toBeUndefined();
  });

  test('a number cut in half is not there', () => {
    const attributes = [
      { type: 2, payload: new Uint8Array(3) },
      { type: 3, payload: new Uint8Array(7) },
      { type: 4, payload: words(5) },
      { type: 6, payload: new Uint8Array(0) },
      { type: 7, payload: new Uint8Array(2) },
    ];
    expect(read([unixMessage({ attributes })]).sockets).toEqual([{ ...BARE, recvQ: 5, pendingInodes: [0] }]);
  });

  test('unknown ones pass, and flags on their type do not hide it', () => {
    const unknown = { type: 8, payload: new Uint8Array(5) };
    const far = { type: 0x3fff, payload: words(1) };
    const { sockets, result } = read([unixMessage({ attributes: [unknown, far, { ...rqlen, type: 0x8000 | 4 }] })]);
    expect(sockets).toEqual([{ ...BARE, recvQ: 5, sendQ: 9 }]);
    expect(result).toEqual({ ...CLEAN, sockets: 1 });
  });

  test.each([0, 1, 3, 41, 4000, 0xffff])(
    'one that claims %i bytes ends the list; what came before it counts',
    (claimedLength) => {
      const { sockets, result } = read([
        unixMessage({ attributes: [rqlen, { type: 3, payload: words(9), claimedLength }, uid] }),
      ]);
      expect(result).toEqual({ ...CLEAN, sockets: 1, damaged: 1 });
      expect(sockets).toEqual([{ ...BARE, recvQ: 5, sendQ: 9 }]);
    },
  );
});

test('random bytes, and good ones with some changed, end with sockets or a clear error', () => {
  const check = (datagram: Uint8Array, expected?: { seq: number; port: number }) => {
    try {
      const { sockets } = read([datagram], expected);
      expect(sockets.length).toBeLessThanOrEqual(datagram.length / 32);
      expect(JSON.stringify(sockets)).not.toContain('null');
    } catch (error) {
      if (!(error instanceof KernelError)) throw error;
    }
  };
  const good = concat(fixtureDatagrams('sock_diag-unix.hex'));
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
    fc.property(fc.uint8Array({ minLength: 16, maxLength: 600 }), (payload) => {
      payload.set([1, 1, 1]);
      check(message(20, payload));
    }),
    { numRuns: 500 },
  );
});
