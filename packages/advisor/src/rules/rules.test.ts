import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { METRICS } from '@netstrata/metrics';
import { changeable } from '@netstrata/tunables';
import { describe, expect, it } from 'vitest';
import { RULES } from './index.ts';

const files = readdirSync(new URL('.', import.meta.url))
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && name !== 'index.ts')
  .map((name) => basename(name, '.ts'))
  .sort();

describe('the list of rules', () => {
  it('is the folder: one file a rule, named after it', () => {
    expect(RULES.map(({ id }) => id)).toEqual(files);
  });

  it('names symptoms', () => {
    for (const { id } of RULES) expect(id).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)+$/);
  });
});

describe.each(RULES.map((rule) => [rule.id, rule] as const))('%s', (_, rule) => {
  it('reads catalogued metrics only, each named once', () => {
    const known = new Set(METRICS.map(({ id }) => id));
    expect(rule.metrics.filter((id) => !known.has(id))).toEqual([]);
    expect(new Set(rule.metrics).size).toBe(rule.metrics.length);
  });

  it('changes and reads catalogued tunables only', () => {
    expect(rule.tunables.filter((name) => changeable(name) === undefined)).toEqual([]);
  });
});
