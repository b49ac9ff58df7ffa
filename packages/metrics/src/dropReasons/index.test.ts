import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { DROP_REASONS, dropReason } from './index.ts';

const FORMAT = new URL('../../../kernel/src/fixtures/linux-6.18/tracefs-kfree_skb', import.meta.url);

it('every reason of this kernel is explained, on a layer of its own', () => {
  const names = [...readFileSync(FORMAT, 'utf8').matchAll(/\{ \d+, "(\w+)" \}/g)].map(([, name]) => name);
  expect(names).toHaveLength(127);
  expect(names.filter((name) => name !== undefined && DROP_REASONS[name] === undefined)).toEqual([]);
});

it('names of kernels before and after are known too', () => {
  for (const name of ['CONSUMED', 'PTYPE_ABSENT', 'TC_ERROR', 'VLAN_INGRESS_FILTER'])
    expect(DROP_REASONS[name]).toBeDefined();
});

it('sentences are sentences, and none claims that a copy was lost', () => {
  for (const [name, { meaning, remedy }] of Object.entries(DROP_REASONS)) {
    expect(name).toMatch(/^[A-Z][A-Z0-9_]+$/);
    for (const sentence of [meaning, remedy]) {
      expect(sentence.length).toBeLessThan(260);
      expect(sentence).toMatch(/^[^\s][^\n]*[^\s][.?]$/u);
    }
  }
  expect(dropReason('TCP_OLD_DATA').nature).toBe('harmless');
  expect(dropReason('NOT_SPECIFIED').nature).toBe('unknown');
});

it('what is not known is said to be so', () => {
  expect(dropReason(undefined)).toMatchObject({ nature: 'unknown' });
  expect(dropReason('subsystem 2: 17').meaning).toContain('subsystem');
  expect(dropReason('SOMETHING_NEW').meaning).toContain('does not know');
  expect(dropReason('constructor').meaning).toContain('does not know');
});
