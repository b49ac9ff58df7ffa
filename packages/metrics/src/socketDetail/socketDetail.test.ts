import type { FoundSocket, InetSocketDetail, TcpInfo } from '@netstrata/kernel/types';
import { describe, expect, it } from 'vitest';
import { socketCatalogue, socketFields, socketFieldsOf } from './index.ts';
import { socketOptionTexts } from './options.ts';
import type { SocketNaming } from './types.ts';
import { SOCKET_GROUPS } from './types.ts';

/** Every number of it is 1. */
const ones = <T extends object>(): T => new Proxy({} as T, { get: () => 1 });
const tcp = (changes: Partial<InetSocketDetail> = {}): FoundSocket => ({
  kind: 'tcp',
  inet: {
    ...NOTHING,
    state: 'established',
    tcpInfo: { ...ZEROS, rttUs: 12_000, options: 0b1011, caState: 3 },
    ...changes,
  },
});

const ZEROS = Object.fromEntries(
  socketFields()
    .filter(({ group }) => group === 'times' || group === 'loss')
    .map(({ id }) => [id, 0]),
) as unknown as TcpInfo;

const NOTHING: InetSocketDetail = {
  protocol: 'tcp',
  family: 4,
  state: 'close',
  localAddress: '127.0.0.1',
  localPort: 80,
  remoteAddress: '0.0.0.0',
  remotePort: 0,
  cookie: '1',
  inode: 1,
  uid: 1000,
  recvQ: 3,
  sendQ: 128,
  timer: 0,
  retransmits: 0,
  expiresMs: 0,
  skmem: undefined,
  tcpInfo: undefined,
  congestionControl: undefined,
  cgroupId: undefined,
  drops: undefined,
  interfaceIndex: undefined,
  shutdown: undefined,
  tos: undefined,
  tclass: undefined,
  v6Only: undefined,
  mark: undefined,
  classId: undefined,
  bits: undefined,
  bbr: undefined,
  vegas: undefined,
  dctcp: undefined,
  ulp: undefined,
  mptcp: undefined,
  subflow: undefined,
};

const NAMELESS: SocketNaming = { userOf: () => undefined, interfaceOf: () => undefined, cgroupOf: () => undefined };

describe('the catalogue of socket fields', () => {
  it('has one entry an id, each with words, and every group has some', () => {
    const ids = socketFields().map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { title, help, kernelName } of socketFields()) {
      expect(title.length).toBeGreaterThan(2);
      expect(help).toMatch(/\.$/);
      expect(kernelName).not.toBe('');
    }
    expect(new Set(socketFields().map(({ group }) => group))).toEqual(new Set(SOCKET_GROUPS));
  });

  it('travels as data', () => {
    expect(JSON.parse(JSON.stringify(socketCatalogue()))).toEqual(socketCatalogue());
    expect(socketCatalogue().options[0]).toMatchObject({ name: 'SO_SNDBUF', unit: 'bytes', title: 'Send buffer' });
  });

  it('gives each field of some socket', () => {
    const inet: InetSocketDetail = {
      ...ones<InetSocketDetail>(),
      ...NOTHING,
      family: 6,
      state: 'established',
      timer: 1,
      shutdown: 3,
      drops: 1,
      tos: 1,
      tclass: 1,
      v6Only: true,
      mark: 1,
      classId: 1,
      interfaceIndex: 1,
      cgroupId: '1',
      bits: ['freebind'],
      ulp: 'tls',
      congestionControl: 'bbr',
      skmem: ones(),
      tcpInfo: ones(),
      bbr: ones(),
      vegas: ones(),
      dctcp: ones(),
      subflow: ones(),
      mptcp: { ...ones<NonNullable<InetSocketDetail['mptcp']>>(), writeSeq: 2n, sndUna: 1n },
    };
    const mptcp = { ...(inet.mptcp ?? {}) };
    const packet = {
      ...ones<object>(),
      skmem: ones(),
      flags: ['running'],
      fanout: { id: 1, type: 0 },
      version: 2,
      rxRing: ones(),
      txRing: ones(),
      filterInstructions: 1,
    };
    const sockets = [
      {
        kind: 'tcp',
        inet: { ...inet, mptcp: new Proxy(mptcp, { get: (of, key) => (key in of ? Reflect.get(of, key) : 1) }) },
      },
      { kind: 'tcp', inet: { ...NOTHING, state: 'listen' } },
      { kind: 'packet', packet },
      { kind: 'unix', unix: { state: 'listen', file: { inode: 5, device: '8:1' } } },
    ] as unknown as FoundSocket[];
    const known = new Set(sockets.flatMap((socket) => Object.keys(socketFieldsOf(socket, NAMELESS))));
    expect(
      socketFields()
        .map(({ id }) => id)
        .filter((id) => !known.has(id)),
    ).toEqual([]);
  });
});

describe('socketFieldsOf', () => {
  it('shows numbers with their names, and alone where they have none', () => {
    const naming: SocketNaming = {
      userOf: (uid) => (uid === 33 ? 'www-data' : undefined),
      interfaceOf: (index) => (index === 2 ? 'eth0' : undefined),
      cgroupOf: (id) => (id === '4711' ? '/system.slice/nginx.service' : undefined),
    };
    expect(socketFieldsOf(tcp({ uid: 33, interfaceIndex: 2, cgroupId: '4711' }), naming)).toMatchObject({
      uid: 'www-data (33)',
      interface: 'eth0 (2)',
      cgroupId: '/system.slice/nginx.service (4711)',
    });
    expect(socketFieldsOf(tcp({ uid: 5, interfaceIndex: 3, cgroupId: '1' }), naming)).toMatchObject({
      uid: '5',
      interface: '3',
      cgroupId: '1',
    });
  });

  it('leaves out what is not known, and says flags in words', () => {
    const fields = socketFieldsOf(tcp(), NAMELESS);
    expect(fields).toMatchObject({ rttUs: 12_000, tcpOptions: 'ts, sack, ecn', caState: 'recovery', timer: 'none' });
    expect(fields).not.toHaveProperty('rcvbuf');
    expect(fields).not.toHaveProperty('bbrBandwidth');
    expect(fields).not.toHaveProperty('acceptQueue');
  });

  it('shows of a listener its queue, not the numbers that tcp_info holds for it', () => {
    const fields = socketFieldsOf(tcp({ state: 'listen' }), NAMELESS);
    expect(fields).toMatchObject({ acceptQueue: 3, acceptBacklog: 128 });
    expect(fields).not.toHaveProperty('recvQ');
    expect(fields).not.toHaveProperty('rttUs');
  });

  it('tells when a timer goes off, and what a type of service means', () => {
    expect(socketFieldsOf(tcp({ timer: 2, expiresMs: 11_992, tos: 0x2e << 2, shutdown: 2 }), NAMELESS)).toMatchObject({
      timer: 'keepalive in 12.0 s',
      tos: '0xb8 (DSCP 46)',
      shutdown: 'sends no more',
    });
  });
});

describe('the texts of options', () => {
  it('say what a number stands for', () => {
    const { SO_BUF_LOCK, SO_LINGER, IP_MTU_DISCOVER, TCP_NOTSENT_LOWAT } = socketOptionTexts();
    expect(SO_BUF_LOCK.words?.['3']).toBe('both set by the program');
    expect(SO_LINGER.words?.['0']).toBe('close() resets the connection');
    expect(SO_LINGER.words?.['5']).toBeUndefined();
    expect(IP_MTU_DISCOVER.words?.['2']).toBe('always');
    expect(TCP_NOTSENT_LOWAT.words?.['16384']).toBeUndefined();
  });

  it('end each help as a sentence', () => {
    for (const { help, title } of Object.values(socketOptionTexts())) {
      expect(help).toMatch(/\.$/);
      expect(title).not.toBe('');
    }
  });
});
