import fc from 'fast-check';
import { expect, test } from 'vitest';
import { concat } from '../testing/diagBytes.ts';
import { decodeWriteEvents } from './writeEvents.ts';

function event({ fd = 9, pid = 4711, mask = 2, length = 24, version = 3, bytes = 0 } = {}): Uint8Array {
  const view = new DataView(new ArrayBuffer(Math.max(24, bytes === 0 ? length : bytes)));
  view.setUint32(0, length, true);
  view.setUint8(4, version);
  view.setUint16(6, 24, true);
  view.setUint32(8, mask, true);
  view.setInt32(16, fd, true);
  view.setInt32(20, pid, true);
  return new Uint8Array(view.buffer);
}

test('one behind the other, also longer ones of a kernel to come', () => {
  const bytes = concat([event(), event({ fd: 10, pid: 1, length: 40 }), event({ fd: 11, pid: 0 })]);
  expect(decodeWriteEvents(bytes)).toEqual({
    events: [
      { fd: 9, pid: 4711 },
      { fd: 10, pid: 1 },
      { fd: 11, pid: 0 },
    ],
    lost: false,
  });
});

test('an overflow, another version and lengths that lie are a loss; what is cut off is left', () => {
  expect(decodeWriteEvents(event({ fd: -1, mask: 0x4000 }))).toEqual({ events: [], lost: true });
  expect(decodeWriteEvents(concat([event(), event({ version: 4 })]))).toEqual({
    events: [{ fd: 9, pid: 4711 }],
    lost: true,
  });
  expect(decodeWriteEvents(event({ length: 0 }))).toEqual({ events: [], lost: true });
  expect(decodeWriteEvents(event().subarray(0, 23))).toEqual({ events: [], lost: false });
  expect(decodeWriteEvents(event({ length: 0xffff_ffff, bytes: 24 })).events).toHaveLength(1);
});

test('ends, whatever the bytes are', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      expect(decodeWriteEvents(bytes).events.length).toBeLessThanOrEqual(bytes.length / 24);
    }),
  );
});
