import { expect, test } from 'vitest';
import type { Standing } from './capabilities.ts';
import { type ProcessUse, whyRefused, whyRefusedTo } from './whyRefused.ts';

const PTRACE = 1n << 19n;
const DAC_READ_SEARCH = 1n << 2n;
const DAC_OVERRIDE = 1n << 1n;
const standing = (changes: Partial<Standing> = {}): Standing => ({
  capEff: PTRACE | DAC_READ_SEARCH,
  userNamespace: 'user:[4026531837]',
  pidNamespace: 'pid:[4026531836]',
  ...changes,
});

test.each<[ProcessUse, bigint, string]>([
  ['descriptors', 0n, 'CAP_SYS_PTRACE and CAP_DAC_READ_SEARCH (or run it as root)'],
  ['descriptors', PTRACE, 'CAP_SYS_PTRACE and CAP_DAC_READ_SEARCH (or run it as root)'],
  ['descriptors', DAC_OVERRIDE, 'CAP_SYS_PTRACE and CAP_DAC_READ_SEARCH (or run it as root)'],
  ['options', DAC_READ_SEARCH, 'CAP_SYS_PTRACE (or run it as root)'],
  ['namespace', DAC_READ_SEARCH, 'CAP_SYS_PTRACE (or run it as root)'],
])('%s, with capabilities %i, takes what is missing', (use, capEff, capability) => {
  expect(whyRefusedTo(use, standing({ capEff }), undefined)).toEqual({
    why: 'They belong to other users.',
    capability,
  });
});

test('in a user namespace capabilities do not reach outside', () => {
  const refusal = whyRefusedTo('descriptors', standing({ userNamespace: 'user:[4026532203]' }), undefined);
  expect(refusal.capability).toBe('CAP_SYS_PTRACE and CAP_DAC_READ_SEARCH in the initial user namespace');
});

test.each<[ProcessUse, bigint]>([
  ['descriptors', PTRACE | DAC_READ_SEARCH],
  ['descriptors', PTRACE | DAC_OVERRIDE],
  ['options', PTRACE],
  ['namespace', PTRACE],
])('an agent that may read %s names no capability for what is protected otherwise', (use, capEff) => {
  const refusal = whyRefusedTo(use, standing({ capEff }), '1');
  expect(refusal.capability).toBeUndefined();
  expect(refusal.why).toContain('a security module (SELinux, AppArmor or the like)');
});

test('Yama may forbid it to everyone, looking aside', () => {
  expect(whyRefusedTo('options', standing(), '3').why).toContain('kernel.yama.ptrace_scope is 3');
  expect(whyRefusedTo('descriptors', standing(), '3').why).not.toContain('yama');
});

test('of this process something is said, and nothing where there is no /proc', () => {
  expect(whyRefused('descriptors').why).not.toBe('');
  expect(() => whyRefused('options', '/nonexistent')).toThrow(expect.objectContaining({ code: 'not-found' }));
});
