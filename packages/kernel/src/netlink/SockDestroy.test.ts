import { expect, test } from 'vitest';
import { KernelError } from '../KernelError.ts';
import { socketMessage } from '../testing/diagBytes.ts';
import type { MessageBatch } from './MessageBatch.ts';
import type { EventChannel } from './NetlinkSocket.ts';
import { SockDestroy } from './SockDestroy.ts';

const LENGTH_OFFSET = 56;
const HEADER_BYTES = 64;
type Step = number | 'lost' | Error;

const event = (localPort: number) =>
  socketMessage({ localPort, attributes: [{ type: 10, payload: Uint8Array.of(6) }] });

/** A kernel that gives so many events a call, in turn, and nothing when there are no more steps. */
class FakeChannel implements EventChannel {
  readonly room = { bytes: 12_800, forced: true };
  readonly steps: Step[];
  readonly drops: number[];
  closed = false;
  #port = 0;

  constructor(steps: Step[], drops: number[] = []) {
    this.steps = steps;
    this.drops = drops;
  }

  receiveMany(batch: MessageBatch): number | 'lost' {
    const step = this.steps.shift() ?? 0;
    if (step instanceof Error) throw step;
    if (step === 'lost') return step;
    for (let message = 0; message < step; message++) {
      const bytes = event(++this.#port);
      batch.buffer.bytes.set(bytes, batch.startOf(message));
      new DataView(batch.headers.buffer).setUint32(message * HEADER_BYTES + LENGTH_OFFSET, bytes.length, true);
    }
    return step;
  }
  dropped(): number {
    return this.drops.shift() ?? 0;
  }
  close(): void {
    this.closed = true;
  }
}

function drained(destroy: SockDestroy) {
  const ports: number[] = [];
  return { result: destroy.drain((cursor) => ports.push(cursor.localPort)), ports };
}

const CALM = { damaged: 0, foreign: 0, resync: false, lost: 0, more: false };

test('a drain goes on until the kernel has no more, over batches that are not full', () => {
  const destroy = new SockDestroy(() => new FakeChannel([3, 2]));
  expect(drained(destroy)).toEqual({ result: { ...CALM, events: 5 }, ports: [1, 2, 3, 4, 5] });
  expect(drained(destroy).result).toEqual({ ...CALM, events: 0 });
  expect(destroy.room).toEqual({ bytes: 12_800, forced: true, events: 10 });
});

test('what the kernel had no room for is counted once, over drains and when the number wraps', () => {
  const destroy = new SockDestroy(
    () => new FakeChannel([2, 'lost', 1, 0, 'lost', 0, 0, 'lost'], [0xffff_fffe, 3, Number.NaN]),
  );
  expect(drained(destroy).result).toEqual({ ...CALM, events: 3, resync: true, lost: 0xffff_fffe });
  expect(drained(destroy).result).toEqual({ ...CALM, events: 0, resync: true, lost: 5 });
  expect(drained(destroy).result).toEqual({ ...CALM, events: 0 });
  expect(drained(destroy).result).toEqual({ ...CALM, events: 0, resync: true, lost: Number.NaN });
});

test('a drain ends although events never do', () => {
  const destroy = new SockDestroy(() => new FakeChannel(Array(1000).fill(64)));
  expect(drained(destroy).result).toEqual({ ...CALM, events: 16_384, more: true });
});

test('a message that its slot does not hold is damage', () => {
  const channel = new FakeChannel([1]);
  const destroy = new SockDestroy(() => ({
    ...channel,
    room: channel.room,
    receiveMany: (batch) => {
      const messages = channel.receiveMany(batch);
      new DataView(batch.headers.buffer).setUint32(LENGTH_OFFSET, 1025, true);
      return messages;
    },
    dropped: () => 0,
    close: () => {},
  }));
  expect(drained(destroy).result).toEqual({ ...CALM, events: 0, damaged: 1 });
});

test('after a failure it listens anew, and says that events are missing', () => {
  const broken = new FakeChannel([1, new KernelError({ code: 'unreadable', operation: 'recvmmsg', path: 'test' })]);
  const channels = [broken, new FakeChannel([1])];
  const destroy = new SockDestroy(() => channels.shift() ?? new FakeChannel([]));
  expect(() => drained(destroy)).toThrow(expect.objectContaining({ code: 'unreadable' }));
  expect(broken.closed).toBe(true);
  expect(destroy.room).toBeUndefined();
  expect(drained(destroy).result).toEqual({ ...CALM, events: 1, resync: true, lost: Number.NaN });
  expect(drained(destroy).result).toEqual({ ...CALM, events: 0 });
});

test('an error of the visitor passes, and one that is closed says so', () => {
  const destroy = new SockDestroy(() => new FakeChannel([1]));
  const stop = () => {
    throw new Error('stop');
  };
  expect(() => destroy.drain(stop)).toThrow('stop');
  destroy.close();
  expect(() => drained(destroy)).toThrow(expect.objectContaining({ code: 'closed' }));
});
