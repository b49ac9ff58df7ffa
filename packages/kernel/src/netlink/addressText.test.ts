import { isIPv6 } from 'node:net';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addressText } from './addressText.ts';

test.each([
  ['0.0.0.0', [0, 0, 0, 0]],
  ['192.0.2.255', [192, 0, 2, 255]],
])('%s', (text, bytes) => expect(addressText(Uint8Array.from(bytes))).toBe(text));

test.each([
  ['::', '00000000000000000000000000000000'],
  ['::1', '00000000000000000000000000000001'],
  ['fe80::', 'fe800000000000000000000000000000'],
  ['2001:db8::8a2e:370:7334', '20010db80000000000008a2e03707334'],
  ['2001:db8:1:1:1:1:0:1', '20010db8000100010001000100000001'],
  ['2001:0:0:1::1', '20010000000000010000000000000001'],
  ['2001:db8::1:0:0:1', '20010db8000000000001000000000001'],
  ['0:2:3:4:5:6:7:8', '00000002000300040005000600070008'],
  ['1:2:3:4:5:6:7:8', '00010002000300040005000600070008'],
  ['::ffff:192.0.2.1', '00000000000000000000ffffc0000201'],
  ['::ffff:0.0.0.0', '00000000000000000000ffff00000000'],
  ['::fffe:c000:201', '00000000000000000000fffec0000201'],
  ['ff02::fb', 'ff0200000000000000000000000000fb'],
])('%s', (text, hex) => expect(addressText(Uint8Array.from(Buffer.from(hex, 'hex')))).toBe(text));

test('is what a URL makes of the same address', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(0, 1, 0xff, 0x20), { minLength: 16, maxLength: 16 }), (bytes) => {
      const text = addressText(Uint8Array.from(bytes));
      expect(isIPv6(text)).toBe(true);
      if (text.startsWith('::ffff:') && text.includes('.')) return;
      expect(new URL(`http://[${text}]`).hostname).toBe(`[${text}]`);
    }),
  );
});
