import { expect, it } from 'vitest';
import { fixture } from '../testing/fixture.ts';
import { expectNoInvention } from '../testing/hostileText.ts';
import { addressReader, fieldReader, parseEventFormat, recordBytes } from './eventFormat.ts';

const KFREE_SKB = fixture('tracefs-kfree_skb');
const EXCEED = fixture('tracefs-sock_exceed_buf_limit');

/** A format with the common fields left out. */
const formatOf = (...fields: readonly string[]) =>
  parseEventFormat('format', ['name: x', 'ID: 7', 'format:', ...fields, '', 'print fmt: "%d", REC->a', ''].join('\n'));

it('says where each field lies, and what numbers are called', () => {
  const format = parseEventFormat('format', KFREE_SKB);
  expect(format.id).toBe(2310);
  expect([...format.fields]).toEqual([
    ['common_type', { offset: 0, size: 2, signed: false }],
    ['common_flags', { offset: 2, size: 1, signed: false }],
    ['common_preempt_count', { offset: 3, size: 1, signed: false }],
    ['common_pid', { offset: 4, size: 4, signed: true }],
    ['skbaddr', { offset: 8, size: 8, signed: false }],
    ['location', { offset: 16, size: 8, signed: false }],
    ['rx_sk', { offset: 24, size: 8, signed: false }],
    ['protocol', { offset: 32, size: 2, signed: false }],
    ['reason', { offset: 36, size: 4, signed: false }],
  ]);
  expect(recordBytes(format)).toBe(40);
  const reasons = format.symbols('reason');
  expect([reasons.size, reasons.get(3), reasons.get(127)]).toEqual([127, 'NO_SOCKET', 'RECURSION_LIMIT']);
  expect(format.symbols('protocol').size).toBe(0);
});

it('arrays are one field of all their elements', () => {
  const format = parseEventFormat('format', EXCEED);
  expect(format.fields.get('name')).toEqual({ offset: 8, size: 32, signed: false });
  expect(format.fields.get('sysctl_mem')).toEqual({ offset: 40, size: 24, signed: true });
  expect([...format.symbols('kind')]).toEqual([
    [0, 'SK_MEM_SEND'],
    [1, 'SK_MEM_RECV'],
  ]);
});

it('numbers are read in their width and sign', () => {
  const record = new DataView(Uint8Array.of(9, 0xff, 0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0).buffer);
  const read = (field: string) => fieldReader(formatOf(`\tfield:x a;\t${field}`), 'a')(record, 1);
  expect(read('offset:0;\tsize:1;\tsigned:0;')).toBe(255);
  expect(read('offset:0;\tsize:1;\tsigned:1;')).toBe(-1);
  expect(read('offset:0;\tsize:2;\tsigned:0;')).toBe(0xfeff);
  expect(read('offset:0;\tsize:2;\tsigned:1;')).toBe(-257);
  expect(read('offset:0;\tsize:4;\tsigned:0;')).toBe(0xffff_feff);
  expect(read('offset:0;\tsize:4;\tsigned:1;')).toBe(-257);
  expect(read('offset:0;\tsize:8;\tsigned:1;')).toBe(-257);
  expect(read('offset:0;\tsize:3;\tsigned:1;')).toBeUndefined();
  const format = formatOf('\tfield:void * a;\toffset:0;\tsize:8;\tsigned:0;');
  expect(addressReader(format, 'a')(record, 1)).toBe(0xffff_ffff_feff);
  expect(addressReader(format, 'b')(record, 1)).toBe(0);
});

it('a pointer where newer kernels have three numbers is no number', () => {
  const format = formatOf('\tfield:long * sysctl_mem;\toffset:0;\tsize:8;\tsigned:0;');
  expect(fieldReader(format, 'sysctl_mem', { size: 8 / 3, index: 1 })(new DataView(new ArrayBuffer(16)), 0)).toBe(
    undefined,
  );
});

it.each([
  ['', 'it is empty'],
  ['name: x\nformat:\n', 'the ID is missing'],
  ['ID: 65536\n', 'the ID is missing'],
  ['ID: 1\n\tfield:int a\n', 'is no field'],
  ['ID: 1\n\tfield:int a;\toffset:65533;\tsize:4;\tsigned:0;\n', 'beyond any record'],
])('refuses %j', (text, detail) => {
  expect(() => parseEventFormat('format', text)).toThrow(detail);
});

it('believes nothing that is not there', () => {
  expectNoInvention({ parse: (text) => [...parseEventFormat('format', text).fields.values()], good: EXCEED });
});
