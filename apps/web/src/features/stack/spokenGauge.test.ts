import { formatValue, type Gauge } from '@netstrata/metrics';
import { createTranslator } from 'next-intl';
import { expect, it } from 'vitest';
import { en } from '../../../messages/en.ts';
import { zhCN } from '../../../messages/zh-CN.ts';
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
const wordsIn = (locale: 'en' | 'zh-CN') => {
  const messages = locale === 'en' ? en : zhCN;
  return {
    t: createTranslator({ locale, messages, namespace: 'stack.gauge' }),
    states: createTranslator({ locale, messages, namespace: 'components.states' }),
  };
};

it.each<[string, Partial<Gauge>]>([
  ['2.00 KiB of 8.00 KiB (its send buffer), 25.0 %, Calm', {}],
  ['25.0 % of its send buffer, Calm', { unit: 'share', value: 0.25, limit: 1 }],
  ['2.00 KiB, node 127.0.0.1:80', { limit: undefined, fraction: undefined }],
  ['node 127.0.0.1:80', { value: undefined, fraction: undefined }],
  ['Not known: the host did not report it.', { value: undefined, fraction: undefined, detail: '' }],
])('%s', (words, gauge) => {
  expect(spokenGauge({ ...GAUGE, ...gauge }, formatValue, wordsIn('en'))).toBe(words);
});

it('speaks Chinese too', () => {
  expect(spokenGauge({ ...GAUGE, limitName: '发送缓冲区' }, formatValue, wordsIn('zh-CN'))).toBe(
    '2.00 KiB，上限 8.00 KiB（发送缓冲区），25.0 %，平稳',
  );
});
