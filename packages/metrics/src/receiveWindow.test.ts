import { describe, expect, it } from 'vitest';
import { type ReceiveFacts, receiveWindowUse } from './receiveWindow.ts';

/** 2.4 MB/s over 40 ms: 96,000 bytes a round trip. */
const FACTS: ReceiveFacts = {
  rxBytesPerSecond: 2_400_000,
  rcvRttUs: 40_000,
  rttUs: 40_000,
  recvQ: 0,
  rcvWndBytes: 120_000,
};

describe('how much of the receive window is used', () => {
  it.each<[string, Partial<ReceiveFacts>, number]>([
    ['is what comes in a round trip', {}, 0.8],
    ['is what waits for the program too', { recvQ: 24_000, rcvWndBytes: 96_000 }, 1],
    ['is little of a wide window', { rcvWndBytes: 960_000 }, 0.1],
    ['is all of a closed one', { rcvWndBytes: 0 }, Number.POSITIVE_INFINITY],
    ['counts from a millisecond on', { rcvRttUs: 1000, rttUs: 1000 }, 0.02],
    ['is not known within a machine', { rcvRttUs: 999, rttUs: 999 }, Number.NaN],
    ['counts up to twice the round trip of the connection', { rttUs: 20_000 }, 0.8],
    ['is not known when the estimate follows the pace', { rttUs: 19_999 }, Number.NaN],
    ['is not known before the connection has measured', { rttUs: Number.NaN }, Number.NaN],
    ['is not known where the kernel does not tell the window', { rcvWndBytes: Number.NaN }, Number.NaN],
    ['is not known at the first look', { rxBytesPerSecond: Number.NaN }, Number.NaN],
  ])('%s', (_, facts, use) => {
    expect(receiveWindowUse({ ...FACTS, ...facts })).toBe(use);
  });
});
