import { describe, expect, test } from 'vitest';
import { encodeEndpoint } from '../libc/sockets.ts';
import { OptionReader } from './OptionReader.ts';
import { startWorkload } from './start.ts';

describe('options of a workload', () => {
  const reader = (options: object) =>
    new OptionReader<{ n?: number; word?: string; yes?: boolean }>(JSON.stringify(options));

  test('are what was given, else the default', () => {
    const options = reader({ n: 5, word: 'slow' });
    expect(options.number('n', [1, 10], 3)).toBe(5);
    expect(options.choice('word', ['fast', 'slow'], 'fast')).toBe('slow');
    expect(options.flag('yes', true)).toBe(true);
    expect(reader({}).optionalNumber('n', [1, 10])).toBeUndefined();
    expect(() => options.end()).not.toThrow();
  });

  test('are refused by name, with what is allowed', () => {
    expect(() => reader({ n: 11 }).number('n', [1, 10], 3)).toThrow('n is 11: it must be a number from 1 to 10.');
    expect(() => reader({ n: '5' }).number('n', [1, 10], 3)).toThrow('n is "5"');
    expect(() => reader({ word: 'x' }).choice('word', ['fast', 'slow'], 'fast')).toThrow('one of fast, slow');
    expect(() => reader({ word: 1 }).optionalText('word')).toThrow('word is 1: it must be text.');
    expect(() => reader({ yes: 1 }).flag('yes', true)).toThrow('yes is 1: it must be true or false.');
    expect(() => reader({ wrod: 1 }).end()).toThrow('Unknown options: wrod.');
    expect(() => new OptionReader('[]')).toThrow('Options are one JSON object.');
  });
});

describe('addresses', () => {
  test('become what the kernel reads', () => {
    expect(encodeEndpoint({ address: '10.1.2.3', port: 258 }).toString('hex')).toBe('020001020a0102030000000000000000');
    expect(encodeEndpoint({ address: 'fd00:1ab::4:2', port: 80 }).toString('hex')).toBe(
      '0a00005000000000fd0001ab00000000000000000004000200000000',
    );
    expect(encodeEndpoint({ address: '::1', port: 0 }).toString('hex')).toBe(
      '0a000000000000000000000000000000000000000000000100000000',
    );
  });

  test.each(['localhost', '1.2.3', '::ffff:1.2.3.4', 'fe80::1%lo', ''])('other words are refused: "%s"', (address) => {
    expect(() => encodeEndpoint({ address, port: 1 })).toThrow('is not an IPv4 or plain IPv6 address');
  });

  test.each([-1, 65_536, 1.5])('a port is from 0 to 65535: %s', (port) => {
    expect(() => encodeEndpoint({ address: '127.0.0.1', port })).toThrow('is not a port');
  });
});

describe('a workload', () => {
  test('that cannot start says why', async () => {
    await using sink = startWorkload('udpSink', { address: '192.0.2.1' });
    await expect(sink.ready).rejects.toThrow(/The workload udpSink ended: bind 192\.0\.2\.1:0: .*EADDRNOTAVAIL/);
    await expect(sink.done).rejects.toThrow('EADDRNOTAVAIL');
    await expect(sink.next('drained')).rejects.toThrow('EADDRNOTAVAIL');
  });

  test('that is asked to end gives its last words', async () => {
    await using sink = startWorkload('udpSink', {});
    await sink.ready;
    expect(await sink.stop()).toEqual({ event: 'done', datagrams: 0, bytes: 0 });
    expect(sink.events.map(({ event }) => event)).toEqual(['ready', 'done']);
  });

  test('ends by itself after its time', async () => {
    await using sink = startWorkload('udpSink', { seconds: 1 });
    expect(await sink.done).toEqual({ event: 'done', datagrams: 0, bytes: 0 });
  });
});
