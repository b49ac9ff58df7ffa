import { expect, test } from 'vitest';
import { metricsQuery, parseMetrics } from './metricsAddress.ts';

test('the address holds a metric or a tool, and the filters of the list', () => {
  expect(
    parseMetrics(new URLSearchParams('metric=transport.tcp.retransSegs&q=retrans&layer=transport&source=net/snmp')),
  ).toEqual({
    metric: 'transport.tcp.retransSegs',
    tool: undefined,
    search: 'retrans',
    layer: 'transport',
    source: 'net/snmp',
  });
  expect(parseMetrics(new URLSearchParams('metric=a.b.c&tool=ss&source=constructor'))).toMatchObject({
    metric: undefined,
    tool: 'ss',
    source: undefined,
  });
});

test('choosing one lets the other go', () => {
  const query = new URLSearchParams('from=1&metric=a.b.c&layer=link');
  expect(metricsQuery(query, { tool: 'ss' })).toBe('from=1&layer=link&tool=ss');
  expect(metricsQuery(new URLSearchParams('tool=ss'), { tool: undefined, metric: 'a.b.c' })).toBe('metric=a.b.c');
});
