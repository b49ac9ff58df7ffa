import { describe, expect, it } from 'vitest';
import { english } from './english.ts';
import { ID } from './ids.ts';
import { softirqGauge } from './softirqCpu.ts';
import { grows, inputOf, type Samples } from './stackFixture.ts';

const softirq = (...shares: readonly number[]): Samples =>
  Object.fromEntries(shares.map((share, cpu) => [`${ID.softirq.cpuSeconds}{cpu=${cpu}}`, grows(share, 50)]));
const netRx = (...perSecond: readonly number[]): Samples =>
  Object.fromEntries(perSecond.map((rate, cpu) => [`${ID.softirq.netRx}{cpu=${cpu}}`, grows(rate)]));
const readingOf = (...samples: readonly Samples[]) => english(softirqGauge(inputOf(Object.assign({}, ...samples))));

describe('softirq on its busiest CPU', () => {
  it.each([
    [0.05, 'calm'],
    [0.78, 'calm'],
    [0.81, 'busy'],
    [1, 'busy'],
  ])('%s of its time is %s, and never saturated', (share, state) => {
    expect(readingOf(softirq(0.03, share)).gauge).toMatchObject({ limit: 1, unit: 'share', state });
    expect(readingOf(softirq(0.03, share)).gauge.value).toBeCloseTo(share);
  });

  it('says which CPU is busy, and how idle another is', () => {
    expect(readingOf(softirq(0.3, 0.85, 0.02)).signals).toEqual([
      { state: 'busy', text: 'CPU 1 spends 85.0 % of its time in softirq, CPU 2 2.00 %' },
    ]);
    expect(readingOf(softirq(0.9)).signals).toEqual([
      { state: 'busy', text: 'CPU 0 spends 90.0 % of its time in softirq' },
    ]);
    expect(readingOf(softirq(0.3, 0.5)).signals).toEqual([]);
  });

  it('says how uneven receive work and interrupts are', () => {
    const interrupts = { [`${ID.softirq.interrupts}{cpu=1}`]: grows(400) };
    expect(readingOf(softirq(0.1, 0.5), netRx(100, 300)).gauge.detail).toBe('CPU 1: 75.0 % of receive softirqs');
    expect(readingOf(softirq(0.1, 0.5), netRx(100, 300), interrupts).gauge.detail).toBe(
      'CPU 1: 75.0 % of receive softirqs, 100 % of network interrupts',
    );
  });

  it('says nothing of how a handful of events is spread', () => {
    expect(readingOf(softirq(0.1, 0.5), netRx(1, 98)).gauge.detail).toBe('CPU 1');
  });

  it('adds the interrupts of all queues, and reads those that are known only every fifth second', () => {
    const every = (count: number) => Array.from({ length: 11 }, (_, n) => (n % 5 === 0 ? count * n : Number.NaN));
    const queues = { [`${ID.softirq.interrupts}{cpu=0}`]: every(300), [`${ID.softirq.interrupts}{cpu=1}`]: every(100) };
    expect(readingOf(softirq(0.5, 0.1), queues).gauge.detail).toBe('CPU 0: 75.0 % of network interrupts');
  });

  it('is unknown, with the reason, where no CPU is reported', () => {
    expect(readingOf({}).gauge).toMatchObject({
      value: undefined,
      fraction: undefined,
      state: 'unknown',
      detail: 'the agent does not report the softirq time of each CPU',
    });
  });
});
