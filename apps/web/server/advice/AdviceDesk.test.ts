import type { Finding, Rule } from '@netstrata/advisor';
import { localised, NO_WORDS, sameWords } from '@netstrata/metrics';
import { describe, expect, it } from 'vitest';
import type { Verified } from '../changes/verifiedAdvice.ts';
import { LiveHost } from '../live/LiveHost.ts';
import { createLog } from '../start/log.ts';
import { FACTS } from '../testing/TestAgent.ts';
import { AdviceDesk } from './AdviceDesk.ts';

const FINDING: Finding = {
  subject: ':80',
  severity: 'warning',
  confidence: 'high',
  title: sameWords('A title'),
  why: sameWords('because'),
  where: sameWords(':80'),
  evidence: [],
  changes: [],
  arithmetic: NO_WORDS,
  actions: [],
  risk: sameWords('none'),
  expectedEffect: sameWords('none'),
  verify: sameWords('look'),
  notWhen: sameWords('never'),
};
const rule = (id: string, evaluate: Rule['evaluate']): Rule => ({
  id,
  layer: 'socket',
  title: sameWords(id),
  metrics: [],
  tunables: [],
  about: { feels: [], symptom: NO_WORDS, reasoning: NO_WORDS, formula: NO_WORDS, sources: [] },
  evaluate,
});

it('lets no rule stop the others, and logs a failing one once', () => {
  const lines: string[] = [];
  let nowMs = 1000;
  const desk = new AdviceDesk({
    log: createLog('info', (line) => lines.push(line)),
    now: () => nowMs,
    keeper: { record: async () => {}, mark: async () => {}, unmark: async () => {} },
    rules: [
      rule('broken', () => {
        throw new Error('divided by nothing');
      }),
      rule('works', () => [FINDING]),
    ],
  });
  const host = new LiveHost('host-0001', { facts: FACTS, missing: [], intervalMs: 1000 });
  expect(desk.of(host)).toEqual([]);
  expect(desk.evaluate(host)).toBe(false);
  nowMs = 2000;
  expect(desk.evaluate(host)).toBe(true);
  expect(desk.of(host)).toEqual([{ ...FINDING, id: 'works::80', rule: 'works', layer: 'socket', openedAt: 2000 }]);
  nowMs = 3000;
  expect(desk.evaluate(host)).toBe(false);
  expect(lines.map((line) => line.slice(9))).toEqual([
    'error a rule failed; the others go on: divided by nothing rule=broken\n',
  ]);
  expect(desk.failures).toEqual(new Map([['broken', 3]]));
});

it('keeps with what else advice that closes is told from now on', () => {
  const kept: string[] = [];
  let isRooted = false;
  const desk = new AdviceDesk({
    log: createLog('error', () => {}),
    now: () => 1000,
    keeper: {
      record: async (_, records) => {
        for (const record of records) kept.push([record.kind, localised(record, 'en').because].join(' '));
      },
      mark: async () => {},
      unmark: async () => {},
    },
    rules: [
      { ...rule('symptom', () => [FINDING]), yieldsTo: ['root'] },
      rule('root', () => (isRooted ? [{ ...FINDING, subject: 'eth0', title: sameWords('A surer one') }] : [])),
    ],
  });
  const host = new LiveHost('host-0001', { facts: FACTS, missing: [], intervalMs: 1000 });
  desk.evaluate(host);
  desk.evaluate(host);
  isRooted = true;
  desk.evaluate(host);
  desk.evaluate(host);
  expect(kept).toEqual(['opened ', 'closed it is told with “A surer one” now', 'opened ']);
});

describe('what people do with advice', () => {
  /** A desk with one open advice, what it kept, and a clock. */
  const opened = () => {
    const kept: string[] = [];
    const clock = { nowMs: 1000, severity: 'warning' as Finding['severity'], isUp: true };
    const keep = async (what: string) => {
      if (!clock.isUp) throw new Error('disk full');
      kept.push(what);
    };
    const desk = new AdviceDesk({
      log: createLog('error', () => {}),
      now: () => clock.nowMs,
      keeper: {
        record: (_, records) =>
          keep(
            records.map((each) => `${each.kind} ${localised(each, 'en').because} ${each.who ?? ''}`.trim()).join(', '),
          ),
        mark: (_, id, { kind }) => keep(`mark ${id} ${kind}`),
        unmark: (_, id) => keep(`unmark ${id}`),
      },
      rules: [rule('works', () => [{ ...FINDING, severity: clock.severity }])],
    });
    const host = new LiveHost('host-0001', { facts: FACTS, missing: [], intervalMs: 1000 });
    desk.evaluate(host);
    desk.evaluate(host);
    return { desk, host, kept, clock };
  };
  const ID = 'works::80';

  it('dismisses it until somebody brings it back', async () => {
    const { desk, host, kept } = opened();
    await desk.act(host, { id: ID, action: 'dismiss', because: 'a test host', who: 'person:ada@example.org' });
    expect(desk.of(host)[0]?.mark).toEqual({
      kind: 'dismissed',
      timeMs: 1000,
      because: 'a test host',
      severity: 'warning',
    });
    expect(desk.evaluate(host)).toBe(false);
    await desk.act(host, { id: ID, action: 'reopen' });
    expect(desk.of(host)[0]?.mark).toBeUndefined();
    expect(kept).toEqual([
      'opened',
      `mark ${ID} dismissed`,
      'dismissed a test host person:ada@example.org',
      `unmark ${ID}`,
      'reopened',
    ]);
  });

  it('brings it back when the time is over, and when it becomes more urgent', async () => {
    const { desk, host, kept, clock } = opened();
    await desk.act(host, { id: ID, action: 'snooze', minutes: 10 });
    clock.nowMs = 600_999;
    expect(desk.evaluate(host)).toBe(false);
    clock.nowMs = 601_000;
    expect(desk.evaluate(host)).toBe(true);
    expect(desk.of(host)[0]?.mark).toBeUndefined();
    await desk.act(host, { id: ID, action: 'dismiss' });
    clock.severity = 'critical';
    expect(desk.evaluate(host)).toBe(true);
    expect(desk.of(host)[0]).toMatchObject({ severity: 'critical' });
    expect(desk.of(host)[0]?.mark).toBeUndefined();
    expect(kept).toContain('reopened its time was over');
    expect(kept.at(-1)).toBe('reopened it has become critical');
  });

  it('leaves aside what goes up and down, when it was as urgent before', async () => {
    const { desk, host, clock } = opened();
    clock.severity = 'critical';
    desk.evaluate(host);
    clock.severity = 'warning';
    desk.evaluate(host);
    await desk.act(host, { id: ID, action: 'dismiss' });
    clock.severity = 'critical';
    desk.evaluate(host);
    expect(desk.of(host)[0]).toMatchObject({ severity: 'critical', mark: { severity: 'critical' } });
  });

  it('says what cannot be done, and changes nothing then', async () => {
    const { desk, host, clock } = opened();
    await expect(desk.act(host, { id: 'works::81', action: 'dismiss' })).rejects.toThrow('this advice is not open');
    await expect(desk.act(host, { id: ID, action: 'reopen' })).rejects.toThrow('this advice is not set aside');
    clock.isUp = false;
    await expect(desk.act(host, { id: ID, action: 'dismiss' })).rejects.toMatchObject({ code: 'unavailable' });
    expect(desk.of(host)[0]?.mark).toBeUndefined();
  });

  it('takes marks of before, and leaves out damaged ones', async () => {
    const { desk, host } = opened();
    const mark = { kind: 'dismissed', timeMs: 5, because: '', severity: 'warning' };
    const row = { hostId: host.hostId, adviceId: ID };
    desk.recall(
      ['', '{}', 'null', '[', JSON.stringify({ ...mark, severity: 'loud' })].map((dataJson) => ({ ...row, dataJson })),
    );
    expect(desk.of(host)[0]?.mark).toBeUndefined();
    desk.recall([{ ...row, dataJson: JSON.stringify(mark) }]);
    expect(desk.of(host)[0]?.mark).toEqual(mark);
  });
});

const WMEM = { tunable: 'net.ipv4.tcp_wmem', namespace: 'host' };
const MADE = { ...WMEM, before: '131072', after: '524288' };
const proposing = (current: string, proposed: string) => ({ ...WMEM, current, proposed });

describe('advice whose change is being verified', () => {
  /** A desk with one open advice that proposes a change, and what its history says. */
  const opened = () => {
    const history: string[] = [];
    const given = {
      nowMs: 1000,
      findings: [{ ...FINDING, severity: 'critical', changes: [proposing('131072', '524288')] }] as Finding[],
      verified: new Map<string, Verified>(),
    };
    const desk = new AdviceDesk({
      log: createLog('error', () => {}),
      now: () => given.nowMs,
      keeper: {
        record: async (_, records) => void history.push(...records.map(({ kind, timeMs }) => `${kind} ${timeMs}`)),
        mark: async () => {},
        unmark: async () => {},
      },
      rules: [rule('works', () => given.findings)],
      verified: () => given.verified,
    });
    const host = new LiveHost('host-0001', { facts: FACTS, missing: [], intervalMs: 1000 });
    /** What is open after so many samples more, and whether any of them had something new to say. */
    const after = (samples: number) => {
      let changed = false;
      for (let n = 0; n < samples; n += 1) {
        given.nowMs += 1000;
        changed = desk.evaluate(host) || changed;
      }
      return { changed, open: desk.of(host).map(({ severity, applied }) => [severity, applied?.state]) };
    };
    const verify = (isUndone: boolean) => {
      given.verified = new Map([['works::80', { changeId: 'change-0001', isUndone, changes: [MADE] }]]);
    };
    expect(after(2).open).toEqual([['critical', undefined]]);
    return { desk, host, given, history, after, verify };
  };

  it('stays when its rule finds nothing since, and is nothing critical then', () => {
    const { desk, host, given, history, after, verify } = opened();
    verify(false);
    expect(after(1)).toEqual({ changed: true, open: [['critical', 'found']] });
    expect(desk.found(host)).toHaveLength(1);
    given.findings = [];
    expect(after(5)).toEqual({ changed: true, open: [['warning', 'quiet']] });
    expect(after(1).changed).toBe(false);
    expect(desk.found(host)).toEqual([]);
    given.verified = new Map();
    expect(after(1)).toEqual({ changed: true, open: [] });
    expect(history).toEqual(['opened 3000', 'closed 11000']);
  });

  it('tells the change that was made and no further one, and numbers of before once its rule is quiet', () => {
    const { desk, host, given, after, verify } = opened();
    const told = () =>
      desk
        .of(host)
        .map(({ changes, why }) => [changes.map(({ current, proposed }) => `${current} → ${proposed}`), why.en]);
    verify(false);
    given.findings = [{ ...FINDING, why: sameWords('still'), changes: [proposing('524288', '1048576')] }];
    after(1);
    expect(told()).toEqual([[['131072 → 524288'], 'still']]);
    given.findings = [];
    after(1);
    expect(told()).toEqual([[['131072 → 524288'], 'because']]);
    verify(true);
    after(1);
    expect(told()).toEqual([[['131072 → 524288'], 'because']]);
  });

  it('does not come and go when the change is taken back', () => {
    const { given, history, after, verify } = opened();
    const { findings } = given;
    verify(false);
    given.findings = [];
    after(3);
    verify(true);
    expect(after(1)).toEqual({ changed: true, open: [['critical', 'undone']] });
    given.findings = findings;
    expect(after(2)).toEqual({ changed: true, open: [['critical', undefined]] });
    given.findings = [];
    expect(after(1).open).toEqual([['critical', 'undone']]);
    given.findings = findings;
    after(2);
    given.verified = new Map();
    expect(after(1).open).toEqual([['critical', undefined]]);
    expect(history).toEqual(['opened 3000']);
  });

  it('is quiet from the first sample after a restart, and neither opens nor closes once more when its rule finds it again', () => {
    const { desk, host, given, verify } = opened();
    const [before] = desk.of(host);
    verify(false);
    const history: string[] = [];
    const again = new AdviceDesk({
      log: createLog('error', () => {}),
      now: () => given.nowMs,
      keeper: {
        record: async (_, records) => void history.push(...records.map(({ kind }) => kind)),
        mark: async () => {},
        unmark: async () => {},
      },
      rules: [rule('works', () => given.findings)],
      verified: () => given.verified,
      adviceBefore: (_, changeId) => (changeId === 'change-0001' ? before : undefined),
    });
    const states = () => {
      given.nowMs += 1000;
      again.evaluate(host);
      return again.of(host).map(({ severity, applied }) => [severity, applied?.state]);
    };
    const { findings } = given;
    given.findings = [];
    expect(states()).toEqual([['warning', 'quiet']]);
    expect(again.of(host)[0]?.changes).toMatchObject([proposing('131072', '524288')]);
    given.findings = findings;
    states();
    expect(states()).toEqual([['critical', 'found']]);
    given.findings = [];
    expect(states()).toEqual([['warning', 'quiet']]);
    verify(true);
    expect(states()).toEqual([['critical', 'undone']]);
    expect(history).toEqual([]);
  });

  it('closes at once when nothing was made because of it', () => {
    const { given, history, after } = opened();
    given.findings = [];
    expect(after(1)).toEqual({ changed: true, open: [] });
    expect(history).toEqual(['opened 3000', 'closed 4000']);
  });
});

it('says of a proposed change that the agent of the host cannot make it', () => {
  const of = (tunable: string, more: Partial<Finding['changes'][number]> = {}) =>
    ({ tunable, namespace: 'host', current: '1', proposed: '2', ...more }) as const;
  const changes = [of('net.core.rmem_max'), of('net.core.somaxconn'), of('net.core.rmem_max', { namespace: 'pod' })];
  const desk = new AdviceDesk({
    log: createLog('error', () => {}),
    now: () => 1000,
    keeper: { record: async () => {}, mark: async () => {}, unmark: async () => {} },
    rules: [rule('works', () => [{ ...FINDING, changes }])],
  });
  const host = new LiveHost('host-0001', { facts: FACTS, missing: [], intervalMs: 1000 });
  for (let look = 0; look < 2; look++) desk.evaluate(host);
  const told = () => desk.of(host)[0]?.changes.map(({ isReadOnly }) => isReadOnly);
  expect(told()).toEqual([undefined, undefined, undefined]);
  host.setTunables({ timeMs: 1000, values: {}, unreadable: {}, readOnly: ['net.core.rmem_max'] });
  expect(told()).toEqual([true, undefined, undefined]);
});

it('says of a proposed change that the setting was changed just now', () => {
  const change = { tunable: 'net.core.somaxconn', namespace: 'host', current: '128', proposed: '4096' };
  const other = { tunable: 'net.ipv4.tcp_rmem', namespace: 'host', current: '1 2 3', proposed: '1 2 4' };
  const desk = new AdviceDesk({
    log: createLog('error', () => {}),
    now: () => 1000,
    keeper: { record: async () => {}, mark: async () => {}, unmark: async () => {} },
    rules: [rule('works', () => [{ ...FINDING, changes: [change, other] }])],
    held: () => new Map([['net.core.somaxconn', 601_000]]),
  });
  const host = new LiveHost('host-0001', { facts: FACTS, missing: [], intervalMs: 1000 });
  desk.evaluate(host);
  desk.evaluate(host);
  expect(desk.of(host)[0]?.changes.map(({ heldUntilMs }) => heldUntilMs)).toEqual([601_000, undefined]);
});
