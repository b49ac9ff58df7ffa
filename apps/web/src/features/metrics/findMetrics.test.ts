import { expect, test } from 'vitest';
import { findMetrics } from './findMetrics.ts';

const NONE = { search: '', layer: undefined, source: undefined } as const;
const same = (metric: { readonly title: string; readonly help: string }) => metric;
const idsOf = (filter: Parameters<typeof findMetrics>[0]) => findMetrics(filter, same).map(({ id }) => id);

test('metrics are found by what the kernel, the catalogue and the commands call them', () => {
  expect(idsOf({ ...NONE, search: 'RetransSegs' })).toContain('transport.tcp.retransSegs');
  expect(idsOf({ ...NONE, search: 'nstat ListenOverflows' })).toContain('socket.tcpExt.listenOverflows');
  expect(idsOf({ ...NONE, search: 'RetransSegs zebra' })).toEqual([]);
});

test('layer and source narrow the list', () => {
  expect(idsOf({ ...NONE, layer: 'link', source: 'net/softnet_stat' })).toContain('link.softnet.dropped');
  expect(idsOf({ ...NONE, layer: 'socket', source: 'net/softnet_stat' })).toEqual([]);
});
