import type { Advice, Severity } from '@netstrata/advisor/types';
import { describe, expect, it } from 'vitest';
import { byUrgency, changedParts, evidenceText, sysctlLine } from './advice.ts';

const advice = (id: string, severity: Severity, openedAt: number) => ({ id, severity, openedAt }) as Advice;
const change = (tunable: string, proposed: string) => ({ tunable, namespace: 'host', current: '', proposed });

describe('byUrgency', () => {
  it('puts the worst first and of equals the older', () => {
    const cards = [
      advice('a', 'info', 1),
      advice('b', 'warning', 9),
      advice('c', 'critical', 5),
      advice('d', 'warning', 3),
    ];
    expect(byUrgency(cards).map(({ id }) => id)).toEqual(['c', 'd', 'b', 'a']);
  });
});

describe('sysctlLine', () => {
  it('writes a plain value bare and a triple in quotes', () => {
    expect(sysctlLine(change('net.core.somaxconn', '8192'))).toBe('sysctl -w net.core.somaxconn=8192');
    expect(sysctlLine(change('net.ipv4.tcp_wmem', '4096 16384 8388608'))).toBe(
      "sysctl -w net.ipv4.tcp_wmem='4096 16384 8388608'",
    );
  });

  it('keeps a value from ending its quotes', () => {
    expect(sysctlLine(change('net.core.x', "a'; reboot"))).toBe("sysctl -w net.core.x='a'\\''; reboot'");
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
});
