import { createTranslator } from 'next-intl';
import { expect, it } from 'vitest';
import { en } from '../../../messages/en.ts';
import { zhCN } from '../../../messages/zh-CN.ts';
import type { Verdict } from './verdict.ts';
import { verdictWords } from './verdictWords.ts';

const calm: Verdict = { state: 'calm', layer: undefined, reason: '', also: [], unknown: [] };
const busy: Verdict = { ...calm, state: 'busy', layer: 'link', reason: 'eth0 at 91 %' };
const full: Verdict = { ...busy, state: 'saturated' };
const critical = { title: 'Local ports to 10.0.0.9:5432 run out', severity: 'critical' } as const;
const warning = { ...critical, severity: 'warning' } as const;

const made = { ...warning, applied: { changeId: 'change-0001', state: 'quiet' } } as const;

const inEnglish = createTranslator({ locale: 'en', messages: en });
const inChinese = createTranslator({ locale: 'zh-CN', messages: zhCN });
const said = (verdict: Verdict, advised: typeof critical | typeof warning | typeof made | undefined, isPast = false) =>
  [inEnglish, inChinese].map((t) => {
    const { title, reason } = verdictWords({ verdict, isPast, advised }, t);
    return [title, reason];
  });

it('what is critical is the headline where no layer is full, in both languages', () => {
  expect(said(calm, critical)).toEqual([
    [critical.title, 'No layer is full: the advice tells why, and what helps.'],
    [critical.title, '各层均未满载：原因和办法见建议。'],
  ]);
  expect(said(busy, critical)).toEqual([
    [critical.title, 'Link is busy: eth0 at 91 %'],
    [critical.title, '链路层繁忙：eth0 at 91 %'],
  ]);
  expect(said({ ...calm, unknown: ['transport'] }, critical)[0]).toEqual([
    critical.title,
    'Not judged yet: Transport.',
  ]);
});

it('nothing is calm while a change is verified, in both languages', () => {
  expect(said(calm, made)).toEqual([
    ['A change is being verified', 'It was made because of this: Local ports to 10.0.0.9:5432 run out.'],
    ['一项变更正在验证', '变更缘由：Local ports to 10.0.0.9:5432 run out。'],
  ]);
});

it('calm layers do not vouch for traffic that something of the host holds back', () => {
  const reasonOf = (isLimited: boolean) =>
    verdictWords({ verdict: calm, isPast: false, advised: undefined, isLimited }, inEnglish).reason;
  expect(reasonOf(false)).toBe('Nothing is dropped, and no full buffer or queue holds anybody back.');
  expect(reasonOf(true)).toBe('Nothing is dropped, but traffic is held back:');
});

it('a layer that is full, and the past, speak for themselves', () => {
  expect(said(full, critical)[0]).toEqual(['Link is saturated', 'eth0 at 91 %']);
  expect(said(calm, critical, true)[0]?.[0]).toBe('All five layers were calm');
  expect(said(busy, warning)[0]).toEqual(['Link is busy', 'eth0 at 91 %']);
  expect(said(calm, warning)[0]).toEqual([
    'No layer is full, but there is advice',
    'Local ports to 10.0.0.9:5432 run out.',
  ]);
  expect(said(calm, undefined)[0]?.[0]).toBe('All five layers are calm');
});
