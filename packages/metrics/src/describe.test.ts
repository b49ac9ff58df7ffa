import fc from 'fast-check';
import { expect, test } from 'vitest';
import { metric, metricsOfLayer } from './catalog.ts';
import { describeMetric } from './describe.ts';

test('a catalogued id is described by its entry', () => {
  expect(describeMetric('transport.tcp.retransSegs')).toMatchObject({
    id: 'transport.tcp.retransSegs',
    source: 'net/snmp',
    kind: 'counter',
    unit: 'segments',
    trouble: true,
    title: 'Segments retransmitted',
  });
  expect(describeMetric('transport.tcp.retransSegs')).not.toHaveProperty('pick');
});

test('an id known only from history gets what its words tell', () => {
  expect(describeMetric('transport.tcpExt.tcpShinyOctets')).toMatchObject({
    layer: 'transport',
    source: 'net/netstat',
    kind: 'counter',
    unit: 'bytes',
    title: 'tcpShinyOctets',
  });
  expect(describeMetric('link.queue.lenBytes')).toMatchObject({
    layer: 'link',
    source: undefined,
    kind: 'gauge',
    unit: 'bytes',
  });
  expect(describeMetric('link.dev.rxShiny')).toMatchObject({ kind: 'counter', labels: ['device'] });
});

test('ICMP types are described as a family', () => {
  expect(describeMetric('network.icmp6.outType135')).toMatchObject({
    title: 'ICMPv6 neighbour solicitation sent',
    unit: 'packets',
    kind: 'counter',
  });
  expect(describeMetric('network.icmpMsg.inType999').title).toBe('inType999');
});

test('no id is without a description', () => {
  const ids = fc.oneof(fc.string(), fc.constantFrom('', '...', 'link.constructor.x', 'transport.__proto__.y'));
  fc.assert(
    fc.property(ids, (id) => {
      const description = describeMetric(id);
      expect(description.id).toBe(id);
      expect(description.help.length).toBeGreaterThan(20);
      expect(['application', 'socket', 'transport', 'network', 'link']).toContain(description.layer);
    }),
  );
});

test('lookups by id and layer', () => {
  expect(metric('socket.tcpExt.listenOverflows')?.kernelName).toBe('ListenOverflows');
  expect(metric('socket.tcpExt.nothing')).toBeUndefined();
  expect(metricsOfLayer('link').map((entry) => entry.id)).toContain('link.softnet.backlogLen');
  expect(metricsOfLayer('link').every((entry) => entry.layer === 'link')).toBe(true);
});
