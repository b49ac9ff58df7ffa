import { describe, expect, it } from 'vitest';
import { share } from './share.ts';

describe('share', () => {
  it('keeps the old tree when nothing changed', () => {
    const before = { layers: [{ id: 'link', values: [1, null] }], missing: [] };
    expect(share(before, structuredClone(before))).toBe(before);
  });

  it('replaces only the path to what changed', () => {
    const before = { layers: [{ value: 1 }, { value: 2 }], facts: { hostname: 'a' } };
    const next = share(before, { layers: [{ value: 1 }, { value: 3 }], facts: { hostname: 'a' } });
    expect(next).toEqual({ layers: [{ value: 1 }, { value: 3 }], facts: { hostname: 'a' } });
    expect(next).not.toBe(before);
    expect(next.facts).toBe(before.facts);
    expect(next.layers[0]).toBe(before.layers[0]);
    expect(next.layers[1]).not.toBe(before.layers[1]);
  });

  it('sees rows added, rows removed and keys dropped', () => {
    const before = { rows: [1, 2, 3], note: 'x' as string | undefined };
    expect(share(before, { rows: [1, 2], note: 'x' })).toEqual({ rows: [1, 2], note: 'x' });
    expect(share(before, { rows: [1, 2, 3, 4], note: 'x' }).rows).toEqual([1, 2, 3, 4]);
    expect(Object.keys(share<object>(before, { rows: [1, 2, 3] }))).toEqual(['rows']);
  });

  it('tells an absent key from one that is undefined, an array from an object, and NaN from a change', () => {
    expect('note' in share<object>({}, { note: undefined })).toBe(true);
    expect(share<unknown>({ a: { 0: 1 } }, { a: [1] })).toEqual({ a: [1] });
    const before = { value: Number.NaN };
    expect(share(before, { value: Number.NaN })).toBe(before);
  });
});
