import type { ChurnReport } from '@netstrata/metrics';
import { createTranslator } from 'next-intl';
import { expect, it } from 'vitest';
import { en } from '../../../messages/en.ts';
import { asideOf, lostOf, summaryOf } from './churnRows.ts';

const t = createTranslator({ locale: 'en', messages: en, namespace: 'churn' });
const REPORT: ChurnReport = {
  timeMs: 1_790_000_000_000,
  windowMs: 20_000,
  shortLimitMs: 2000,
  total: {
    closed: 400,
    short: 390,
    receivedBytes: 400_000,
    ackedBytes: 1_200_000,
    rttUs: 250,
    retransShare: 0.02,
    unfinished: 20,
  },
  failed: 10,
  udp: 40,
  lost: 0,
  roomEvents: 13_107,
  roomForced: true,
  services: [],
  peers: [],
  moreServices: false,
  morePeers: false,
};

it('says opened and accepted by the counters of TCP, closed by the report', () => {
  const headline = (id: string, value: number) =>
    ({ id, title: '', value, unit: 'connections/s', metric: '' }) as const;
  const headlines = [headline('application.opened', 12), headline('application.accepted', 8)];
  expect(asideOf(t, REPORT, headlines)).toBe('12/s opened, 8/s accepted, 20/s closed');
  expect(asideOf(t, { ...REPORT, windowMs: 0 }, [])).toBe('– opened, – accepted, – closed');
});

it('sums up what there was, and leaves out what there was not', () => {
  expect(summaryOf(t, REPORT)).toEqual([
    '97.5 % lived less than 2.00 s',
    'mean round trip 250 µs',
    '2.00 % sent again',
    '1/s closed with data left',
    '0.50/s failed attempts',
    '2/s UDP sockets closed',
  ]);
  const total = { closed: 1, receivedBytes: 0, ackedBytes: 0, unfinished: 0 };
  expect(summaryOf(t, { ...REPORT, total, failed: 0, udp: 0 })).toEqual([
    'which were short is known after two socket dumps',
  ]);
  expect(summaryOf(t, { ...REPORT, total: { ...total, closed: 0 }, failed: 0, udp: 0 })).toEqual([]);
});

it('says what was lost, and what helps where the queue is held small', () => {
  expect(lostOf(t, REPORT)).toBeUndefined();
  expect(lostOf(t, { ...REPORT, lost: 1447 })).toMatch(/^1.45k closed sockets were not told: .*13.1k.*by them\.$/);
  expect(lostOf(t, { ...REPORT, lost: undefined, roomForced: false })).toMatch(/^Closed sockets .* CAP_NET_ADMIN, /);
});
