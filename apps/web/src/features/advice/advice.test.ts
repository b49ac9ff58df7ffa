import type { Advice, Confidence, Severity } from '@netstrata/advisor/types';
import { describe, expect, it } from 'vitest';
import { changedParts, evidencePlace, evidenceText, evidenceTime, mostUrgent, openAdvice } from './advice.ts';

const advice = (id: string, severity: Severity, openedAt: number, confidence: Confidence = 'high') =>
  ({ id, severity, openedAt, confidence }) as Advice;

describe('openAdvice', () => {
  it('puts the worst first, of equals the surest, and of these the older', () => {
    const cards = [
      advice('a', 'info', 1),
      advice('b', 'warning', 9),
      advice('c', 'critical', 5),
      advice('d', 'warning', 3),
      advice('e', 'warning', 2, 'medium'),
      { ...advice('f', 'critical', 1), mark: {} } as Advice,
    ];
    expect(openAdvice(cards).map(({ id }) => id)).toEqual(['c', 'd', 'b', 'e', 'a']);
  });
});

describe('mostUrgent', () => {
  it('is the first that is open and more than a note', () => {
    const aside = { ...advice('c', 'critical', 5), mark: {} } as Advice;
    expect(mostUrgent({ advice: [advice('a', 'info', 1), aside, advice('b', 'warning', 9)] })?.id).toBe('b');
  });

  it('is nothing where there are only notes, or no advice yet', () => {
    expect(mostUrgent({ advice: [advice('a', 'info', 1)] })).toBeUndefined();
    expect(mostUrgent({})).toBeUndefined();
  });
});

describe('changedParts', () => {
  it('marks the numbers of a triple that change', () => {
    expect(changedParts('4096 16384 4194304', '4096 16384 8388608')).toEqual([
      { place: 0, value: '4096', changed: false },
      { place: 1, value: '16384', changed: false },
      { place: 2, value: '8388608', changed: true },
    ]);
  });

  it('takes values of another shape as a whole', () => {
    expect(changedParts('cubic', 'a b')).toEqual([{ place: 0, value: 'a b', changed: true }]);
  });
});

describe('evidenceText', () => {
  it.each([
    [9, 'connections', '9 connections'],
    [8, 'events/s', '8 events/s'],
    [32_768, 'bytes', '32.0 KiB'],
    [226, 'handshakes', '226 handshakes'],
    [1500, 'handshakes/s', '1.50k handshakes/s'],
  ])('%s %s reads %s', (value, unit, text) => {
    expect(evidenceText({ metric: 'a.b', labels: {}, value, unit }, {})).toBe(text);
  });

  it.each([
    [8, 'events/s', '8 次/s'],
    [1500, 'handshakes/s', '1.50k 次握手/s'],
    [3, 'entries', '3 个条目'],
  ])('%s %s reads %s in Chinese', (value, unit, text) => {
    expect(evidenceText({ metric: 'a.b', labels: {}, value, unit }, { locale: 'zh-CN' })).toBe(text);
  });
});

it('tells how often a rule caught something as the time of a value, not as a part of the host', () => {
  const labels = { socket: '10.0.0.1:40000 10.0.0.9:873' };
  const caught = { labels: { ...labels, by: 'looks' } };
  expect([evidencePlace(caught), evidenceTime(caught)]).toEqual([labels.socket, 'looks']);
  expect([evidencePlace({ labels }), evidenceTime({ labels })]).toEqual([labels.socket, 'now']);
  expect(evidenceTime({ labels, over: { as: 'peak', seconds: 60 } })).toBe('peak');
  expect(evidencePlace({ labels: { by: 'cpu' } })).toBe('cpu');
});
