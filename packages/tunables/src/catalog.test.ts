import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { TUNABLES, tunable, tunablesOfLayer } from './catalog.ts';
import { parseTunable } from './parse.ts';

const folder = new URL('./catalog/', import.meta.url);

test('every file of the folder is in the index, with every list it exports', () => {
  const index = readFileSync(new URL('./catalog.ts', import.meta.url), 'utf8');
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.ts'))) {
    const lists = [...readFileSync(new URL(file, folder), 'utf8').matchAll(/^export const (\w+)/gm)].map(
      ([, name]) => name,
    );
    expect(lists.length, file).toBeGreaterThan(0);
    expect(index).toContain(`import { ${lists.join(', ')} } from './catalog/${file}';`);
    for (const list of lists) expect(index).toContain(`  ...${list},\n`);
  }
});

test('names are the kernel’s and come once', () => {
  const names = TUNABLES.map((entry) => entry.name);
  expect(new Set(names).size).toBe(names.length);
  expect(names.length).toBeGreaterThanOrEqual(60);
  for (const name of names) expect(name).toMatch(/^(net|fs|vm)(\.[a-z0-9_-]+)+$/);
});

test('each entry says what a person needs before changing it', () => {
  for (const entry of TUNABLES) {
    expect(entry.help.length, entry.name).toBeGreaterThan(50);
    expect(entry.cost, entry.name).toMatch(/^[A-Za-z0-9].*\.$/);
    expect(entry.title, entry.name).toMatch(/^[A-Z][^.]*$/);
    expect(entry.unit, entry.name).not.toBe('');
    expect(entry.kernelDefault ?? entry.defaultDerivation, entry.name).toBeDefined();
  }
});

test('tunables to read together exist', () => {
  for (const entry of TUNABLES)
    for (const other of entry.interactsWith) {
      expect(tunable(other), `${entry.name} -> ${other}`).toBeDefined();
      expect(other).not.toBe(entry.name);
    }
});

test('every default fits its own shape', () => {
  for (const entry of TUNABLES)
    if (entry.kernelDefault !== undefined)
      expect(parseTunable(entry, entry.kernelDefault), entry.name).toMatchObject({
        ok: true,
        text: entry.kernelDefault,
      });
});

describe('lookups', () => {
  test('by name', () => {
    expect(tunable('net.core.somaxconn')).toMatchObject({
      layer: 'socket',
      kernelDefault: '4096',
      takesEffect: 'next-listen',
    });
    expect(tunable('kernel.panic')).toBeUndefined();
    expect(tunable('__proto__')).toBeUndefined();
  });

  test('by layer: each has some, and together they are all', () => {
    const layers = ['application', 'socket', 'transport', 'network', 'link'] as const;
    const counts = layers.map((layer) => tunablesOfLayer(layer).length);
    expect(Math.min(...counts)).toBeGreaterThan(2);
    expect(counts.reduce((sum, count) => sum + count)).toBe(TUNABLES.length);
  });
});
