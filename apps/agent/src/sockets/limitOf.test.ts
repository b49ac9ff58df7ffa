import { describe, expect, it } from 'vitest';
import { isSendStarved, type LimitFacts, limitOf, type SendFacts } from './limitOf.ts';

/** cubic over 40 ms of round trip with a buffer of 128 KiB, which the kernel's sndbuf_limited did not count. */
const STARVED: SendFacts = {
  sendFill: 134_320 / 131_072,
  notsentBytes: 0,
  mssBytes: 1448,
  unackedSegs: 92,
  cwnd: 1293,
  sendQ: 131_824,
  sndWndBytes: 3_331_072,
};

describe('a send buffer that holds the sender back', () => {
  it.each<[string, Partial<SendFacts>, boolean]>([
    ['is full of data in flight', {}, true],
    ['is two thirds full', { sendFill: 0.67 }, true],
    ['has room', { sendFill: 0.66 }, false],
    ['has data that is not sent yet', { notsentBytes: 1448 }, false],
    ['has filled the congestion window', { cwnd: 100 }, false],
    ['has filled the window of the peer', { sndWndBytes: 140_000 }, false],
    ['is not known to have room at the peer', { sndWndBytes: Number.NaN }, false],
  ])('%s', (_, facts, starved) => {
    expect(isSendStarved({ ...STARVED, ...facts })).toBe(starved);
  });
});

describe('who limits a busy sender', () => {
  const busy: LimitFacts = {
    protocol: 'tcp',
    state: 'established',
    recvQ: 0,
    sendQ: 131_824,
    receiveFill: 0,
    rcvWndBytes: 65_536,
    busyShare: 1,
    rwndLimitedShare: 0,
    sndbufLimitedShare: 0,
    appLimited: true,
    sendStarved: false,
  };

  it.each<[string, Partial<LimitFacts>]>([
    ['send-buffer', { sendStarved: true }],
    ['send-buffer', { sndbufLimitedShare: 0.6 }],
    ['receiver', { rwndLimitedShare: 0.6, sendStarved: true }],
    ['application', {}],
    ['application', { busyShare: 0.09, sendStarved: true }],
    ['network', { appLimited: false }],
    ['unknown', { busyShare: Number.NaN }],
  ])('%s, by %o', (limit, facts) => {
    expect(limitOf({ ...busy, ...facts })).toBe(limit);
  });
});
