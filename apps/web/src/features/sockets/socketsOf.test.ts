import { parseSocketFilter } from '@netstrata/metrics/socketFilter';
import { expect, test } from 'vitest';
import { isStored, socketsOf } from './socketsOf.ts';

test.each([
  [{ destination: '10.0.0.9:5432' }, 'peer:10.0.0.9 dport:5432'],
  [{ destination: '[2001:db8::1]:443' }, 'peer:2001:db8::1 dport:443'],
  [{ listener: '0.0.0.0:8080' }, 'state:listen sport:8080'],
  [{ socket: '127.0.0.1:8125' }, 'local:127.0.0.1 sport:8125'],
  [{ socket: ':8125' }, 'sport:8125'],
  [{ socket: '[::]:8125' }, 'sport:8125'],
  [{ socket: '10.0.0.1:40000 10.0.0.9:873' }, 'local:10.0.0.1 sport:40000 peer:10.0.0.9 dport:873'],
])('the sockets of %o are found by a filter', (labels, filter) => {
  expect(socketsOf(labels)).toBe(filter);
  expect(parseSocketFilter(filter)).toMatchObject({ ok: true });
});

test('what names no address finds none', () => {
  expect(socketsOf({ socket: '/run/app.sock' })).toBeUndefined();
  expect(socketsOf({ socket: '4711' })).toBeUndefined();
  expect(socketsOf({ device: 'eth0' })).toBeUndefined();
});

test('a number is stored when its labels are those of its metric', () => {
  expect(isStored('link.qdisc.drops', { device: 'eth0', kind: 'tbf' })).toBe(true);
  expect(isStored('transport.sockstat.tcpTw', {})).toBe(true);
  expect(isStored('socket.sockets.count', { destination: '10.0.0.9:5432' })).toBe(false);
  expect(isStored('socket.udp.drops', { socket: ':8125' })).toBe(false);
});
