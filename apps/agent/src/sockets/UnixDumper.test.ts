import { KernelError, type UnixDiagCursor } from '@netstrata/kernel';
import { expect, test } from 'vitest';
import { UnixDumper, type UnixLister } from './UnixDumper.ts';
import { withEnds } from './UnixTable.ts';

const [STREAM, DGRAM, SEQPACKET] = [1, 2, 5];
const [ESTABLISHED, CLOSE, LISTEN] = [1, 7, 10];
const NAN = Number.NaN;

/** What sums are made of; a number that a kernel did not send is NaN. */
interface Facts {
  readonly type: number;
  readonly state: number;
  readonly recvQ?: number;
  readonly sendQ?: number;
  readonly wmemAlloc?: number;
  readonly sndbuf?: number;
  readonly name?: string;
  readonly inode?: number;
  readonly peerInode?: number;
}

function listerOf(sockets: readonly Facts[]): UnixLister {
  const words = { cookieLow: 1, cookieHigh: 0, shutdown: 0, uid: 0, pendingCount: 0, skmemWord: () => NAN };
  const whole = { recvQ: 0, sendQ: 0, wmemAlloc: 0, sndbuf: 212_992, inode: 1, peerInode: NAN, ...words };
  return {
    dumpUnix: (visit) => {
      for (const facts of sockets) visit({ ...whole, ...facts } as unknown as UnixDiagCursor);
    },
  };
}

test('sums up types, states, accept queues and send memory', () => {
  const { summary, states } = new UnixDumper(
    listerOf([
      { type: STREAM, state: LISTEN, recvQ: 2, sendQ: 128 },
      { type: SEQPACKET, state: LISTEN, recvQ: 3, sendQ: 5 },
      { type: STREAM, state: LISTEN, recvQ: 0, sendQ: 4096 },
      { type: STREAM, state: ESTABLISHED, recvQ: 3000 },
      { type: STREAM, state: ESTABLISHED, wmemAlloc: 4352, sndbuf: 8704 },
      { type: SEQPACKET, state: ESTABLISHED, recvQ: 10, wmemAlloc: 1000, sndbuf: 10_000 },
      { type: DGRAM, state: CLOSE, recvQ: 100 },
      { type: DGRAM, state: ESTABLISHED, recvQ: 7, wmemAlloc: 9000, sndbuf: 9000 },
      { type: DGRAM, state: CLOSE },
    ]),
  ).dump(0);
  expect(summary).toEqual({
    sockets: 9,
    listeners: 3,
    acceptQueueLen: 5,
    acceptQueueBacklog: 4229,
    acceptQueueMaxFill: 0.6,
    acceptQueueMaxLen: 3,
    acceptQueueMaxBacklog: 5,
    recvQBytes: 3010,
    dgramUnreadSockets: 2,
    streamWmemAllocBytes: 5352,
    streamSndbufBytes: 231_696,
    streamSendMaxFill: 0.5,
    dgramWmemAllocBytes: 9000,
    dgramSndbufBytes: 434_984,
    dgramSendMaxFill: 1,
    dumpMs: expect.any(Number),
  });
  expect(states.map(({ type, state, sockets }) => `${type} ${state} ${sockets}`)).toEqual([
    'stream established 2',
    'stream listen 2',
    'stream close 0',
    'dgram established 1',
    'dgram close 2',
    'seqpacket established 1',
    'seqpacket listen 1',
    'seqpacket close 0',
  ]);
});

test('of no sockets the sums are 0 and the fullest unknown, and one dump leaves nothing for the next', () => {
  let sockets: readonly Facts[] = [
    { type: STREAM, state: LISTEN, recvQ: 9, sendQ: 9 },
    { type: DGRAM, state: CLOSE, recvQ: 1 },
  ];
  const dumper = new UnixDumper({ dumpUnix: (visit, show) => listerOf(sockets).dumpUnix(visit, show) });
  expect(dumper.dump(0).summary).toMatchObject({ sockets: 2, acceptQueueMaxFill: 1, dgramUnreadSockets: 1 });
  sockets = [];
  const { summary, states } = dumper.dump(1000);
  expect(summary).toMatchObject({
    sockets: 0,
    listeners: 0,
    acceptQueueMaxFill: undefined,
    acceptQueueMaxLen: undefined,
    recvQBytes: 0,
    dgramUnreadSockets: 0,
    streamSendMaxFill: undefined,
    dgramSendMaxFill: undefined,
  });
  expect(states.every((row) => row.sockets === 0)).toBe(true);
});

test('names the fullest that hold something, and makes harmless what is in a name', () => {
  const idle = Array.from({ length: 50 }, () => ({ type: STREAM, state: ESTABLISHED }));
  const { fullest } = new UnixDumper(
    listerOf([
      { type: STREAM, state: LISTEN, recvQ: 0, sendQ: 5 },
      { type: STREAM, state: LISTEN, recvQ: 1, sendQ: 128, name: '/run/a\n\u001b[31m\u202eb.sock', inode: 7 },
      { type: DGRAM, state: ESTABLISHED, wmemAlloc: 900, sndbuf: 1000, inode: 8, peerInode: 9 },
      { type: STREAM, state: ESTABLISHED, wmemAlloc: 99, sndbuf: 1000 },
      ...idle,
    ]),
  ).dump(0);
  expect(fullest).toMatchObject([
    { type: 'dgram', state: 'established', inode: 8, peerInode: 9, fill: 0.9 },
    { type: 'stream', state: 'listen', name: '/run/a\ufffd\ufffd[31m\ufffdb.sock', inode: 7, recvQ: 1, sendQ: 128 },
  ]);
  const owners = new Map([
    [8, { pid: 80, name: 'logger' }],
    [9, { pid: 90, name: 'rsyslogd' }],
  ]);
  const ends = { pid: 80, process: 'logger', peerPid: 90, peerProcess: 'rsyslogd' };
  expect(fullest.map((row) => withEnds(row, (inode) => owners.get(inode)))).toMatchObject([
    ends,
    { process: undefined },
  ]);
});

test('names a sender of datagrams with little in flight, and what its reader has waiting', () => {
  const sender = { type: DGRAM, state: ESTABLISHED, wmemAlloc: 4096, sndbuf: 212_992, inode: 8, peerInode: 9 };
  const reader = { type: DGRAM, state: CLOSE, recvQ: 100, inode: 9, name: '/dev/log' };
  const fullest = (sockets: readonly Facts[]) => new UnixDumper(listerOf(sockets)).dump(0).fullest;
  expect(fullest([sender, reader])).toMatchObject([{ inode: 8, peerRecvQ: 100, peerName: '/dev/log' }]);
  expect(fullest([reader, sender])).toMatchObject([{ inode: 8, peerRecvQ: 100, peerName: '/dev/log' }]);
  expect(fullest([sender, { ...reader, recvQ: 0 }])[0]).not.toHaveProperty('peerRecvQ');
  expect(fullest([{ ...sender, wmemAlloc: 4095 }, reader])).toEqual([]);
  expect(fullest([{ ...sender, type: STREAM }, reader])).toEqual([]);
});

test('names at most ten', () => {
  const many = Array.from({ length: 30 }, (_, at) => ({ type: STREAM, state: LISTEN, recvQ: at, sendQ: 30 }));
  const { fullest } = new UnixDumper(listerOf(many)).dump(0);
  expect(fullest.map(({ recvQ }) => recvQ)).toEqual([29, 28, 27, 26, 25, 24, 23, 22, 21, 20]);
});

test('a backlog of 0 lets in one connection, which fills it', () => {
  const lister = listerOf([{ type: STREAM, state: LISTEN, recvQ: 1, sendQ: 0 }]);
  expect(new UnixDumper(lister).dump(0).summary).toMatchObject({ acceptQueueMaxFill: 1, acceptQueueMaxBacklog: 0 });
});

test('what a kernel does not send is unknown, and not 0', () => {
  const { summary } = new UnixDumper(
    listerOf([
      { type: STREAM, state: LISTEN, recvQ: NAN, sendQ: NAN },
      { type: STREAM, state: ESTABLISHED, recvQ: NAN, wmemAlloc: NAN, sndbuf: NAN },
      { type: DGRAM, state: CLOSE, recvQ: NAN, wmemAlloc: NAN, sndbuf: NAN },
    ]),
  ).dump(0);
  expect(summary).toMatchObject({
    sockets: 3,
    listeners: 1,
    acceptQueueLen: NAN,
    acceptQueueMaxFill: undefined,
    recvQBytes: NAN,
    dgramUnreadSockets: NAN,
    streamWmemAllocBytes: NAN,
    streamSendMaxFill: undefined,
    dgramSendMaxFill: undefined,
  });
});

test('a kernel without unix_diag is asked again after ten minutes, any other failure at the next dump', () => {
  let asked = 0;
  let code: 'unsupported' | 'timed-out' = 'unsupported';
  const dumper = new UnixDumper({
    dumpUnix: () => {
      asked++;
      throw new KernelError({ code, operation: 'dump', path: 'test' });
    },
  });
  const dump = (monoMs: number) => expect(() => dumper.dump(monoMs)).toThrow(expect.objectContaining({ code }));
  dump(0);
  dump(1000);
  dump(599_999);
  expect(asked).toBe(1);
  code = 'timed-out';
  dump(600_000);
  dump(601_000);
  expect(asked).toBe(3);
});
