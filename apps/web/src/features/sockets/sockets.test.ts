import { describe, expect, it } from 'vitest';
import { endpointParts, fillState, fractionOf } from './sockets.ts';

describe('endpointParts', () => {
  it.each([
    ['127.0.0.1', 443, '127.0.0.1', '443'],
    ['fe80::1', 22, '[fe80::1]', '22'],
    ['0.0.0.0', 8080, '*', '8080'],
    ['::', 0, '*', '*'],
  ])('%s and %s read %s and %s', (address, port, host, portText) => {
    expect(endpointParts(address, port)).toEqual([host, portText]);
  });
});

describe('fractionOf', () => {
  it('is unknown rather than zero when a side is missing', () => {
    expect(fractionOf(undefined, 10)).toBeUndefined();
    expect(fractionOf(5, undefined)).toBeUndefined();
    expect(fractionOf(5, 0)).toBeUndefined();
    expect(fractionOf(0, 10)).toBe(0);
    expect(fractionOf(129, 128)).toBe(1.0078125);
  });
});

describe('fillState', () => {
  it.each([
    [0, 'calm'],
    [0.69, 'calm'],
    [0.7, 'busy'],
    [0.95, 'saturated'],
    [1.2, 'saturated'],
  ] as const)('%s is %s', (fraction, state) => {
    expect(fillState(fraction)).toBe(state);
  });
});
