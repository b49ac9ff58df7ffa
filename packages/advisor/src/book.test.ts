import { NO_WORDS, sameWords } from '@netstrata/metrics';
import { describe, expect, it } from 'vitest';
import { AdviceBook, type RuleFindings } from './book.ts';
import type { Finding, Severity } from './types.ts';

const finding = (subject: string, severity: Severity = 'warning', more: Partial<Finding> = {}): Finding => ({
  subject,
  severity,
  confidence: 'high',
  title: sameWords(`about ${subject}`),
  why: sameWords('why'),
  where: sameWords('where'),
  evidence: [],
  changes: [],
  arithmetic: NO_WORDS,
  actions: [],
  risk: sameWords('risk'),
  expectedEffect: sameWords('effect'),
  verify: sameWords('verify'),
  notWhen: sameWords('not when'),
  ...more,
});
const results = (...findings: readonly Finding[]): readonly RuleFindings[] => [
  { rule: 'rule-a', layer: 'socket', findings },
];

describe('AdviceBook', () => {
  it('opens what was found twice in a row', () => {
    const book = new AdviceBook();
    expect(book.update(results(finding('x')), 1000)).toEqual({ advice: [], events: [], changed: false });
    const { advice, events, changed } = book.update(results(finding('x')), 2000);
    expect(advice).toEqual([{ ...finding('x'), id: 'rule-a:x', rule: 'rule-a', layer: 'socket', openedAt: 2000 }]);
    expect(events).toEqual([{ kind: 'opened', timeMs: 2000, advice: advice[0] }]);
    expect(changed).toBe(true);
    expect(book.advice).toEqual(advice);
  });

  it('does not open what was found twice with a gap', () => {
    const book = new AdviceBook();
    book.update(results(finding('x')), 1000);
    book.update(results(), 2000);
    expect(book.update(results(finding('x')), 3000).advice).toEqual([]);
    expect(book.update(results(finding('x')), 4000).advice).toHaveLength(1);
  });

  it('tells rules which subjects are open, not which are waiting', () => {
    const book = new AdviceBook();
    book.update(results(finding('x')), 1000);
    expect([...book.firing('rule-a')]).toEqual([]);
    book.update(results(finding('x'), finding('y')), 2000);
    expect([...book.firing('rule-a')]).toEqual(['x']);
    expect([...book.firing('rule-b')]).toEqual([]);
  });

  it('goes on proposing the most that was needed, until more is needed or the value is another', () => {
    const book = new AdviceBook();
    const needing = (amount: number, from = '1') =>
      results(
        finding('x', 'warning', {
          need: { amount, from },
          changes: [{ tunable: 'net.core.rmem_default', namespace: 'host', current: from, proposed: String(amount) }],
          arithmetic: sameWords(`= ${amount}`),
          actions: [sameWords(`ask for ${amount}`)],
          where: sameWords(`now ${amount}`),
        }),
      );
    let nowMs = 0;
    const said = (each: readonly RuleFindings[]) => {
      nowMs += 1000;
      const [advice] = book.update(each, nowMs).advice;
      return [advice?.changes[0]?.proposed, advice?.arithmetic.en, advice?.actions[0]?.en, advice?.where.en];
    };
    said(needing(4));
    expect(said(needing(4))).toEqual(['4', '= 4', 'ask for 4', 'now 4']);
    expect(said(needing(2))).toEqual(['4', '= 4', 'ask for 4', 'now 2']);
    said(results(finding('x', 'warning', { undecided: true })));
    expect(said(needing(1))).toEqual(['4', '= 4', 'ask for 4', 'now 1']);
    expect(said(needing(8))).toEqual(['8', '= 8', 'ask for 8', 'now 8']);
    expect(said(needing(2, '8'))).toEqual(['2', '= 2', 'ask for 2', 'now 2']);
    expect(book.advice[0]).not.toHaveProperty('need');
    said(results());
    said(needing(1));
    expect(said(needing(1))).toEqual(['1', '= 1', 'ask for 1', 'now 1']);
  });

  it('lets stand what it said while a rule cannot tell the cause, and opens nothing for that', () => {
    const book = new AdviceBook();
    const undecided = finding('x', 'warning', { title: sameWords('perhaps'), undecided: true });
    for (const nowMs of [1000, 2000, 3000]) expect(book.update(results(undecided), nowMs).advice).toEqual([]);
    book.update(results(finding('x', 'critical')), 4000);
    const { advice: before } = book.update(results(finding('x', 'critical')), 5000);
    expect(book.update(results(undecided), 6000)).toEqual({ advice: before, events: [], changed: false });
    expect(book.update(results(), 7000).events).toMatchObject([{ kind: 'closed' }]);
  });

  it('keeps the time of opening while the rest follows the rule', () => {
    const book = new AdviceBook();
    book.update(results(finding('x')), 1000);
    book.update(results(finding('x')), 2000);
    const { advice, events, changed } = book.update(
      results(finding('x', 'critical', { why: sameWords('worse') })),
      3000,
    );
    expect(advice[0]).toMatchObject({ severity: 'critical', why: sameWords('worse'), openedAt: 2000 });
    expect(events).toEqual([]);
    expect(changed).toBe(true);
    expect(book.update(results(finding('x', 'critical', { why: sameWords('worse') })), 4000).changed).toBe(false);
  });

  it('closes what the rule no longer finds, with what it said last', () => {
    const book = new AdviceBook();
    book.update(results(finding('x')), 1000);
    const opened = book.update(results(finding('x')), 2000).advice[0];
    const { advice, events, changed } = book.update(results(), 9000);
    expect(advice).toEqual([]);
    expect(events).toEqual([{ kind: 'closed', timeMs: 9000, advice: opened }]);
    expect(changed).toBe(true);
  });

  it('opens again under the same id, at a new time', () => {
    const book = new AdviceBook();
    for (const timeMs of [1000, 2000]) book.update(results(finding('x')), timeMs);
    book.update(results(), 3000);
    for (const timeMs of [4000, 5000]) book.update(results(finding('x')), timeMs);
    expect(book.advice.map(({ id, openedAt }) => [id, openedAt])).toEqual([['rule-a:x', 5000]]);
  });

  it('keeps the advice of a rule that was not evaluated', () => {
    const book = new AdviceBook();
    for (const timeMs of [1000, 2000]) book.update(results(finding('x')), timeMs);
    expect(book.update([], 3000)).toMatchObject({ events: [], changed: false });
    expect(book.advice).toHaveLength(1);
  });

  it('puts the worst first, then the oldest', () => {
    const book = new AdviceBook();
    const all = [finding('info', 'info'), finding('late', 'warning'), finding('bad', 'critical')];
    book.update(results(finding('early', 'warning')), 1000);
    book.update(results(finding('early', 'warning'), ...all), 2000);
    book.update(results(finding('early', 'warning'), ...all), 3000);
    expect(book.advice.map(({ subject }) => subject)).toEqual(['bad', 'early', 'late', 'info']);
  });

  it('tells a symptom with its root while that is open, and by itself again afterwards', () => {
    const book = new AdviceBook();
    const both = (rooted: boolean): readonly RuleFindings[] => [
      { rule: 'symptom', layer: 'transport', yieldsTo: ['root'], findings: [finding('x')] },
      { rule: 'root', layer: 'link', findings: rooted ? [finding('eth0')] : [] },
    ];
    book.update(both(false), 1000);
    expect(book.update(both(false), 2000).advice).toMatchObject([{ id: 'symptom:x' }]);
    book.update(both(true), 3000);
    const { advice, events } = book.update(both(true), 4000);
    expect(advice).toMatchObject([{ id: 'root:eth0', explains: [sameWords('about x')] }]);
    expect(events).toMatchObject([
      {
        kind: 'closed',
        advice: { id: 'symptom:x' },
        because: { en: 'it is told with “about eth0” now', 'zh-CN': '现在由“about eth0”一并说明' },
      },
      { kind: 'opened', advice: { id: 'root:eth0' } },
    ]);
    expect([...book.firing('symptom')]).toEqual(['x']);
    const after = book.update(both(false), 5000);
    expect(after.advice).toMatchObject([{ id: 'symptom:x', openedAt: 2000 }]);
    // What nothing tells any more is over.
    expect(after.events[0]).not.toHaveProperty('because');
  });

  it('tells with its root what says of itself that it has one', () => {
    const book = new AdviceBook();
    const update = (rooted: boolean, timeMs: number) => {
      const own = finding('x', 'warning', rooted ? { yieldsTo: ['root'] } : {});
      return book.update(
        [
          { rule: 'symptom', layer: 'transport', findings: [own] },
          { rule: 'root', layer: 'link', findings: [finding('eth0')] },
        ],
        timeMs,
      );
    };
    update(false, 1000);
    expect(update(false, 2000).advice.map(({ id }) => id)).toEqual(['root:eth0', 'symptom:x']);
    expect(update(true, 3000).advice).toMatchObject([{ id: 'root:eth0', explains: [sameWords('about x')] }]);
    const { advice } = update(false, 4000);
    expect(advice.map(({ id }) => id)).toEqual(['root:eth0', 'symptom:x']);
    expect(advice.map((open) => 'yieldsTo' in open)).toEqual([false, false]);
  });

  it('goes on with advice whose program becomes known, as the same', () => {
    const book = new AdviceBook();
    const unknown = results(finding('10.0.0.1:80', 'warning', { formerly: ['10.0.0.1:80'] }));
    book.update(unknown, 1000);
    book.update(unknown, 2000);
    const named = results(finding('nginx', 'warning', { formerly: ['10.0.0.1:80', '10.0.0.1:81'] }));
    const { advice, events } = book.update(named, 3000);
    expect(events).toEqual([]);
    expect(advice).toMatchObject([
      { id: 'rule-a:10.0.0.1:80', subject: '10.0.0.1:80', openedAt: 2000, title: sameWords('about nginx') },
    ]);
    expect(advice[0]).not.toHaveProperty('formerly');
    expect([...book.firing('rule-a')].toSorted()).toEqual(['10.0.0.1:80', '10.0.0.1:81', 'nginx']);
    // The connection that it was opened for is gone; the program is there by its name.
    const other = results(finding('nginx', 'warning', { formerly: ['10.0.0.1:82'] }));
    expect(book.update(other, 4000).events).toEqual([]);
    expect([...book.firing('rule-a')].toSorted()).toEqual(['10.0.0.1:80', '10.0.0.1:82', 'nginx']);
    expect(book.update(results(), 5000).events).toMatchObject([
      { kind: 'closed', advice: { id: 'rule-a:10.0.0.1:80' } },
    ]);
    book.update(other, 6000);
    expect(book.update(other, 7000).advice.map(({ id }) => id)).toEqual(['rule-a:nginx']);
  });

  it('keeps apart what no name joins, and other rules', () => {
    const book = new AdviceBook();
    const both = results(finding('a', 'warning', { formerly: ['1'] }), finding('b', 'warning', { formerly: ['2'] }));
    book.update(both, 1000);
    book.update(both, 2000);
    expect(book.advice.map(({ id }) => id)).toEqual(['rule-a:a', 'rule-a:b']);
    expect([...book.firing('rule-b')]).toEqual([]);
    book.update([{ rule: 'rule-b', layer: 'socket', findings: [finding('c', 'warning', { formerly: ['1'] })] }], 3000);
    expect(book.update([{ rule: 'rule-b', layer: 'socket', findings: [finding('c')] }], 4000).advice).toHaveLength(3);
  });
});
