import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cpuMaskText, highestCpu, parseCpuMask } from './cpuMask.ts';
import { deviceSetting } from './deviceCatalog.ts';
import { describeShape, parseTunable, type ShapeLimits } from './parse.ts';

const rps = deviceSetting('sysfs.rps_cpus');
if (rps === undefined) throw new Error('receive packet steering is not catalogued');
const parse = (text: string, limits?: ShapeLimits) => parseTunable(rps, text, undefined, limits);
const code = (text: string, limits?: ShapeLimits): string => {
  const answer = parse(text, limits);
  return answer.ok ? answer.text : answer.error.code;
};

test.each([
  ['0', 0n],
  ['f', 0xfn],
  ['000F', 0xfn],
  ['00000000,0000000f', 0xfn],
  ['3,ffffffff', 0x3_ffff_ffffn],
  ['80000000,00000000,00000000', 1n << 95n],
])('%s is a mask', (text, mask) => {
  expect(parseCpuMask(text)).toBe(mask);
});

test.each([
  '',
  ',',
  '0x3',
  '-1',
  '+3',
  ' 3',
  '3 ',
  '3\n',
  'g',
  '٣',
  '３',
  '1,2',
  '1,0000000',
  ',00000001',
  '00000001,',
  '1,,00000001',
  '000000001',
  '0-3',
  '3\0',
  '../3',
  '1e3_0',
])('%j is none', (text) => {
  expect(parseCpuMask(text)).toBeUndefined();
});

describe('within the machine', () => {
  test('as the kernel of a machine with so many CPUs prints it', () => {
    expect(code('3', { cpus: 2 })).toBe('3');
    expect(code('3', { cpus: 8 })).toBe('03');
    expect(code('F', { cpus: 34 })).toBe('0,0000000f');
    expect(code('00000000,00000003', { cpus: 64 })).toBe('00000000,00000003');
    expect(code('0', { cpus: 128 })).toBe('00000000,00000000,00000000,00000000');
    expect(code('00FF')).toBe('ff');
    expect(code(' ff\n')).toBe('ff');
  });

  test('a CPU that it does not have is refused with those it has', () => {
    expect(code('4', { cpus: 2 })).toBe('too-large');
    expect(parse('80000000', { cpus: 8 })).toEqual({
      ok: false,
      error: {
        code: 'too-large',
        message: 'sysfs.rps_cpus: this machine has no CPU 31',
        allowed: 'a mask of CPUs in hexadecimal, as ff or 00000001,ffffffff, of the first 8 CPUs',
      },
    });
  });

  test('what is endless, empty or no mask is refused by name', () => {
    expect(code('f'.repeat(5000))).toBe('too-long');
    expect(code(`1,${Array(256).fill('00000000').join(',')}`)).toBe('not-a-mask');
    expect(code('')).toBe('empty');
    expect(code('3\0')).toBe('bad-character');
    expect(code('all')).toBe('not-a-mask');
    expect(describeShape(rps)).toBe('a mask of CPUs in hexadecimal, as ff or 00000001,ffffffff');
  });
});

test('every mask is read as it was printed', () => {
  const cpus = fc.integer({ min: 1, max: 8192 });
  fc.assert(
    fc.property(cpus, fc.bigInt(0n, (1n << 8192n) - 1n), (count, bits) => {
      const mask = bits & ((1n << BigInt(count)) - 1n);
      expect(parseCpuMask(cpuMaskText(mask, count))).toBe(mask);
      expect(parseCpuMask(cpuMaskText(mask))).toBe(mask);
      expect(highestCpu(mask) ?? -1).toBeLessThan(count);
    }),
  );
});

test('any text is read or refused, and what is read is stable', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...'0123456789abcdefF,\n ') })), (text) => {
      const answer = parse(text, { cpus: 64 });
      if (answer.ok) expect(code(answer.text, { cpus: 64 })).toBe(answer.text);
      else expect(answer.error.message).toContain('sysfs.rps_cpus');
    }),
  );
});
