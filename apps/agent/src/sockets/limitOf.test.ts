import { describe, expect, it } from 'vitest';
import { isProgramShort, isSendStarved, type LimitFacts, limitOf, type SendFacts } from './limitOf.ts';

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

/** 2 MB/s over 40 ms of round trip with bbr, which the kernel did not mark as limited by the application. */
const TRICKLE: SendFacts = {
  sendFill: 333_563 / 2_972_160,
  notsentBytes: 822,
  mssBytes: 1448,
  unackedSegs: 204,
  cwnd: 430,
  sendQ: 295_291,
  sndWndBytes: 960_512,
};

describe('a program that gives less than could be sent', () => {
  it.each<[string, Partial<SendFacts>, boolean]>([
    ['has all of it in flight', {}, true],
    ['waits itself when the buffer is two thirds full', { sendFill: 0.67 }, false],
    ['has more that is not sent yet', { notsentBytes: 1448 }, false],
    ['has filled the congestion window', { cwnd: 226 }, false],
    ['has filled the window of the peer', { sndWndBytes: 300_000 }, false],
    ['is not known to have room in its buffer', { sendFill: Number.NaN }, false],
  ])('%s', (_, facts, short) => {
    expect(isProgramShort({ ...TRICKLE, ...facts })).toBe(short);
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
    txBytesPerSecond: 0,
    rxBytesPerSecond: 0,
    rcvRttUs: 40_000,
    rttUs: 40_000,
    busyShare: 1,
    rwndLimitedShare: 0,
    sndbufLimitedShare: 0,
    appLimited: true,
    sendStarved: false,
    programShort: false,
    partHeld: false,
    unanswered: 0,
    sndWndBytes: 65_536,
  };

  it.each<[string, Partial<LimitFacts>]>([
    ['send-buffer', { sendStarved: true }],
    ['send-buffer', { sndbufLimitedShare: 0.6 }],
    ['send-buffer', { sndbufLimitedShare: 0.26, appLimited: false }],
    ['network', { sndbufLimitedShare: 0.25, appLimited: false }],
    ['receiver', { sndbufLimitedShare: 0.3, rwndLimitedShare: 0.4 }],
    ['receiver', { rwndLimitedShare: 0.6, sendStarved: true }],
    ['application', {}],
    ['application', { busyShare: 0.09, sendStarved: true }],
    ['network', { appLimited: false }],
    ['application', { appLimited: false, programShort: true }],
    ['receiver', { appLimited: false, programShort: true, rwndLimitedShare: 0.6 }],
    ['unknown', { busyShare: Number.NaN }],
    ['nagle', { partHeld: true, programShort: true }],
    ['application', { partHeld: true, txBytesPerSecond: 1_000_001 }],
    ['send-buffer', { partHeld: true, sendStarved: true }],
    ['application', { unanswered: 1 }],
    ['network', { unanswered: 2, programShort: true }],
    ['network', { unanswered: 8, busyShare: Number.NaN }],
    ['application', { unanswered: 2, sendQ: 0 }],
    ['receiver', { sndWndBytes: 0 }],
    ['receiver', { sndWndBytes: 0, unanswered: 3, busyShare: 0 }],
    ['application', { sndWndBytes: 0, txBytesPerSecond: 90 }],
    ['reader', { unanswered: 8, recvQ: 60_000, receiveFill: 0.9 }],
  ])('%s, by %o', (limit, facts) => {
    expect(limitOf({ ...busy, ...facts })).toBe(limit);
  });
});

describe('who limits a receiver', () => {
  /** A download over 40 ms with all that a ceiling of 256 KiB lets through, for which a request goes out now and then. */
  const receiving: LimitFacts = {
    protocol: 'tcp',
    state: 'established',
    recvQ: 0,
    sendQ: 0,
    receiveFill: 0,
    rcvWndBytes: 131_072,
    txBytesPerSecond: 400,
    rxBytesPerSecond: 3_276_800,
    rcvRttUs: 40_000,
    rttUs: 40_000,
    busyShare: 0.04,
    rwndLimitedShare: 0,
    sndbufLimitedShare: 0,
    appLimited: true,
    sendStarved: false,
    programShort: false,
    partHeld: false,
    unanswered: 0,
    sndWndBytes: 65_536,
  };

  it.each<[string, string, Partial<LimitFacts>]>([
    ['receive-buffer', 'a round trip uses up the window', {}],
    ['receive-buffer', 'what it answers is always under way', { busyShare: 1 }],
    ['receive-buffer', 'it has said all that it had to say', { state: 'fin-wait-2' }],
    [
      'receive-buffer',
      'the rest of the window is unread',
      { rxBytesPerSecond: 1_900_000, recvQ: 60_000, rcvWndBytes: 71_072 },
    ],
    ['reader', 'the window is unread', { recvQ: 104_858, rcvWndBytes: 26_214 }],
    ['sender', 'the window has room', { rxBytesPerSecond: 2_293_000 }],
    ['sender', 'the kernel does not tell the window', { rcvWndBytes: Number.NaN }],
    ['sender', 'the peer is in the same machine', { rcvRttUs: 20, rttUs: 20 }],
    ['sender', 'a megabit a second comes', { rxBytesPerSecond: 125_000 }],
    ['none', 'less comes', { rxBytesPerSecond: 124_999 }],
    ['none', 'a request comes now and then', { txBytesPerSecond: 0, rxBytesPerSecond: 90, busyShare: 0 }],
    [
      'receive-buffer',
      'little comes because its window is small',
      { rxBytesPerSecond: 100_000, recvQ: 0, rcvWndBytes: 4096 },
    ],
    ['none', 'it has said all and little comes', { state: 'fin-wait-2', rxBytesPerSecond: 9000, txBytesPerSecond: 0 }],
    ['application', 'it sends more than it receives', { txBytesPerSecond: 3_276_801 }],
    ['application', 'nothing moves', { txBytesPerSecond: 0, rxBytesPerSecond: 0, busyShare: 0 }],
    ['receiver', 'what it sends meets a closed window', { busyShare: 1, rwndLimitedShare: 0.9 }],
    ['unknown', 'it is seen for the first time', { rxBytesPerSecond: Number.NaN, busyShare: Number.NaN }],
    ['none', 'it has said all and nothing comes', { state: 'fin-wait-2', rxBytesPerSecond: 0, txBytesPerSecond: 0 }],
  ])('%s, when %s', (limit, _, facts) => {
    expect(limitOf({ ...receiving, ...facts })).toBe(limit);
  });
});
