import { type FoundSocket, KernelError, type KernelErrorCode, type OpenSocket, type Refusal } from '@netstrata/kernel';
import { describe, expect, it } from 'vitest';
import { SocketInquiry } from './SocketInquiry.ts';

const unix: FoundSocket = {
  kind: 'unix',
  unix: {
    type: 'stream',
    state: 'listen',
    name: '@/tmp/\u0007bell',
    inode: 501,
    cookie: 'a1',
    peerInode: undefined,
    recvQ: 2,
    sendQ: 5,
    pendingInodes: [],
    skmem: undefined,
    shutdown: 0,
    uid: 1000,
  },
};
const OWNER = { pid: 7, name: 'nginx', fd: '3' };
const failing = (code: KernelErrorCode) => () => {
  throw new KernelError({ code, operation: 'pidfd_getfd', path: '/proc/7/fd/3' });
};

/** A kernel that knows socket a1, and notes what it was asked. */
function inquiry(
  changes: {
    owner?: typeof OWNER | undefined;
    read?: (socket: OpenSocket) => object;
    knows?: boolean;
    refusal?: Refusal;
  } = {},
) {
  const seen = { reads: [] as OpenSocket[], ownerSearches: 0 };
  let nowMs = 0;
  const answerer = new SocketInquiry({
    finder: { knows: () => changes.knows ?? false, find: (cookie) => (cookie === 'a1' ? unix : undefined) },
    owners: {
      ownerOf: () => ('owner' in changes ? changes.owner : OWNER),
      isSought: () => false,
      search: () => seen.ownerSearches++,
    },
    readOptions: (socket) => {
      seen.reads.push(socket);
      return changes.read?.(socket) ?? { SO_KEEPALIVE: true };
    },
    namer: {
      refresh: () => {},
      userOf: (uid) => (uid === 1000 ? 'anna' : undefined),
      interfaceOf: () => undefined,
      cgroupOf: () => undefined,
    },
    descriptorOf: () => '9',
    whyRefused: (use) => changes.refusal ?? { why: 'They belong to other users.', capability: `what ${use} take` },
    clock: { monoMs: () => nowMs, wallMs: () => 1_790_000_000_000 },
  });
  const wait = (ms: number) => {
    nowMs += ms;
  };
  return { answerer, seen, wait };
}

describe('SocketInquiry', () => {
  it('tells what the kernel says of a socket, whose it is, and what its program has set', () => {
    const { answerer, seen } = inquiry();
    expect(answerer.answer({ cookie: 'a1', options: true })).toEqual({
      timeMs: 1_790_000_000_000,
      kind: 'unix',
      cookie: 'a1',
      inode: 501,
      state: 'listen',
      local: '@/tmp/\ufffdbell',
      remote: undefined,
      pid: 7,
      process: 'nginx',
      fields: { uid: 'anna (1000)', shutdown: 'open both ways', acceptQueue: 2, acceptBacklog: 5 },
      options: { SO_KEEPALIVE: true },
    });
    expect(seen.reads).toEqual([{ inode: 501, cookie: 'a1', pid: 7, fd: 3 }]);
  });

  it('borrows nothing unless options are asked for', () => {
    const { answerer, seen } = inquiry();
    expect(answerer.answer({ cookie: 'a1' })).not.toHaveProperty('options');
    expect(seen.reads).toEqual([]);
  });

  it('looks the descriptor up once more when it is another file by now', () => {
    const { answerer, seen } = inquiry({
      read: ({ fd }) => (fd === 3 ? failing('vanished')() : { TCP_NODELAY: true }),
    });
    expect(answerer.answer({ cookie: 'a1', options: true }).options).toEqual({ TCP_NODELAY: true });
    expect(seen.reads.map(({ fd }) => fd)).toEqual([3, 9]);
  });

  it.each([
    ['permission', 'what options take'],
    ['unsupported', undefined],
    ['vanished', undefined],
  ] as const)('says what %s takes, and still tells the rest', (code, capability) => {
    const { answerer } = inquiry({ read: failing(code) });
    const answer = answerer.answer({ cookie: 'a1', options: true });
    expect(answer).toMatchObject({ pid: 7, fields: { acceptQueue: 2 } });
    expect(answer.options).toBeUndefined();
    expect(answer.optionsMissing?.capability).toBe(capability);
  });

  it('looks for an owner now and then, and names the privilege when there is none', () => {
    const { answerer, seen, wait } = inquiry({ owner: undefined });
    for (let second = 0; second < 4; second++) {
      const answer = answerer.answer({ cookie: 'a1', options: true });
      expect(answer.optionsMissing?.capability).toBe('what descriptors take');
      wait(1000);
    }
    expect(seen.ownerSearches).toBe(2);
  });

  it('names no privilege where the agent has it and the process is protected otherwise', () => {
    const refusal = { why: 'A security module protects it.' };
    const lent = inquiry({ read: failing('permission'), refusal }).answerer.answer({ cookie: 'a1', options: true });
    expect(lent.optionsMissing).toEqual({
      why: 'The kernel does not lend this agent a descriptor of that process. A security module protects it.',
      capability: undefined,
    });
    const unknown = inquiry({ owner: undefined, refusal }).answerer.answer({ cookie: 'a1', options: true });
    expect(unknown.optionsMissing).toEqual({
      why: 'Options are read through the process that holds the socket, and this agent knows none.',
      capability: undefined,
    });
  });

  it('says when a socket is gone', () => {
    expect(() => inquiry().answerer.answer({ cookie: 'b2', options: true })).toThrow(
      expect.objectContaining({ code: 'not-found', operation: 'socket:query' }),
    );
  });

  it('looks for ten sockets in ten seconds, and for more of those it knows', () => {
    const { answerer, wait } = inquiry();
    for (let n = 0; n < 10; n++) answerer.answer({ cookie: 'a1' });
    expect(() => answerer.answer({ cookie: 'a1' })).toThrow(expect.objectContaining({ code: 'overloaded' }));
    wait(10_000);
    expect(answerer.answer({ cookie: 'a1' }).inode).toBe(501);
    const known = inquiry({ knows: true }).answerer;
    for (let n = 0; n < 30; n++) known.answer({ cookie: 'a1' });
  });

  it.each([undefined, null, 'a1', {}, { cookie: 5 }, { cookie: '' }, { cookie: '../etc' }, { cookie: 'g'.repeat(16) }])(
    'refuses %j',
    (query) => {
      expect(() => inquiry().answerer.answer(query)).toThrow(expect.objectContaining({ code: 'bad-request' }));
    },
  );
});
