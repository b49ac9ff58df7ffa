import type { Gauge } from '@netstrata/metrics';
import { expect, it } from 'vitest';
import { spokenGauge } from './spokenGauge.ts';

const GAUGE: Gauge = {
  id: 'socket.sndbuf',
  title: 'Fullest TCP send buffer',
  value: 2048,
  limit: 8192,
  fraction: 0.25,
  unit: 'bytes',
  limitName: 'its send buffer',
  state: 'calm',
  detail: 'node 127.0.0.1:80',
  metric: 'socket.tcp.sndbufBytes',
  marks: [],
};

it.each<[string, Partial<Gauge>]>([
  ['2.00 KiB of 8.00 KiB (its send buffer), 25.0 %, Calm', {}],
  ['25.0 % of its send buffer, Calm', { unit: 'share', value: 0.25, limit: 1 }],
  ['2.00 KiB, node 127.0.0.1:80', { limit: undefined, fraction: undefined }],
  ['node 127.0.0.1:80', { value: undefined, fraction: undefined }],
])('%s', (words, gauge) => {
  expect(spokenGauge({ ...GAUGE, ...gauge }, {})).toBe(words);
});
