import type { LayerValue } from '@netstrata/protocol/types';
import { expect, it } from 'vitest';
import { byDevice, lostOf, qdiscsOf, troublesOf } from './deviceNumbers.ts';

const value = (
  metric: string,
  total: number | null,
  perSecond: number | null = null,
  labels: Readonly<Record<string, string>> = { device: 'eth0' },
): LayerValue => ({ metric, labels, value: total, perSecond });

it('sorts series by device, and leaves out those of none', () => {
  const values = [
    value('link.dev.rxBytes', 1),
    value('link.softnet.dropped', 0, 0, { cpu: '0' }),
    value('link.dev.rxBytes', 2, null, { device: 'lo' }),
  ];
  expect([...byDevice(values)].map(([device, own]) => [device, own.length])).toEqual([
    ['eth0', 1],
    ['lo', 1],
  ]);
});

it('adds up what was refused or damaged once, and does not take unknown for nothing', () => {
  const values = [
    value('link.dev.rxErrors', 3, 0),
    value('link.dev.rxDropped', 4, 2),
    value('link.dev.rxFifo', 3, 0),
    value('link.dev.txErrors', null),
  ];
  expect(lostOf(values)).toEqual({ perSecond: 2, total: 7 });
  expect(lostOf([value('link.dev.rxBytes', 9, 1)])).toEqual({ perSecond: undefined, total: undefined });
});

it('names what lost packets, that which counts now first, and a sum not beside its parts', () => {
  const values = [
    value('link.dev.rxDropped', 9, 5),
    value('link.stats64.rxMissedErrors', 2, 0),
    value('link.stats64.rxDropped', 7, 5),
    value('link.stats64.rxCrcErrors', 0, 0),
    value('link.dev.rxBytes', 1000, 10),
  ];
  expect(troublesOf(values).map(({ metric }) => metric.id)).toEqual([
    'link.stats64.rxDropped',
    'link.stats64.rxMissedErrors',
  ]);
  expect(troublesOf(values.slice(0, 1)).map(({ metric }) => metric.id)).toEqual(['link.dev.rxDropped']);
});

it('gathers what a queueing discipline counts, root and leaf apart', () => {
  const tbf = { device: 'eth0', kind: 'tbf', handle: '1:', parent: 'root' };
  const fifo = { device: 'eth0', kind: 'pfifo', handle: '10:', parent: '1:1' };
  const values = [
    value('link.qdisc.drops', 12, 3, tbf),
    value('link.qdisc.qlen', 4, null, tbf),
    value('link.shaper.rateBytesPerSecond', 2_500_000, null, tbf),
    value('link.qdisc.drops', 0, 0, fifo),
  ];
  expect(qdiscsOf(values)).toMatchObject([
    { kind: 'tbf', parent: 'root', qlen: 4, rateBytesPerSecond: 2_500_000, drops: { value: 12, perSecond: 3 } },
    { kind: 'pfifo', parent: '1:1', qlen: null, backlogBytes: null, rateBytesPerSecond: undefined },
  ]);
});
