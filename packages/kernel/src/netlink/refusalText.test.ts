import fc from 'fast-check';
import { expect, test } from 'vitest';
import { attributeBytes, concat, message, words } from '../testing/diagBytes.ts';
import { DiagBuffer } from './DiagBuffer.ts';
import { refusalText } from './refusalText.ts';

const CAPPED = 0x100;
const TLVS = 0x200;
const text = (value: string) => attributeBytes({ type: 1, payload: Buffer.from(`${value}\0`) });

function said(bytes: Uint8Array, end = bytes.length): string | undefined {
  const buffer = new DiagBuffer(1024);
  buffer.bytes.fill(0xee);
  buffer.bytes.set(bytes);
  return refusalText(buffer, 0, end);
}
/** An error: its number, the header of the request and what of it is repeated, attributes. */
const refused = (flags: number, repeated: Uint8Array, ...attributes: Uint8Array[]) =>
  message(2, concat([words(-22 >>> 0), words(16 + repeated.length, 0, 0, 0), repeated, ...attributes]), { flags });

test('behind a request that is repeated or not, and at the end of a dump', () => {
  expect(said(refused(TLVS | CAPPED, new Uint8Array(), text('too many')))).toBe('too many');
  expect(said(refused(TLVS, new Uint8Array(24), text('too many')))).toBe('too many');
  expect(said(message(3, concat([words(-22 >>> 0), text('no dump')]), { flags: TLVS }))).toBe('no dump');
});

test('nothing where nothing is said, printable and of bounded length where it is', () => {
  expect(said(refused(CAPPED, new Uint8Array(), text('unseen')))).toBeUndefined();
  expect(said(refused(TLVS | CAPPED, new Uint8Array()))).toBeUndefined();
  expect(said(refused(TLVS | CAPPED, new Uint8Array(), text('')))).toBeUndefined();
  expect(said(refused(TLVS | CAPPED, new Uint8Array(), text('a\u001b[2Jb')))).toBe('a?[2Jb');
  expect(said(refused(TLVS | CAPPED, new Uint8Array(), text('x'.repeat(400))))).toHaveLength(200);
});

test('a length that lies, or bytes of any kind, end in a text or in nothing', () => {
  const lying = concat([words(-22 >>> 0), words(0xffff_fff0, 0, 0, 0), text('beyond')]);
  expect(said(message(2, lying, { flags: TLVS }))).toBeUndefined();
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 20, maxLength: 400 }), (bytes) => {
      expect(['string', 'undefined']).toContain(typeof said(bytes));
    }),
  );
});
