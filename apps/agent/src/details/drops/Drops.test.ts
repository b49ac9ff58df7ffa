import { type DropTracer, KernelError, type TraceVisitor } from '@netstrata/kernel';
import { expect, it } from 'vitest';
import { Drops } from './Drops.ts';
import { LocationNames } from './LocationNames.ts';

/** A tracer that hands out what the test queued, on a clock that the test moves. */
function dropsOf(openTracer?: () => DropTracer) {
  const calls: string[] = [];
  const clock = { monoMs: 1000, cpuMs: 0 };
  const queue: ((visitor: TraceVisitor) => void)[] = [];
  const tracerOf = (visitor: TraceVisitor) =>
    ({
      absent: ['tcp/tcp_retransmit_skb'],
      reasons: new Map([[3, 'NO_SOCKET']]),
      bufferKb: 256,
      read: (most: number) => {
        calls.push(`read ${most}`);
        queue.shift()?.(visitor);
        clock.cpuMs += 2;
        return { records: 0, lost: 0, damaged: 1 };
      },
      close: () => calls.push('close'),
    }) as unknown as DropTracer;
  const drops = new Drops({
    openTracer: openTracer ?? tracerOf,
    names: new LocationNames(async () => new Map()),
    wallMs: () => 1_800_000_000_000 + clock.monoMs,
    monoMs: () => clock.monoMs,
    cpuMs: () => clock.cpuMs,
  });
  return { drops, calls, clock, queue };
}

it('counts from when watching began until it ends', async () => {
  const { drops, calls, clock, queue } = dropsOf();
  drops.start();
  queue.push((visitor) => {
    for (let n = 0; n < 10; n++) visitor.drop({ reason: 3, protocol: 2048, location: 0 });
    visitor.endCpu(10, 90);
  });
  clock.monoMs = 3000;
  expect(await drops.read()).toMatchObject({
    sinceMs: 1_800_000_001_000,
    timeMs: 1_800_000_003_000,
    read: 10,
    lost: 90,
    costPercent: 0.1,
    bufferBytes: 262_144,
    damaged: 1,
    absent: ['tcp/tcp_retransmit_skb'],
    hasReasons: true,
    drops: { all: { total: 100, estimated: 90, perSecond: 50 }, rows: [{ reason: 'NO_SOCKET', total: 100 }] },
  });
  clock.monoMs = 4000;
  expect(await drops.read()).toMatchObject({ damaged: 2, drops: { all: { total: 100, perSecond: 0 } } });
  drops.stop();
  expect(calls).toEqual(['read 5000', 'read 5000', 'close']);
  await expect(drops.read()).rejects.toThrow('nobody watches');
  drops.start();
  clock.monoMs = 6000;
  expect((await drops.read()).drops.all.total).toBe(0);
});

it.each([
  ['permission', 'CAP_DAC_OVERRIDE'],
  ['not-found', 'mount -t tracefs nodev /sys/kernel/tracing'],
  ['unsupported', 'built without'],
  ['rejected', 'the kernel rejected the request'],
] as const)('a host that refuses (%s) says what would help', (code, words) => {
  const { drops } = dropsOf(() => {
    throw new KernelError({ code, operation: 'open', path: '/sys/kernel/tracing' });
  });
  expect(() => drops.start()).toThrow(words);
});

it('an instance that cannot be removed is left to the next start', () => {
  const { drops } = dropsOf(
    () =>
      ({
        close: () => {
          throw new KernelError({ code: 'unreadable', operation: 'remove', path: 'x', detail: 'EBUSY' });
        },
      }) as unknown as DropTracer,
  );
  drops.start();
  drops.stop();
});
