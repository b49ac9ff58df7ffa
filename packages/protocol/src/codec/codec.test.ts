import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SeriesDef, Tick } from '../types.ts';
import { FRAME_LIMITS, FrameDecoder, FrameEncoder } from './index.ts';

const series = (...metrics: string[]): SeriesDef[] => metrics.map((metric) => ({ metric, labels: {} }));
const tick = (seq: number, values: number[], timeMs = 1_700_000_000_000 + seq * 1000, monoMs = seq * 1000): Tick => ({
  seq,
  timeMs,
  monoMs,
  values: Float64Array.from(values),
});

describe('a frame', () => {
  it('arrives as it was sent', () => {
    const defined = [
      { metric: 'transport.tcp.inSegs', labels: {} },
      { metric: 'link.dev.rxBytes', labels: { device: 'eth0' } },
    ];
    const ticks = [tick(1, [10, 4096]), tick(2, [Number.NaN, 5000.25]), tick(3, [12, Number.NaN])];
    const frame = new FrameEncoder().encode({ series: defined, ticks });
    expect(new FrameDecoder().decode(frame)).toEqual({ newSeries: defined, ticks });
  });

  it('has a fixed layout', () => {
    const encoder = new FrameEncoder();
    const first = encoder.encode({ series: series('a.b.c'), ticks: [tick(1, [3], 1, 2)] });
    // magic, version | 1 series: 0 shared, 5 letters, no labels | 1 tick: seq +1, time +1000 us, mono +2000 us, 1 value: delta +3
    expect([...first]).toEqual([
      ...[0x4e, 1],
      ...[1, 0, 5, 0x61, 0x2e, 0x62, 0x2e, 0x63, 0],
      ...[1, 2, 0xd0, 0x0f, 0xa0, 0x1f, 1, 25],
    ]);
    // The second tick, as far after the first as the first after nothing and with the same value, is five bytes.
    expect([...encoder.encode({ series: series('a.b.c'), ticks: [tick(2, [3], 2, 4)] })]).toEqual([
      0x4e, 1, 0, 1, 2, 0, 0, 1, 4,
    ]);
  });

  it('sends a series once, and only the new part of its name', () => {
    const encoder = new FrameEncoder();
    const decoder = new FrameDecoder();
    const all = series('transport.tcpExt.tcpTimeouts', 'transport.tcpExt.tcpLossProbes');
    const first = encoder.encode({ series: all.slice(0, 1), ticks: [] });
    const second = encoder.encode({ series: all, ticks: [] });
    expect(decoder.decode(first).newSeries).toEqual(all.slice(0, 1));
    expect(decoder.decode(second).newSeries).toEqual(all.slice(1));
    expect(second.length).toBeLessThan('tcpLossProbes'.length + 6);
  });

  it('keeps integers exact up to 2^53, and other numbers to the bit', () => {
    const values = [2 ** 53 - 1, 2 ** 53, 2 ** 60, -(2 ** 53) + 1, 0.1, 1e-308, -0, 0];
    const names = series(...values.map((_, n) => `a.b.v${n}`));
    const decoder = new FrameDecoder();
    const encoder = new FrameEncoder();
    for (const seq of [1, 2]) {
      const frame = encoder.encode({ series: names, ticks: [tick(seq, seq === 1 ? values : values.toReversed())] });
      expect(decoder.decode(frame).ticks[0]?.values).toEqual(
        Float64Array.from(seq === 1 ? values : values.toReversed()),
      );
    }
  });

  it('refuses to send infinity, too many values, a name too long', () => {
    const encode = (defined: SeriesDef[], ticks: Tick[]) => () => new FrameEncoder().encode({ series: defined, ticks });
    expect(encode(series('a.b.c'), [tick(1, [Number.POSITIVE_INFINITY])])).toThrow('a value is infinite');
    expect(encode(series('a.b.c'), [tick(1, [1, 2])])).toThrow('tick 1 has 2 values for 1 series');
    expect(encode(series('a'.repeat(129)), [])).toThrow('a metric id of 129 letters');
    expect(encode([{ metric: 'a.b.c', labels: { x: 'y'.repeat(200) } }], [])).toThrow('longer than 128 bytes');
  });

  const anyTicks = fc.tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 12 })).chain(([count, length]) =>
    fc.record({
      names: fc.constant(Array.from({ length: count }, (_, n) => `layer.subject.m${n}`)),
      rows: fc.array(
        fc.array(
          fc.oneof(
            fc.constant(Number.NaN),
            fc.constant(7),
            fc.nat(),
            fc.maxSafeInteger(),
            fc.double({ noDefaultInfinity: true }),
          ),
          { minLength: 0, maxLength: count },
        ),
        { minLength: length, maxLength: length },
      ),
    }),
  );

  it('arrives whatever the values are, however they are split into frames', () => {
    fc.assert(
      fc.property(anyTicks, fc.nat(11), ({ names, rows }, cut) => {
        const defined = series(...names);
        const ticks = rows.map((values, n) => tick(n + 1, values));
        const encoder = new FrameEncoder();
        const decoder = new FrameDecoder();
        const received = [ticks.slice(0, cut), ticks.slice(cut)].flatMap(
          (part) => decoder.decode(encoder.encode({ series: defined, ticks: part })).ticks,
        );
        expect(received).toEqual(ticks);
      }),
    );
  });
});

describe('a decoder', () => {
  const good = () =>
    new FrameEncoder().encode({
      series: series('a.b.c', 'a.b.d'),
      ticks: [tick(1, [1, 2]), tick(2, [3.5, Number.NaN])],
    });

  it('refuses a frame cut at every byte, and a byte too many', () => {
    const frame = good();
    for (let length = 0; length < frame.length; length++)
      expect(() => new FrameDecoder().decode(frame.subarray(0, length)), `cut at ${length}`).toThrow();
    expect(() => new FrameDecoder().decode(Uint8Array.from([...frame, 0]))).toThrow('1 bytes after the last tick');
  });

  it('refuses what is no frame, or of another version', () => {
    expect(() => new FrameDecoder().decode(Uint8Array.from([1, 2, 3]))).toThrow('does not start as a frame');
    expect(() => new FrameDecoder().decode(Uint8Array.from([0x4e, 9, 0, 0]))).toThrow('version 9, this side reads 1');
    expect(() => new FrameDecoder().decode(new Uint8Array(FRAME_LIMITS.frameBytes + 1))).toThrow(
      'at most 4194304 are allowed',
    );
  });

  it('refuses counts that cannot be true before it makes room for them', () => {
    const huge = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x0f];
    expect(() => new FrameDecoder().decode(Uint8Array.from([0x4e, 1, ...huge]))).toThrow('new series, at most 65536');
    expect(() => new FrameDecoder().decode(Uint8Array.from([0x4e, 1, 0xe8, 0x07, 0, 0]))).toThrow(
      '1000 series do not fit 2 bytes',
    );
    expect(() => new FrameDecoder().decode(Uint8Array.from([0x4e, 1, 0, 0xff, 0x7f]))).toThrow(
      '16383 ticks, at most 4096',
    );
    expect(() => new FrameDecoder().decode(Uint8Array.from([0x4e, 1, 0, 1, 2, 0, 0, 1, 4]))).toThrow(
      '1 values, at most 0',
    );
    expect(() => new FrameDecoder().decode(Uint8Array.from([0x4e, 1, 0, ...new Array(9).fill(0xff)]))).toThrow(
      'larger than 2^53',
    );
  });

  it('answers nothing more after a broken frame', () => {
    const decoder = new FrameDecoder();
    expect(() => decoder.decode(Uint8Array.from([0]))).toThrow('does not start as a frame');
    expect(() => decoder.decode(good())).toThrow('an earlier frame of this connection was broken');
  });

  it('never crashes or gives an impossible value on random and mangled bytes', () => {
    const frame = good();
    const check = (bytes: Uint8Array) => {
      try {
        for (const { values, seq } of new FrameDecoder().decode(bytes).ticks) {
          expect(seq).toBeGreaterThan(0);
          for (const value of values) expect(Math.abs(value)).not.toBe(Number.POSITIVE_INFINITY);
        }
      } catch (error) {
        expect(error).toMatchObject({ name: 'ProtocolError', code: 'bad-frame' });
      }
    };
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => check(Uint8Array.from([0x4e, 1, ...bytes]))));
    fc.assert(
      fc.property(fc.nat(frame.length - 1), fc.nat(255), (at, byte) => {
        const mangled = Uint8Array.from(frame);
        mangled[at] = byte;
        check(mangled);
      }),
    );
  });
});
