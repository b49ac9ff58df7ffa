import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TUNABLES, tunable } from './catalog.ts';
import { describeShape, parseTunable } from './parse.ts';
import type { Tunable } from './types.ts';

function named(name: string): Tunable {
  const found = tunable(name);
  if (found === undefined) throw new Error(`${name} is not catalogued`);
  return found;
}
const parse = (name: string, text: string, offered?: readonly string[]) => parseTunable(named(name), text, offered);
const code = (name: string, text: string, offered?: readonly string[]): string => {
  const answer = parse(name, text, offered);
  return answer.ok ? 'ok' : answer.error.code;
};

describe('one number', () => {
  test.each([
    ['2303', 'too-small'],
    ['2304', 'ok'],
    ['2305', 'ok'],
    ['2147483646', 'ok'],
    ['2147483647', 'ok'],
    ['2147483648', 'too-large'],
    ['99999999999999999999999999', 'too-large'],
  ])('net.core.rmem_max = %s is %s', (text, expected) => {
    expect(code('net.core.rmem_max', text)).toBe(expected);
  });

  test('the value, and the text that is written', () => {
    expect(parse('net.core.somaxconn', ' 8192\n')).toEqual({ ok: true, numbers: [8192], text: '8192' });
  });

  test('a refusal names the tunable, the reason and what is allowed', () => {
    expect(parse('net.core.rmem_max', '100')).toEqual({
      ok: false,
      error: {
        code: 'too-small',
        message: 'net.core.rmem_max: 100 is below 2304',
        allowed: 'a whole number from 2304 to 2147483647',
      },
    });
  });

  test('a limit beyond 2^53 keeps its digits', () => {
    expect(parse('fs.file-max', '9223372036854775807')).toMatchObject({ ok: true, text: '9223372036854775807' });
    expect(code('fs.file-max', '92233720368547758070')).toBe('too-large');
  });

  test.each([
    ['', 'empty'],
    [' \t\n', 'empty'],
    ['-1', 'not-a-number'],
    ['+1', 'not-a-number'],
    ['1e3', 'not-a-number'],
    ['1.5', 'not-a-number'],
    ['1_000', 'not-a-number'],
    ['1,000', 'not-a-number'],
    ['0x10', 'not-a-number'],
    ['010', 'not-a-number'],
    ['00', 'not-a-number'],
    ['NaN', 'not-a-number'],
    ['Infinity', 'not-a-number'],
    ['4096k', 'not-a-number'],
    ['1; reboot', 'not-a-number'],
    ['$(id)', 'not-a-number'],
    ['1 2', 'wrong-count'],
    ['1\n2', 'bad-character'],
    ['1\n\n', 'bad-character'],
    ['4096\0', 'bad-character'],
    ['\x004096', 'bad-character'],
    ['4096\r', 'bad-character'],
    ['\u0664\u0660\u0669\u0666', 'bad-character'],
    ['\u00a04096', 'bad-character'],
    ['1'.repeat(129), 'too-long'],
  ])('%j is %s', (text, expected) => {
    expect(code('net.core.somaxconn', text)).toBe(expected);
  });
});

describe('pairs and triples', () => {
  test.each([
    ['net.ipv4.ip_local_port_range', '1 65535', 'ok'],
    ['net.ipv4.ip_local_port_range', '32768\t60999', 'ok'],
    ['net.ipv4.ip_local_port_range', '40000 40000', 'ok'],
    ['net.ipv4.ip_local_port_range', '0 65535', 'too-small'],
    ['net.ipv4.ip_local_port_range', '1 65536', 'too-large'],
    ['net.ipv4.ip_local_port_range', '60999 32768', 'not-ascending'],
    ['net.ipv4.ip_local_port_range', '32768', 'wrong-count'],
    ['net.ipv4.tcp_rmem', '4096 131072 33554432', 'ok'],
    ['net.ipv4.tcp_rmem', '4096 4096 4096', 'ok'],
    ['net.ipv4.tcp_rmem', '0 131072 33554432', 'too-small'],
    ['net.ipv4.tcp_rmem', '4096 131072 2147483648', 'too-large'],
    ['net.ipv4.tcp_rmem', '4096 33554432 131072', 'not-ascending'],
    ['net.ipv4.tcp_rmem', '131072 4096 33554432', 'not-ascending'],
    ['net.ipv4.tcp_rmem', '4096 131072', 'wrong-count'],
    ['net.ipv4.tcp_rmem', '1 2 3 4', 'wrong-count'],
    ['net.ipv4.tcp_rmem', '4096 -1 33554432', 'not-a-number'],
    ['net.ipv4.tcp_mem', '287898 383865 575796', 'ok'],
    ['net.ipv4.tcp_mem', '0 0 1099511627777', 'too-large'],
  ])('%s = %j is %s', (name, text, expected) => {
    expect(code(name, text)).toBe(expected);
  });

  test('tabs of the kernel become single spaces', () => {
    expect(parse('net.ipv4.tcp_rmem', '4096\t131072\t33554432\n')).toEqual({
      ok: true,
      numbers: [4096, 131072, 33554432],
      text: '4096 131072 33554432',
    });
  });
});

describe('names', () => {
  const congestionControl = 'net.ipv4.tcp_congestion_control';
  test.each([
    ['bbr', undefined, 'ok'],
    ['bbr\n', ['reno', 'bbr', 'cubic'], 'ok'],
    ['vegas', ['reno', 'bbr', 'cubic'], 'unknown-choice'],
    ['', undefined, 'empty'],
    ['two words', undefined, 'unknown-choice'],
    ['../../etc', undefined, 'unknown-choice'],
    ['-q', undefined, 'unknown-choice'],
    ['sixteen_letters_', undefined, 'unknown-choice'],
    ['bbr\0', undefined, 'bad-character'],
  ])('%j with %j offered is %s', (text, offered, expected) => {
    expect(code(congestionControl, text, offered)).toBe(expected);
  });

  test('what the kernel offers is named', () => {
    expect(describeShape(named(congestionControl), ['reno', 'cubic'])).toBe('one of reno, cubic');
    expect(describeShape(named(congestionControl))).toBe('a name that the running kernel offers');
  });
});

const reservedPorts = 'net.ipv4.ip_local_reserved_ports';

describe('a list of ports', () => {
  test.each([
    ['', ''],
    ['\n', ''],
    ['8080', '8080'],
    ['9148-9150,8080\n', '8080,9148-9150'],
    ['80,81,82', '80-82'],
  ])('%j is taken as %j', (text, expected) => {
    expect(parseTunable(named(reservedPorts), text)).toMatchObject({ ok: true, text: expected });
  });

  test.each([
    ['80 81', 'not-a-number'],
    ['80,', 'not-a-number'],
    ['90-80', 'not-a-number'],
    ['65536', 'not-a-number'],
    ['-1', 'not-a-number'],
    ['8０', 'bad-character'],
    [Array.from({ length: 300 }, (_, n) => 2 * n + 1000).join(','), 'too-long'],
  ])('%j is %s', (text, expected) => {
    expect(code(reservedPorts, text)).toBe(expected);
    expect(describeShape(named(reservedPorts))).toContain('8080,9148-9150');
  });
});

describe('any text', () => {
  const shaped = TUNABLES.filter(({ shape }) => shape.kind !== 'choice' && shape.kind !== 'ports');
  const hostile = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom(...'0123456789 \t\n-+.exX_\0') }),
    fc.bigInt().map(String),
    fc.array(fc.nat().map(String), { maxLength: 4 }).map((words) => words.join(' ')),
  );

  test('is refused with a reason, or taken inside the bounds and the shape', () => {
    fc.assert(
      fc.property(fc.constantFrom(...shaped), hostile, (entry, text) => {
        const answer = parseTunable(entry, text);
        if (!answer.ok) {
          expect(answer.error.message.startsWith(`${entry.name}: `)).toBe(true);
          expect(answer.error.allowed.length).toBeGreaterThan(10);
          return;
        }
        if (!('numbers' in answer) || !('min' in entry.shape)) throw new Error('a number was expected');
        const { min, max } = entry.shape;
        expect(answer.text).toMatch(/^(0|[1-9]\d*)( (0|[1-9]\d*)){0,2}$/);
        expect(answer.numbers.every((value) => value >= min && value <= max)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  test('what was taken is taken again unchanged', () => {
    fc.assert(
      fc.property(fc.constantFrom(...shaped), fc.nat(), (entry, value) => {
        const words = { integer: 1, pair: 2, triple: 3, choice: 0, ports: 0, cpus: 0 }[entry.shape.kind];
        const answer = parseTunable(entry, Array.from({ length: words }, () => value).join('\t'));
        if (answer.ok) expect(parseTunable(entry, `${answer.text}\n`)).toEqual(answer);
      }),
    );
  });
});
