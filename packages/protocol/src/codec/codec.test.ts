import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SeriesDef, Tick } from '../types.ts';
import { ByteWriter, FRAME_LIMITS, FrameDecoder, FrameEncoder, ticksThatFit } from './index.ts';

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
    expect(encode(series('a'.repeat(129)), [])).toThrow('aaaa…" is no metric id');
    expect(encode([{ metric: 'a.b.c', labels: { 'a b': '' } }], [])).toThrow('"a b" is no label name');
    expect(encode([{ metric: 'a.b.c', labels: { x: 'y'.repeat(200) } }], [])).toThrow('longer than 128 bytes');
  });

  it('refuses to send a number or a time that a tick cannot have, rather than send another', () => {
    const encode = (it: Tick) => () => new FrameEncoder().encode({ series: [], ticks: [it] });
    for (const seq of [0, -1, 1.5, Number.NaN, 2 ** 52]) expect(encode(tick(seq, []))).toThrow('is no tick number');
    for (const ms of [-1, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 51]) {
      expect(encode(tick(1, [], ms, 0))).toThrow('tick 1 has no possible time');
      expect(encode(tick(1, [], 0, ms))).toThrow('tick 1 has no possible time');
    }
  });

  it('keeps times exact while a clock leaps over all that it can show', () => {
    const end = 2 ** 51 - 1;
    const ends = [0, end / 1000, 0, end / 1000];
    const ticks = ends.map((ms, n) => tick(n % 2 === 0 ? 1 : end, [], ms, ms));
    const frame = new FrameEncoder().encode({ series: [], ticks });
    expect(new FrameDecoder().decode(frame).ticks).toEqual(ticks);
  });

  it('keeps a label that begins with a byte order mark', () => {
    const defined = [{ metric: 'a.b.c', labels: { device: '\uFEFFeth0' } }];
    const frame = new FrameEncoder().encode({ series: defined, ticks: [] });
    expect(new FrameDecoder().decode(frame).newSeries).toEqual(defined);
  });

  it('sends a number of few decimals in a few bytes, exactly', () => {
    const encoder = new FrameEncoder();
    const decoder = new FrameDecoder();
    const one = series('agent.self.cpuPercent');
    decoder.decode(encoder.encode({ series: one, ticks: [tick(1, [1.5]), tick(2, [0.731])] }));
    const frame = encoder.encode({ series: one, ticks: [tick(3, [0.698])] });
    expect(decoder.decode(frame).ticks[0]?.values).toEqual(Float64Array.of(0.698));
    // magic, version, 0 series, 1 tick, seq, two times, 1 value | three decimals, 33 thousandths less
    expect([...frame.subarray(8)]).toEqual([3 * 4 + 3, 65]);
  });

  it('costs little when little changes', () => {
    const names = series(...Array.from({ length: 400 }, (_, n) => `transport.tcpExt.counter${n}`));
    const encoder = new FrameEncoder();
    const values = Float64Array.from(names, (_, n) => n * 1000);
    const send = (seq: number) => {
      for (let n = 0; n < 400; n += 10) values[n] = (values[n] as number) + seq;
      return encoder.encode({ series: names, ticks: [{ ...tick(seq, []), values: values.slice() }] }).length;
    };
    expect(send(1)).toBeLessThan(2 * 400 + 400 * 8);
    // 40 of 400 counters grow by less than 16: a byte each, one for each run between them, nine for the frame and the times;
    // the second tick takes seven more to say that a second passed and not 56 years.
    expect([send(2), send(3)]).toEqual([89 + 7, 89]);
  });

  it('refuses what does not fit, and says how much would', () => {
    const many = series(...Array.from({ length: 2000 }, (_, n) => `a.b.c${n}`));
    const noise = (seq: number) => ({ ...tick(seq, []), values: Float64Array.from(many, (_, n) => Math.sin(seq + n)) });
    const encoder = new FrameEncoder();
    const tooMany = Array.from({ length: 250 }, (_, n) => noise(n + 1));
    expect(ticksThatFit(2000)).toBe(174);
    expect(() => encoder.encode({ series: many, ticks: tooMany })).toThrow(
      expect.objectContaining({
        code: 'too-large',
        message: '250 ticks of 2000 series do not fit a frame: send at most 174 at once',
      }),
    );
    expect(() => encoder.encode({ series: many, ticks: [] })).toThrow('begin a new connection');
    const frame = new FrameEncoder().encode({ series: many, ticks: tooMany.slice(0, 174) });
    expect(frame.length).toBeLessThanOrEqual(FRAME_LIMITS.frameBytes);
    expect([ticksThatFit(0), ticksThatFit(FRAME_LIMITS.seriesPerSession)]).toEqual([4096, 5]);
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
            fc.integer({ min: -99_999, max: 99_999 }).map((thousandths) => thousandths / 1000),
            fc.constantFrom(-0, 2 ** 53 - 1, -(2 ** 53) + 1, 2 ** 48, Number.MAX_VALUE, Number.MIN_VALUE),
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

  const anySeries = fc.record({
    metric: fc.stringMatching(/^[a-z]{1,10}\.[a-z]{1,20}\.[a-zA-Z0-9]{1,40}$/),
    labels: fc.dictionary(
      fc.stringMatching(/^[a-z][a-zA-Z0-9_]{0,20}$/),
      fc.string({ maxLength: 30, unit: 'grapheme-ascii' }),
      {
        maxKeys: FRAME_LIMITS.labelsPerSeries,
        noNullPrototype: true,
      },
    ),
  });

  it('brings a dictionary that grows from frame to frame', () => {
    fc.assert(
      fc.property(fc.array(fc.array(anySeries, { maxLength: 8 }), { maxLength: 5 }), (parts) => {
        const encoder = new FrameEncoder();
        const decoder = new FrameDecoder();
        const all: SeriesDef[] = [];
        parts.forEach((part, n) => {
          all.push(...part);
          const sent = tick(
            n + 1,
            all.map((_, place) => place * n),
          );
          expect(decoder.decode(encoder.encode({ series: all, ticks: [sent] }))).toEqual({
            newSeries: part,
            ticks: [sent],
          });
        });
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
    expect(() => new FrameDecoder().decode(Uint8Array.from([0x4e, 9, 0, 0]))).toThrow(
      expect.objectContaining({ code: 'version-mismatch', message: 'frame of version 9, this side reads 1' }),
    );
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

  it('refuses names that are none, labels said twice, more labels than eight', () => {
    const decode = (...definition: (string | number)[]) => {
      const out = new ByteWriter();
      for (const value of [0x4e, 1, 1, ...definition])
        if (typeof value === 'string') out.string(value);
        else out.varint(value);
      return () => new FrameDecoder().decode(out.take());
    };
    expect(decode(0, 'a b', 0, 0)).toThrow('"a b" is no metric id');
    expect(decode(0, '', 0, 0)).toThrow('"" is no metric id');
    expect(decode(1, 'a', 0, 0)).toThrow('1 shared letters, at most 0');
    expect(decode(0, 'a', 1, '__proto__', 'x', 0)).toThrow('"__proto__" is no label name');
    expect(decode(0, 'a', 2, 'cpu', '0', 'cpu', '1', 0)).toThrow('label cpu is there twice');
    expect(decode(0, 'a', 9)).toThrow('9 labels, at most 8');
    expect(decode(0, 'a', 1, 200)).toThrow('200 bytes of text, at most 128');
    expect(decode(0, 'a', 1, 2, 0xff, 0xff)).toThrow('is not UTF-8');
  });

  it('refuses a dictionary that would fill the memory', () => {
    const decoder = new FrameDecoder();
    const bomb = (from: number) =>
      Array.from({ length: 2000 }, (_, n) => ({
        metric: `m${from + n}`,
        labels: Object.fromEntries(Array.from({ length: 8 }, (_, k) => [`l${k}`, 'x'.repeat(120)])),
      }));
    const encoder = new FrameEncoder();
    const all: SeriesDef[] = [];
    expect(() => {
      for (let n = 0; n < 10; n++) {
        all.push(...bomb(all.length));
        decoder.decode(encoder.encode({ series: all, ticks: [] }));
      }
    }).toThrow('too many letters in names and labels');
    expect(all).toHaveLength(10_000);
  });

  it('refuses more values in a frame than memory is meant for', () => {
    const out = new ByteWriter();
    const defined = series(...Array.from({ length: 4096 }, (_, n) => `m${n}`));
    const decoder = new FrameDecoder();
    decoder.decode(new FrameEncoder().encode({ series: defined, ticks: [] }));
    // 1100 ticks of 4096 unknown values are 9 bytes each.
    for (const value of [0x4e, 1, 0, 1100]) out.varint(value);
    for (let n = 0; n < 1100; n++) for (const value of [2, 2, 2, 4096, 4096 * 4]) out.varint(value);
    expect(() => decoder.decode(out.take())).toThrow('more than 4194304 values');
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
        expect(error).toMatchObject({
          name: 'ProtocolError',
          code: expect.stringMatching(/^(bad-frame|version-mismatch)$/),
        });
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
