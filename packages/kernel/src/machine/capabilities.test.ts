import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { hasCapability, isConfined, mayReadAnyFile, parseCapEff, readStanding } from './capabilities.ts';

test('reads the effective capabilities', () => {
  expect(parseCapEff('Name:\tnode\nCapPrm:\t0000000000000000\nCapEff:\t000001fffeffffff\nCapBnd:\t0\n')).toBe(
    0x1fffeffffffn,
  );
  expect(parseCapEff(readFileSync('/proc/self/status', 'utf8'))).toBeGreaterThanOrEqual(0n);
});

test.each(['', 'CapEff:\t\n', 'CapEff:\tfull\n', 'CapEff:\t1fffeffffff\n'])('refuses %j', (text) => {
  expect(() => parseCapEff(text)).toThrow(expect.objectContaining({ code: 'malformed', path: '/proc/self/status' }));
});

test('a process stands somewhere, and nowhere without a /proc', () => {
  expect(readStanding()).toMatchObject({ userNamespace: expect.stringMatching(/^user:\[\d+\]$/) });
  expect(() => readStanding('/nonexistent')).toThrow(expect.objectContaining({ code: 'not-found' }));
});

test('knows what capabilities mean', () => {
  const standing = { capEff: 0b110n, userNamespace: 'user:[4026531837]', pidNamespace: undefined };
  expect([hasCapability(standing, 'CAP_DAC_READ_SEARCH'), hasCapability(standing, 'CAP_SYSLOG')]).toEqual([
    true,
    false,
  ]);
  expect([mayReadAnyFile(standing), mayReadAnyFile({ ...standing, capEff: 0n })]).toEqual([true, false]);
  expect(isConfined(standing)).toBe(false);
  expect(isConfined({ ...standing, userNamespace: 'user:[4026532203]' })).toBe(true);
  expect(isConfined({ ...standing, userNamespace: undefined })).toBe(false);
});
