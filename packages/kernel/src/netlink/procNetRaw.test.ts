import fc from 'fast-check';
import { expect, test } from 'vitest';
import { KernelError } from '../KernelError.ts';
import { fixture } from '../testing/fixture.ts';
import { parseProcNetRaw } from './procNetRaw.ts';
import { RawSockets } from './RawSockets.ts';

test('a connected socket captured from Linux 6.18', () => {
  expect(parseProcNetRaw(fixture('raw'), 4)).toMatchObject([
    {
      protocol: 'raw',
      family: 4,
      state: 'established',
      localAddress: '127.0.0.1',
      localPort: 1,
      remoteAddress: '127.0.0.1',
      cookie: 'inode:2423806',
      inode: 2_423_806,
      uid: 0,
      recvQ: 0x680,
      sendQ: 0,
      drops: 0,
      skmem: undefined,
    },
  ]);
});

test('an IPv6 socket of ICMPv6', () => {
  expect(parseProcNetRaw(fixture('raw6'), 6)).toMatchObject([{ family: 6, localAddress: '::', localPort: 58 }]);
});

test.each(['', '\n\n', 'x'.repeat(10_000), fixture('raw').slice(0, 180), fixture('raw6')])('leaves out %#', (text) => {
  expect(parseProcNetRaw(text, 4)).toEqual([]);
});

test('never fails, whatever the file holds', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 400 }), (text) => {
      expect(parseProcNetRaw(text, 6)).toBeInstanceOf(Array);
    }),
  );
});

test('a kernel that cannot list raw sockets is asked once, then its files are read', () => {
  let asked = 0;
  const diag = {
    dumpAll: () => {
      asked++;
      throw new KernelError({ code: 'unsupported', operation: 'dump', path: 'test' });
    },
  };
  const sockets = new RawSockets(diag, '/nonexistent');
  expect(sockets.list()).toEqual([]);
  expect(sockets.list()).toEqual([]);
  expect(asked).toBe(1);
});
