import { describe, expect, it } from 'vitest';
import { deltaOfAll, highest, rateOfAll, shareOf, sumDelta, sumKnown, sumRate } from './rates.ts';
import { LiveWindow } from './window.ts';

const window = new LiveWindow();
const series = [
  { metric: 'drops', labels: { cpu: '0' } },
  { metric: 'drops', labels: { cpu: '1' } },
  { metric: 'v4', labels: {} },
  { metric: 'reset', labels: {} },
];
window.push(series, { timeMs: 0, monoMs: 1000, values: Float64Array.of(0, 10, 100, 9) });
window.push(series, { timeMs: 2000, monoMs: 3000, values: Float64Array.of(4, 16, 120, 2) });

describe('sums over label sets', () => {
  it('add what is known', () => {
    expect(sumRate(window, 'drops', 5)).toBe(5);
    expect(sumDelta(window, 'drops', 5)).toBe(10);
    expect(rateOfAll(window, ['v4', 'v6'], 5)).toBe(10);
    expect(deltaOfAll(window, ['v4', 'drops', 'v6'], 5)).toBe(30);
  });

  it('are undefined when nothing is known', () => {
    expect(sumRate(window, 'v6', 5)).toBeUndefined();
    expect(sumRate(window, 'reset', 5)).toBeUndefined();
    expect(rateOfAll(window, ['v6'], 5)).toBeUndefined();
    expect(sumKnown([])).toBeUndefined();
    expect(sumKnown([undefined, 0])).toBe(0);
  });
});

describe('shareOf', () => {
  it('divides known numbers only', () => {
    expect(shareOf(1, 4)).toBe(0.25);
    expect(shareOf(0, 4)).toBe(0);
    expect(shareOf(1, 0)).toBeUndefined();
    expect(shareOf(undefined, 4)).toBeUndefined();
    expect(shareOf(1, undefined)).toBeUndefined();
  });
});

describe('highest', () => {
  it('names the label set', () => {
    expect(highest(window, 'drops')).toEqual({ labels: { cpu: '1' }, value: 16 });
    expect(highest(window, 'v6')).toBeUndefined();
  });
});
