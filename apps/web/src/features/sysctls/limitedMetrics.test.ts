import { expect, test } from 'vitest';
import { fillOf, metricsLimitedBy, nowOf } from './limitedMetrics.ts';

const series = (value: number | null, perSecond: number | null = null) => ({
  metric: 'x',
  labels: {},
  value,
  perSecond,
});

test('a setting limits what the catalogue of metrics says that it does', () => {
  expect(metricsLimitedBy('net.core.somaxconn').map(({ id }) => id)).toContain('socket.tcpExt.listenOverflows');
  expect(metricsLimitedBy('net.ipv4.tcp_frto')).toEqual([]);
});

test('of a gauge the fullest counts, of a counter all of it', () => {
  expect(nowOf({ kind: 'gauge' }, [series(3), series(9), series(null)])).toBe(9);
  expect(nowOf({ kind: 'counter' }, [series(100, 2), series(50, 3)])).toBe(5);
  expect(nowOf({ kind: 'gauge' }, [series(null)])).toBeUndefined();
});

test('a share is told where both are counted in the same, and of no sum over sockets', () => {
  const limit = { value: '100 200 400', unit: 'pages' };
  const memory = { id: 'transport.sockstat.tcpMem', source: 'net/sockstat', kind: 'gauge', unit: 'pages' } as const;
  expect(fillOf(memory, 100, limit)).toBe(0.25);
  expect(fillOf({ ...memory, unit: 'bytes' }, 100, limit)).toBeUndefined();
  expect(fillOf({ ...memory, kind: 'counter' }, 100, limit)).toBeUndefined();
  expect(fillOf({ ...memory, unit: 'count' }, 10, { value: '20', unit: 'entries' })).toBe(0.5);
  expect(fillOf({ ...memory, unit: 'count' }, 10, { value: undefined, unit: 'entries' })).toBeUndefined();
  const queues = { ...memory, source: 'sock_diag/summary', unit: 'connections' } as const;
  const backlogs = { value: '4096', unit: 'connections' };
  expect(fillOf({ ...queues, id: 'socket.tcp.acceptQueueBacklog' }, 512, backlogs)).toBeUndefined();
  expect(fillOf({ ...queues, id: 'socket.tcp.acceptQueueMaxBacklog' }, 512, backlogs)).toBe(0.125);
  expect(fillOf({ ...queues, id: 'socket.tcp.acceptQueueMaxFill', unit: 'share' }, 0.5, backlogs)).toBe(0.5);
});
