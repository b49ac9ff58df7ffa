import { KernelError, type PacketDiagCursor, type PacketSocket, type UnixDiagCursor } from '@netstrata/kernel';
import type { OtherSocketRow } from '@netstrata/metrics';
import { describe, expect, it } from 'vitest';
import { AskedOwners } from '../query/AskedOwners.ts';
import { KeptOrders } from '../query/KeptOrders.ts';
import { parseQuery } from '../query/parseQuery.ts';
import { SnapshotAnswers } from '../query/SnapshotAnswers.ts';
import { SocketSnapshot } from '../query/SocketSnapshot.ts';
import { fullestOthers } from './fullestOthers.ts';
import { OtherSockets } from './OtherSockets.ts';

const PACKET: PacketSocket = {
  type: 'raw',
  etherType: 3,
  inode: 11,
  cookie: 'p',
  uid: 0,
  interfaceIndex: 2,
  version: 0,
  reserveBytes: 0,
  copyThresholdBytes: 0,
  flags: ['running'],
  rxRing: undefined,
  txRing: undefined,
  fanout: undefined,
  filterInstructions: undefined,
  skmem: {
    rmemAlloc: 1000,
    rcvbuf: 4000,
    wmemAlloc: 0,
    sndbuf: 4000,
    fwdAlloc: 0,
    wmemQueued: 0,
    optmem: 0,
    backlog: 0,
    drops: 7,
  },
};
const LISTENER = {
  type: 1,
  state: 10,
  recvQ: 3,
  sendQ: 5,
  inode: 7,
  peerInode: Number.NaN,
  cookieLow: 0xa,
  cookieHigh: 0,
  name: '/run/a.sock',
  shutdown: 0,
  uid: 0,
  pendingCount: 0,
  skmemWord: () => Number.NaN,
};

/** A kernel with one packet socket and one Unix listener; without MPTCP. */
function kernel() {
  const asked: string[] = [];
  const others = new OtherSockets({
    diag: {
      dumpAll: () => {
        asked.push('mptcp');
        throw new KernelError({ code: 'unsupported', operation: 'dump', path: 'test' });
      },
      dumpPacket: (visit) => {
        asked.push('packet');
        visit({ toSocket: () => PACKET } as unknown as PacketDiagCursor);
      },
      dumpUnix: (visit) => {
        asked.push('unix');
        visit(LISTENER as unknown as UnixDiagCursor);
      },
    },
    raw: {
      list: () => {
        asked.push('raw');
        return [];
      },
    },
    interfaceOf: (index) => (index === 2 ? 'eth0' : undefined),
  });
  return { others, asked };
}

describe('OtherSockets', () => {
  it('lists and sums each kind that the kernel has', () => {
    const { rows, sums } = kernel().others.list(0, true);
    expect(rows).toMatchObject([
      {
        protocol: 'packet',
        local: 'all protocols on interface eth0 (2)',
        state: 'close',
        recvQ: 1000,
        drops: 7,
        fill: 0.25,
      },
    ]);
    expect(sums).toEqual([
      { protocol: 'raw', sockets: 0, rmemAllocBytes: 0, drops: 0 },
      { protocol: 'packet', sockets: 1, rmemAllocBytes: 1000, drops: 7 },
    ]);
  });

  it('lists seldom, and asks a kernel for what it lacks every ten minutes', () => {
    const { others, asked } = kernel();
    for (let second = 0; second < 60; second++) others.list(second * 1000, false);
    expect(asked).toEqual(['raw', 'mptcp', 'packet', 'raw', 'packet']);
    others.list(60_000, true);
    others.list(64_000, true);
    others.list(65_000, true);
    expect(asked.filter((kind) => kind === 'packet')).toHaveLength(4);
    others.list(600_000, true);
    expect(asked.filter((kind) => kind === 'mptcp')).toHaveLength(2);
  });

  it('lists Unix sockets too when all are asked for, at once', () => {
    const { others } = kernel();
    others.list(0, false);
    expect(others.listAll(1)).toMatchObject([
      { protocol: 'packet' },
      {
        protocol: 'unix',
        type: 'stream',
        state: 'listen',
        local: '/run/a.sock',
        recvQ: 3,
        sendQ: 5,
        fill: 0.6,
        cookie: 'a',
      },
    ]);
  });
});

describe('a query', () => {
  const found = (filter: string, sort = 'fill') => {
    const owners = {
      ownerOf: (inode: number) => (inode === 7 ? { pid: 70, name: 'dockerd' } : undefined),
      isSought: () => false,
      search: () => undefined,
    };
    const snapshot = new SocketSnapshot();
    snapshot.addOthers(kernel().others.listAll(0));
    const nobody = () => undefined;
    const namer = {
      namesOf: () => ({ users: {}, interfaces: {}, cgroups: {} }),
      userOf: nobody,
      interfaceOf: nobody,
      cgroupOf: nobody,
    };
    const asked = new AskedOwners(owners);
    const answers = new SnapshotAnswers({ snapshot, owners, asked, namer, orders: new KeptOrders(), where: 'here' });
    const { matched, sockets } = answers.answer(parseQuery({ sort, filter, limit: 10 }), { timeMs: 0, monoMs: 0 });
    expect(matched).toBe(sockets.length);
    return sockets.map(({ protocol }) => protocol);
  };

  it.each([
    ['', ['unix', 'packet']],
    ['protocol:unix', ['unix']],
    ['protocol:packet', ['packet']],
    ['protocol:tcp', []],
    ['protocol:raw', []],
    ['state:listen', ['unix']],
    ['process:docker', ['unix']],
    ['port:80', []],
    ['limit:reader', []],
    ['a.sock', ['unix']],
    ['stream listen', ['unix']],
    ['nowhere', []],
  ])('for %j finds %j', (filter, expected) => {
    expect(found(filter)).toEqual(expected);
  });

  it('sorts them by what they have, and puts those without it last', () => {
    expect(found('', '+fill')).toEqual(['packet', 'unix']);
    expect(found('', 'drops')).toEqual(['packet', 'unix']);
    expect(found('', 'pid')).toEqual(['unix', 'packet']);
  });

  it('names the protocols there are', () => {
    expect(() => parseQuery({ sort: 'fill', filter: 'protocol:sctp', limit: 1 })).toThrow(
      'there are tcp, udp, unix, raw, packet, mptcp',
    );
  });
});

describe('fullestOthers', () => {
  it('puts those that dropped first, and names fifty', () => {
    const row = (inode: number, changes: Partial<OtherSocketRow>): OtherSocketRow => ({
      protocol: 'raw',
      state: 'close',
      local: '::',
      cookie: String(inode),
      inode,
      recvQ: 0,
      sendQ: 0,
      fill: 0,
      ...changes,
    });
    const rows = [
      row(1, {}),
      row(2, { fill: 0.9 }),
      row(3, { drops: 1 }),
      ...Array.from({ length: 60 }, (_, n) => row(n + 4, {})),
    ];
    const named = fullestOthers(rows);
    expect(named.map(({ inode }) => inode).slice(0, 3)).toEqual([3, 2, 1]);
    expect(named).toHaveLength(50);
  });
});
