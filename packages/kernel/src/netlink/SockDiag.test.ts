import { expect, test } from 'vitest';
import { KernelError } from '../KernelError.ts';
import { concat, endMessage, PORT, socketMessage, unixMessage } from '../testing/diagBytes.ts';
import { vanishedCounts } from '../vanished.ts';
import { DumpTally } from './DumpTally.ts';
import type { NetlinkChannel } from './NetlinkSocket.ts';
import { SockDiag } from './SockDiag.ts';

type Step = Uint8Array | 'lost' | KernelError;

/** A kernel that answers each request with the steps written for its type (18 or 20), and counts its channels. */
function scripted(answer: (type: number, seq: number) => Step[]) {
  const seen = { opened: 0, closed: 0, requests: [] as [type: number, family: number][] };
  const connect = (): NetlinkChannel => {
    seen.opened++;
    let steps: Step[] = [];
    return {
      port: PORT,
      send: (bytes) => {
        const view = new DataView(bytes.buffer);
        seen.requests.push([view.getUint16(4, true), bytes[16] ?? 0]);
        steps = answer(view.getUint16(4, true), view.getUint32(8, true));
      },
      receive: (buffer) => {
        const step = steps.shift() ?? timedOut;
        if (step === 'lost') return 'lost';
        if (step instanceof KernelError) throw step;
        buffer.set(step);
        return step.length;
      },
      close: () => seen.closed++,
    };
  };
  const tally = new DumpTally();
  return { diag: new SockDiag(connect, tally), seen, tally };
}

const timedOut = new KernelError({ code: 'timed-out', operation: 'recv', path: 'test' });
const socketOf = (port: number, seq: number) => socketMessage({ localPort: port, cookie: [port, 0] }, { seq });
const doneOf = (seq: number) => endMessage(3, 0, { seq });
const TCP = 20;
const OLDER = 18;

test('shows the sockets of one family, and asks on the same channel again', () => {
  const { diag, seen } = scripted((_, seq) => [concat([socketOf(80, seq), socketOf(81, seq)]), doneOf(seq)]);
  const ports: number[] = [];
  for (let round = 0; round < 3; round++) diag.dump('tcp', 4, (cursor) => ports.push(cursor.localPort));
  expect(ports).toEqual([80, 81, 80, 81, 80, 81]);
  expect(seen).toMatchObject({
    opened: 1,
    closed: 0,
    requests: [
      [TCP, 2],
      [TCP, 2],
      [TCP, 2],
    ],
  });
  diag.close();
  expect(seen.closed).toBe(1);
  expect(() => diag.dump('tcp', 4, () => {})).toThrow(expect.objectContaining({ code: 'closed' }));
});

test('TCP of both families is one request, UDP two', () => {
  const { diag, seen } = scripted((_, seq) => [concat([socketOf(80, seq), doneOf(seq)])]);
  expect(diag.dump('tcp', 'both', () => {}).sockets).toBe(1);
  expect(diag.dump('udp', 'both', () => {}).sockets).toBe(2);
  expect(seen.requests).toEqual([
    [OLDER, 0],
    [TCP, 2],
    [TCP, 10],
  ]);
});

test.each([-2, -22, -95])(
  'a kernel that refuses the older request with %i is asked family by family from then on',
  (errno) => {
    const { diag, seen } = scripted((type, seq) =>
      type === OLDER ? [endMessage(2, errno, { seq })] : [concat([socketOf(80, seq), doneOf(seq)])],
    );
    expect(diag.dump('tcp', 'both', () => {})).toEqual({
      sockets: 2,
      interrupted: false,
      doubled: 0,
      damaged: 0,
      foreign: 0,
    });
    expect(diag.dump('tcp', 'both', () => {}).sockets).toBe(2);
    expect(seen.requests).toEqual([
      [OLDER, 0],
      [TCP, 2],
      [TCP, 10],
      [TCP, 2],
      [TCP, 10],
    ]);
  },
);

test('lost answers are an interruption, and the rest is shown', () => {
  const { diag, tally } = scripted((_, seq) => [socketOf(80, seq), 'lost', concat([socketOf(81, seq), doneOf(seq)])]);
  expect(diag.dump('tcp', 4, () => {})).toMatchObject({ sockets: 2, interrupted: true });
  expect(tally.totals).toMatchObject({ dumps: 1, interrupted: 1, overruns: 1, failed: 0 });
});

test('a socket listed twice and a message of an unknown family are counted', () => {
  const unknown = (seq: number) => socketMessage({ family: 99, localPort: 82, cookie: [82, 0] }, { seq });
  const { diag, tally } = scripted((_, seq) => [
    concat([socketOf(80, seq), unknown(seq), socketOf(80, seq), doneOf(seq)]),
  ]);
  expect(diag.dump('tcp', 4, () => {})).toMatchObject({ sockets: 1, doubled: 1, damaged: 1 });
  expect(tally.totals).toMatchObject({ dumps: 1, doubled: 1, damaged: 1 });
});

test('answers to an earlier request are passed by', () => {
  const { diag, tally } = scripted((_, seq) => [
    concat([socketOf(79, seq - 1), doneOf(seq - 1)]),
    concat([socketOf(80, seq), doneOf(seq)]),
  ]);
  expect(diag.dump('tcp', 4, () => {})).toMatchObject({ sockets: 1, foreign: 2 });
  expect(tally.totals).toMatchObject({ dumps: 1, foreign: 2 });
});

test.each<[string, (seq: number) => Step[], string, object]>([
  ['silence', (seq) => [socketOf(80, seq)], 'timed-out', { failed: 1, truncated: 0 }],
  ['nonsense', () => [new Uint8Array(16)], 'malformed', { failed: 1, truncated: 1 }],
  ['a refusal', (seq) => [endMessage(2, -16, { seq })], 'rejected', { failed: 0, truncated: 0 }],
])('after %s the next dump begins on a new channel', (_, broken, code, counted) => {
  let dumps = 0;
  const { diag, seen, tally } = scripted((_, seq) =>
    dumps++ === 0 ? broken(seq) : [concat([socketOf(80, seq), doneOf(seq)])],
  );
  expect(() => diag.dump('tcp', 4, () => {})).toThrow(expect.objectContaining({ name: 'KernelError', code }));
  expect(diag.dump('tcp', 4, () => {}).sockets).toBe(1);
  expect(seen).toMatchObject({ opened: 2, closed: 1 });
  expect(tally.totals).toMatchObject({ dumps: 1, ...counted });
});

test('a visitor that throws ends the dump with its own error', () => {
  const { diag, seen } = scripted((_, seq) => [concat([socketOf(80, seq), doneOf(seq)])]);
  const mine = new TypeError('mine');
  const visit = () => {
    throw mine;
  };
  expect(() => diag.dump('tcp', 'both', visit)).toThrow(mine);
  expect(diag.dump('tcp', 'both', () => {}).sockets).toBe(1);
  expect(seen).toMatchObject({ opened: 2, closed: 1 });
});

test('a visitor cannot begin a second dump under the first', () => {
  const { diag } = scripted((_, seq) => [concat([socketOf(80, seq), doneOf(seq)])]);
  expect(() => diag.dump('tcp', 4, () => diag.dump('tcp', 6, () => {}))).toThrow(
    expect.objectContaining({ code: 'busy', path: 'NETLINK_SOCK_DIAG tcp6' }),
  );
  expect(diag.dump('tcp', 4, () => {}).sockets).toBe(1);
});

test('Unix sockets are one request on the same channel, and their absence harms no other dump', () => {
  let hasUnix = true;
  const { diag, seen } = scripted((_, seq) => {
    if (seen.requests.at(-1)?.[1] !== 1) return [concat([socketOf(80, seq), doneOf(seq)])];
    return hasUnix ? [unixMessage({ inode: 12 }, { seq }), doneOf(seq)] : [endMessage(2, -2, { seq })];
  });
  const inodes: number[] = [];
  expect(diag.dump('tcp', 4, () => {}).sockets).toBe(1);
  expect(diag.dumpUnix((cursor) => inodes.push(cursor.inode))).toMatchObject({ sockets: 1, interrupted: false });
  expect(inodes).toEqual([12]);
  expect(seen.opened).toBe(1);
  hasUnix = false;
  expect(() => diag.dumpUnix(() => {})).toThrow(
    expect.objectContaining({ code: 'unsupported', path: 'NETLINK_SOCK_DIAG unix', detail: 'ENOENT' }),
  );
  expect(diag.dump('tcp', 4, () => {}).sockets).toBe(1);
});

const KEY = { family: 4, sockId: new Uint8Array(48) } as const;
const portsOf = (diag: SockDiag) => {
  const ports: number[] = [];
  const found = diag.findTcp(KEY, (cursor) => ports.push(cursor.localPort));
  return { found, ports };
};

test('one socket: its answer and the acknowledgement, on a channel that stays', () => {
  const { diag, seen } = scripted((_, seq) => [socketOf(80, seq), endMessage(2, 0, { seq })]);
  expect(portsOf(diag)).toEqual({ found: true, ports: [80] });
  expect(portsOf(diag)).toEqual({ found: true, ports: [80] });
  expect(seen.opened).toBe(1);
});

test.each([
  [2, 'there is none'],
  [116, 'another has its addresses'],
])('one socket: errno %i says that %s', (errno) => {
  const { diag } = scripted((_, seq) => [endMessage(2, -errno, { seq })]);
  const { sockets: before } = vanishedCounts();
  expect(portsOf(diag)).toEqual({ found: false, ports: [] });
  expect(vanishedCounts().sockets).toBe(before + 1);
});

test('one socket: any other refusal is an error', () => {
  const { diag } = scripted((_, seq) => [endMessage(2, -22, { seq })]);
  expect(() => portsOf(diag)).toThrow(expect.objectContaining({ code: 'rejected', detail: 'EINVAL' }));
});

test('everything of one protocol is two requests, and a kernel without it says so', () => {
  const { diag, seen } = scripted((_, seq) => [doneOf(seq)]);
  expect(diag.dumpAll('mptcp', () => {})).toMatchObject({ sockets: 0 });
  expect(seen.requests.map(([, family]) => family)).toEqual([2, 10]);
  const without = scripted((_, seq) => [endMessage(2, -2, { seq })]).diag;
  expect(() => without.dumpAll('raw', () => {})).toThrow(expect.objectContaining({ code: 'unsupported' }));
  expect(() => without.dumpPacket(() => {})).toThrow(expect.objectContaining({ code: 'unsupported' }));
});
