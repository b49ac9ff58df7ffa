import type { SocketRow } from '@netstrata/metrics';
import { describe, expect, it } from 'vitest';
import {
  endpointParts,
  fillState,
  fractionOf,
  hasPeer,
  holdingOf,
  isBlank,
  limitWords,
  namesOf,
  rowsOf,
  spokenName,
  type TableSocket,
  verdictOf,
} from './sockets.ts';
import { socketRow } from './testing/socketRow.ts';
import { socketWords } from './testing/socketWords.ts';

const t = socketWords('en');

describe('endpointParts', () => {
  it.each([
    ['127.0.0.1', 443, '127.0.0.1', '443'],
    ['fe80::1', 22, '[fe80::1]', '22'],
    ['0.0.0.0', 8080, '*', '8080'],
    ['::', 0, '*', '*'],
  ])('%s and %s read %s and %s', (address, port, host, portText) => {
    expect(endpointParts(address, port)).toEqual([host, portText]);
  });
});

describe('fractionOf', () => {
  it('is unknown rather than zero when a side is missing', () => {
    expect(fractionOf(undefined, 10)).toBeUndefined();
    expect(fractionOf(5, undefined)).toBeUndefined();
    expect(fractionOf(5, 0)).toBeUndefined();
    expect(fractionOf(0, 10)).toBe(0);
    expect(fractionOf(129, 128)).toBe(1.0078125);
  });
});

describe('fillState', () => {
  it.each([
    [0, 'calm'],
    [0.69, 'calm'],
    [0.7, 'busy'],
    [0.95, 'saturated'],
    [1.2, 'saturated'],
  ] as const)('%s is %s', (fraction, state) => {
    expect(fillState(fraction)).toBe(state);
  });
});

const socket = (parts: Partial<SocketRow>): SocketRow =>
  socketRow({ local: '127.0.0.1', localPort: 1, remote: '127.0.0.1', remotePort: 2, ...parts });

describe('limitWords', () => {
  it.each([
    [{ state: 'time-wait', limit: 'none' }, 'closed: kept for 60 s'],
    [{ state: 'syn-sent', limit: 'none' }, 'peer has not answered'],
    [{ state: 'syn-sent', limit: 'none', sendQ: 1, unanswered: 2 }, 'no answer: 2 timeouts in a row'],
    [{ state: 'listen', limit: 'none' }, 'nothing waits'],
    [{ state: 'listen', limit: 'none', recvQ: 1, sendQ: 8 }, 'its queue has room'],
    [{ state: 'listen', limit: 'accept' }, 'its accept queue is full'],
    [{ state: 'fin-wait-2', limit: 'receive-buffer' }, 'its receive buffer'],
    [{ state: 'established', limit: 'sender' }, 'the peer or the path'],
    [{ state: 'close-wait', limit: 'application' }, 'the peer has closed, its program not yet'],
    [{ state: 'close-wait', limit: 'reader' }, 'its program reads too slowly'],
    [{ state: 'fin-wait-1', limit: 'network' }, 'the path: its congestion window'],
    [{ state: 'established', limit: 'application', busyShare: 0.09 }, 'has nothing to send'],
    [{ state: 'established', limit: 'application', busyShare: 1 }, 'its program gives too little'],
    [{ state: 'established', limit: 'nagle' }, 'a small part waits for an ACK (Nagle)'],
    [{ state: 'established', limit: 'network', sendQ: 9, unanswered: 8 }, 'no answer: 8 timeouts in a row'],
    [{ state: 'established', limit: 'network', sendQ: 9, unanswered: 1 }, 'the path: its congestion window'],
    [{ state: 'established', limit: 'unknown' }, 'not known'],
    [{ state: 'established', limit: 'none' }, 'nothing'],
    [{ state: 'established', limit: 'none', rxBytesPerSecond: 900 }, 'reads what comes'],
    [{ protocol: 'udp', state: 'close', limit: 'none' }, 'nothing: its program keeps up'],
    [{ protocol: 'udp', state: 'close', limit: 'none', drops: 3 }, 'has dropped packets'],
    [{ protocol: 'udp', state: 'close', limit: 'none', sendQ: 1280 }, 'the layers below'],
    [{ protocol: 'udp', state: 'close', limit: 'reader' }, 'its program reads too slowly'],
  ] as const)('of %o is %s', (parts, words) => {
    expect(limitWords(socket(parts), t)).toBe(words);
  });
});

describe('verdictOf', () => {
  const unix = { protocol: 'unix', type: 'stream', state: 'established' } as const;
  it.each([
    [{ limit: 'reader' }, 'its program reads too slowly', true],
    [{ ...unix, fill: 0.98 }, 'its peer reads too slowly', true],
    [{ ...unix, state: 'listen', fill: 1 }, 'its accept queue is full', true],
    [{ ...unix, fill: 0.5 }, 'not judged', false],
    [{ protocol: 'packet', state: 'close', fill: 1 }, 'not judged', false],
  ] as const)('of %o is %s', (parts, words, isBad) => {
    expect(verdictOf({ ...socket({}), ...parts } as TableSocket, t)).toMatchObject({ words, isHurting: isBad });
  });
});

describe('holdingOf', () => {
  const [full, empty] = [socket({ cookie: 'a', fill: 0.5 }), socket({ cookie: 'b' })];

  it('leaves empty sockets out of the fullest, and of nothing else', () => {
    expect(holdingOf([full, empty], 'fullest')).toEqual([full]);
    expect(holdingOf([full, empty], 'listeners')).toEqual([full, empty]);
  });
});

describe('isBlank', () => {
  it.each([
    [{}, 'rtt', true],
    [{ rttUs: 12 }, 'rtt', false],
    [{ drops: 0 }, 'drops', true],
    [{ drops: 3 }, 'drops', false],
    [{ rmemAlloc: 0, rcvbuf: 10 }, 'receive', true],
    [{ rmemAlloc: 5, rcvbuf: 10 }, 'receive', false],
    [{ state: 'listen', recvQ: 9 }, 'receive', false],
    [{ txBytesPerSecond: 0, rxBytesPerSecond: 0 }, 'rate', true],
    [{ rxBytesPerSecond: 1 }, 'rate', false],
    [{}, 'process', false],
    [{}, 'limit', false],
  ] as const)('%o has a %s that says nothing: %s', (parts, column, blank) => {
    expect(isBlank(socket(parts), column)).toBe(blank);
  });
});

describe('other kinds of sockets', () => {
  const packet = {
    protocol: 'packet',
    state: 'established',
    local: 'ARP on interface 2',
    cookie: 'p',
    inode: 9,
    recvQ: 0,
    sendQ: 0,
    fill: 0,
  } as const;
  const report = {
    timeMs: 0,
    total: 0,
    fullest: [],
    listeners: [],
    udp: [],
    senders: [],
    others: [packet],
    unix: [
      { type: 'stream', state: 'listen', name: '/run/a.sock', inode: 7, cookie: 'a', recvQ: 3, sendQ: 5, fill: 0.6 },
      {
        type: 'dgram',
        state: 'established',
        inode: 8,
        cookie: 'b',
        process: 'app',
        pid: 1,
        peerPid: 2,
        peerProcess: 'log',
        recvQ: 0,
        sendQ: 900,
        sndbuf: 1000,
        fill: 0.9,
      },
    ],
  } as const;
  const rows = rowsOf(report, 'others', t);

  it('are listed with the Unix sockets that hold something', () => {
    expect(rows.map(({ protocol, local }) => [protocol, local])).toEqual([
      ['packet', 'ARP on interface 2'],
      ['unix', '/run/a.sock'],
      ['unix', 'dgram without a name'],
    ]);
    expect(rows.map((row) => 'wmemQueued' in row && row.wmemQueued)).toEqual([false, undefined, 900]);
  });

  it('have a peer where one is known', () => {
    expect(rows.map(hasPeer)).toEqual([false, false, true]);
    expect(rows.map((row) => spokenName(row, t))).toEqual([
      'no process, ARP on interface 2',
      'no process, /run/a.sock',
      'app, dgram without a name to log, pid 2',
    ]);
  });

  it('leave out of a card what they do not have', () => {
    expect(rows.map((row) => isBlank(row, 'drops'))).toEqual([true, true, true]);
    expect(rows.map((row) => isBlank(row, 'send'))).toEqual([true, true, false]);
    expect(rows.map((row) => isBlank(row, 'receive'))).toEqual([true, false, true]);
  });
});

describe('namesOf', () => {
  const names = {
    users: { 33: 'www-data' },
    interfaces: { 2: 'eth0' },
    cgroups: { 4711: '/system.slice/nginx.service', 1: '/' },
  };

  it('shows a number with its name, the group by the last part of its path', () => {
    expect(namesOf(socket({ uid: 33, interfaceIndex: 2, cgroupId: '4711' }), names, t)).toEqual({
      user: 'www-data (33)',
      device: 'eth0 (2)',
      cgroup: 'nginx.service (4711)',
      cgroupPath: '/system.slice/nginx.service (4711)',
    });
    expect(namesOf(socket({ cgroupId: '1' }), names, t)).toMatchObject({ cgroup: '/ (1)' });
  });

  it('shows the number alone where nobody knows a name, and nothing where there is no number', () => {
    expect(namesOf(socket({ uid: 5, interfaceIndex: 3, cgroupId: '12' }), names, t)).toEqual({
      user: 'uid 5',
      device: '3',
      cgroup: 'cgroup 12',
      cgroupPath: undefined,
    });
    expect(namesOf(socket({ uid: 33 }), undefined, t)).toMatchObject({
      user: 'uid 33',
      device: undefined,
      cgroup: undefined,
    });
  });
});
