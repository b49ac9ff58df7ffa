import { expect, it } from 'vitest';
import en from '../../../messages/en/advice.json' with { type: 'json' };
import zhCN from '../../../messages/zh-CN/advice.json' with { type: 'json' };
import { termsIn } from './terms.ts';

it('finds the terms of a text in either language, each once', () => {
  expect(termsIn(['A CPU empties the ring in softirq.', 'Softirq rounds end, then ksoftirqd.'])).toEqual([
    'softirq',
    'ring',
  ]);
  expect(termsIn(['由一个 CPU 在 softirq 中清空环，受拥塞窗口限制'])).toEqual(['softirq', 'ring', 'cwnd']);
  expect(termsIn(['cwnd of 10'])).toEqual(['cwnd']);
});

it('takes no part of another word for a term', () => {
  expect(termsIn(['Data wait during the handshake, on a string of requests', '事件循环、环回接口'])).toEqual([]);
});

it('explains every term by a name that is one', () => {
  for (const { terms } of [en, zhCN]) {
    for (const [term, name] of Object.entries(terms.names)) expect(termsIn([name])).toEqual([term]);
    expect(Object.keys(terms.about)).toEqual(Object.keys(terms.names));
  }
});
