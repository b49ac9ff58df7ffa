import { describe, expect, it } from 'vitest';
import { AND, COMMAS, joinWords, localised, NO_WORDS, SENTENCES, sameWords, wordsOf } from './index.ts';

const FULL = { en: 'The queue is full.', 'zh-CN': '队列已满。' };

describe('words', () => {
  it('are read in one language', () => {
    expect(wordsOf(FULL, 'en')).toBe('The queue is full.');
    expect(wordsOf(FULL, 'zh-CN')).toBe('队列已满。');
    expect(wordsOf(sameWords('ss -ltn'), 'zh-CN')).toBe('ss -ltn');
  });

  it('are joined as each language does it, without gaps for what is empty', () => {
    expect(joinWords([FULL, NO_WORDS, FULL], SENTENCES)).toEqual({
      en: 'The queue is full. The queue is full.',
      'zh-CN': '队列已满。队列已满。',
    });
    expect(joinWords([sameWords('eth0'), sameWords('eth1')], COMMAS)).toEqual({
      en: 'eth0, eth1',
      'zh-CN': 'eth0、eth1',
    });
    expect(joinWords([sameWords('eth0'), sameWords('eth1')], AND)).toEqual({
      en: 'eth0 and eth1',
      'zh-CN': 'eth0 和 eth1',
    });
    expect(joinWords([], COMMAS)).toEqual({ en: '', 'zh-CN': '' });
  });

  it('are found in anything that is sent to somebody', () => {
    const advice = {
      title: FULL,
      actions: [FULL, sameWords('ss -ltn')],
      openedAt: 5,
      mark: undefined,
      series: new Float64Array(1),
    };
    expect(localised(advice, 'zh-CN')).toEqual({
      title: '队列已满。',
      actions: ['队列已满。', 'ss -ltn'],
      openedAt: 5,
      mark: undefined,
      series: new Float64Array(1),
    });
  });

  it('leave alone what has none, and what only looks like them', () => {
    const plain = { en: 'x', labels: { device: 'eth0' }, list: [1, { a: null }] };
    expect(localised(plain, 'en')).toBe(plain);
  });
});
