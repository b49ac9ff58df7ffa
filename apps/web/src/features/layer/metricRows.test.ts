import type { LayerValue } from '@netstrata/protocol/types';
import { describe, expect, it } from 'vitest';
import { groupsOf, type MetricRow, matches, rowsOf, totalOf, withTroubled } from './metricRows.ts';

const value = (
  metric: string,
  amount: number | null,
  perSecond: number | null = null,
  labels: Record<string, string> = {},
): LayerValue => ({ metric, labels, value: amount, perSecond });
const RETRANS = 'transport.tcp.retransSegs';
const rows = rowsOf('transport', [
  value(RETRANS, 12, 3),
  value('transport.tcp.inSegs', 900, 40),
  value('transport.tcpExt.tcpSomethingNew', 1, 0),
]);
const row = (id: string) => rows.find(({ metric }) => metric.id === id);

describe('rowsOf', () => {
  it('joins catalogue and reported series, and keeps what only the kernel knows', () => {
    expect(row(RETRANS)?.series).toEqual([value(RETRANS, 12, 3)]);
    expect(row('transport.tcp.outSegs')?.series).toEqual([]);
    expect(row('transport.tcpExt.tcpSomethingNew')?.metric.title).toBe('tcpSomethingNew');
    expect(rows.at(-1)?.metric.id).toBe('transport.tcpExt.tcpSomethingNew');
  });
});

describe('groups', () => {
  it('puts counting trouble first and what is not reported last', () => {
    const groups = groupsOf(rows, withTroubled(new Set(), rows));
    expect(groups.map(({ id }) => id)).toEqual(['trouble', 'all', 'absent']);
    expect(groups[0]?.rows.map(({ metric }) => metric.id)).toEqual([RETRANS]);
    expect(groups[1]?.rows.map(({ metric }) => metric.id)).toEqual([
      'transport.tcp.inSegs',
      'transport.tcpExt.tcpSomethingNew',
    ]);
  });

  it('keeps a row among the trouble when it stops counting', () => {
    const before = withTroubled(new Set(), rows);
    const calm = rowsOf('transport', [value(RETRANS, 12, 0)]);
    expect(withTroubled(before, calm)).toBe(before);
    expect(groupsOf(calm, before)[0]?.id).toBe('trouble');
  });
});

describe('matches', () => {
  it('finds by kernel name, by id and by words of the title, all of which must occur', () => {
    const seen = ({ metric }: MetricRow) => (metric.id === RETRANS ? { title: '重传的报文段', help: '' } : metric);
    const found = (search: string) =>
      rows.filter((each) => matches(each, seen(each), search)).map(({ metric }) => metric.id);
    expect(found('RETRANSSEGS')).toContain(RETRANS);
    expect(found('transport.tcp.retransSegs nstat')).toEqual([RETRANS]);
    expect(found('重传 retranssegs')).toEqual([RETRANS]);
    expect(found('retranssegs zebra')).toEqual([]);
    expect(found('  ')).toHaveLength(rows.length);
  });
});

describe('totalOf', () => {
  it('adds counters of several series and leaves unknown ones out', () => {
    const [drops] = rowsOf('link', [
      value('link.dev.rxDropped', 5, 1, { device: 'eth0' }),
      value('link.dev.rxDropped', 7, null, { device: 'lo' }),
    ]).filter(({ metric }) => metric.id === 'link.dev.rxDropped');
    expect(drops && totalOf(drops)).toEqual({ value: 12, perSecond: 1 });
  });

  it('is unknown, not zero, without series and for several gauges', () => {
    const of = (id: string, values: readonly LayerValue[]) => {
      const found = rowsOf('link', values).find(({ metric }) => metric.id === id);
      return found && totalOf(found);
    };
    expect(of('link.dev.rxBytes', [])).toEqual({ value: null, perSecond: null });
    const mtu = 'link.netClass.mtuBytes';
    expect(of(mtu, [value(mtu, 1500, null, { device: 'a' }), value(mtu, 65_536, null, { device: 'b' })])).toEqual({
      value: null,
      perSecond: null,
    });
  });

  it('adds nothing up that a driver counts of unlike things', () => {
    const id = 'link.driverStats.value';
    const [stats] = rowsOf('link', [
      value(id, 5, 1, { device: 'eth0', statistic: 'rx_drops' }),
      value(id, 7, 2, { device: 'eth0', statistic: 'rx_kicks' }),
    ]).filter(({ metric }) => metric.id === id);
    expect(stats && totalOf(stats)).toEqual({ value: null, perSecond: null });
  });
});
