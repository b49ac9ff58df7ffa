import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { attributeBytes, concat, words } from '../testing/diagBytes.ts';
import { AttributeTable } from './AttributeTable.ts';
import { DiagBuffer } from './DiagBuffer.ts';

/** A table of types 0 to 5 over these bytes. */
function tableOf(bytes: Uint8Array) {
  const buffer = new DiagBuffer(4096);
  buffer.bytes.fill(0xee);
  buffer.bytes.set(bytes);
  const table = new AttributeTable(buffer, 5);
  return { buffer, table, whole: table.read(0, bytes.length) };
}
const text = (value: string) => new TextEncoder().encode(value);

describe('attributes', () => {
  test('are found by type, whatever their order, flags and neighbours', () => {
    const { table, whole } = tableOf(
      concat([
        attributeBytes({ type: 3, payload: words(7, 8) }),
        attributeBytes({ type: 99, payload: words(1) }),
        attributeBytes({ type: 0x4000 | 2, payload: text('eth0\0') }),
        attributeBytes({ type: 1, payload: new Uint8Array([5]) }),
        attributeBytes({ type: 0, payload: new Uint8Array(0) }),
      ]),
    );
    expect(whole).toBe(true);
    expect([table.u32(3), table.u32(3, 4), table.u64(3)]).toEqual([7, 8, 8 * 2 ** 32 + 7]);
    expect([table.text(2), table.u8(1), table.has(0), table.size(0)]).toEqual(['eth0', 5, true, 0]);
    expect([table.has(4), table.has(99), table.size(4)]).toEqual([false, false, -1]);
  });

  test('that are missing or too short are unknown', () => {
    const { table } = tableOf(attributeBytes({ type: 3, payload: new Uint8Array([1, 2, 3]) }));
    expect([table.u32(3), table.u64(3), table.u8(3, 3), table.u8(4), table.u32(4), table.u64(4)]).toEqual(
      Array(6).fill(Number.NaN),
    );
    expect([table.text(4), table.bytes(4).length]).toEqual([undefined, 0]);
  });

  test('the last of two counts, and nothing is left over from the message before', () => {
    const { buffer, table } = tableOf(
      concat([attributeBytes({ type: 1, payload: words(1) }), attributeBytes({ type: 1, payload: words(2) })]),
    );
    expect(table.u32(1)).toBe(2);
    buffer.bytes.set(attributeBytes({ type: 2, payload: words(3) }));
    expect(table.read(0, 8)).toBe(true);
    expect([table.has(1), table.u32(2)]).toEqual([false, 3]);
  });

  test('inside a nest', () => {
    const inner = attributeBytes({ type: 4, payload: words(11) });
    const { buffer, table } = tableOf(attributeBytes({ type: 0x8000 | 5, payload: inner }));
    const nest = new AttributeTable(buffer, 4);
    expect(nest.readNest(table, 5)).toBe(true);
    expect(nest.u32(4)).toBe(11);
    expect(nest.readNest(table, 2)).toBe(false);
    expect(nest.has(4)).toBe(false);
  });

  test.each([
    ['shorter than its header', attributeBytes({ type: 2, payload: words(1), claimedLength: 3 })],
    ['longer than the rest', attributeBytes({ type: 2, payload: words(1), claimedLength: 9 })],
    ['cut in its header', new Uint8Array([8, 0, 2])],
  ])('an attribute %s ends the walk, and what came before it counts', (_, damaged) => {
    const { table, whole } = tableOf(concat([attributeBytes({ type: 1, payload: words(6) }), damaged]));
    expect([whole, table.u32(1), table.has(2)]).toEqual([false, 6, false]);
  });

  test('random bytes never show anything outside them', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const { table } = tableOf(bytes);
        for (let type = 0; type <= 5; type++) {
          if (!table.has(type)) continue;
          expect(table.place(type)).toBeGreaterThanOrEqual(4);
          expect(table.place(type) + table.size(type)).toBeLessThanOrEqual(bytes.length);
        }
      }),
    );
  });
});
