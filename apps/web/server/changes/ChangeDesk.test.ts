import type { Advice } from '@netstrata/advisor';
import { openLedger } from '@netstrata/db';
import { localised, type Words } from '@netstrata/metrics';
import type { ChangeRecord, ChangeRequest, HostChange, Principal } from '@netstrata/protocol';
import { ProtocolError } from '@netstrata/protocol';
import { describe, expect, it, onTestFinished } from 'vitest';
import { NoAnswer } from '../agents/askChange.ts';
import { LiveHost } from '../live/LiveHost.ts';
import { createLog } from '../start/log.ts';
import { PretendHost } from '../testing/PretendHost.ts';
import { FACTS } from '../testing/TestAgent.ts';
import { ChangeDesk, type ChangeQuestions } from './ChangeDesk.ts';

const START_MS = 1_790_000_000_000;
const ADA: Principal = {
  kind: 'person',
  id: 'p1',
  name: 'ada@example.org',
  role: 'operator',
  provedMs: START_MS,
  credentialId: 's1',
};
const BOB: Principal = { ...ADA, id: 'p2', name: 'bob@example.org' };
const ROBOT: Principal = { kind: 'token', id: 't1', name: 'deploy', role: 'operator', credentialId: 't1' };
const from = '10.0.0.7';
const REQUEST: ChangeRequest = {
  changes: [{ tunable: 'net.core.somaxconn', value: '4096', expectedBefore: '128' }],
  because: 'the queue overflows',
  confirmWithinSeconds: 60,
};
const RISKY: ChangeRequest = {
  changes: [{ tunable: 'net.ipv4.tcp_mem', value: '10000 20000 40000', expectedBefore: '1 2 3' }],
  because: 'memory',
};
/** What an agent answers that does as it is told. */
const obedient = (): ChangeQuestions => {
  const host = new PretendHost(() => START_MS);
  return {
    preview: async (_, settings) => host.preview(settings),
    apply: async (_, order) => host.apply(order),
    order: async (_, order) => host.order(order),
  };
};

function setUp(ask: Partial<ChangeQuestions> = {}) {
  const ledger = openLedger(':memory:');
  onTestFinished(() => ledger.close());
  const clock = { nowMs: START_MS };
  const told: string[] = [];
  const lines: string[] = [];
  const advice: Advice<Words>[] = [];
  const options = {
    ledger,
    ask: { ...obedient(), ...ask },
    adviceOf: () => advice,
    log: createLog('error', (line) => lines.push(line)),
    changed: (hostId: string) => void told.push(hostId),
    now: () => clock.nowMs,
  };
  const desk = new ChangeDesk(options);
  const hostOf = (hostId: string) => {
    const host = new LiveHost(hostId, { facts: { ...FACTS, hostId }, missing: [], intervalMs: 1000, mayApply: true });
    host.connected = true;
    return host;
  };
  const host = hostOf('host-0001');
  /** The audit, the oldest first, as "action outcome actor: because". */
  const audit = () =>
    ledger.audit
      .rows({ limit: 100 })
      .toReversed()
      .map(({ action, outcome, actor, because = '' }) => `${action} ${outcome} ${actor}: ${because}`);
  return { ledger, clock, told, lines, advice, desk, hostOf, host, other: hostOf('host-0002'), audit, options };
}

it('shows what a change would be, with what the catalogue and the host know', async () => {
  const { desk, host, other, audit } = setUp();
  host.setTunables({ timeMs: START_MS, values: { 'net.ipv4.tcp_max_syn_backlog': '512' }, unreadable: {} });
  const preview = await desk.preview(
    host,
    {
      changes: [
        { tunable: 'net.core.somaxconn', value: ' 4096 ' },
        { tunable: 'net.ipv4.no_such', value: '1' },
      ],
    },
    { who: ADA, from },
  );
  expect(preview).toMatchObject({
    hostId: 'host-0001',
    hostname: 'alpha',
    mayApply: true,
    risk: 1,
    needsFreshProof: false,
    confirmWithinSeconds: 90,
    persistPath: '/etc/sysctl.d/90-netstrata.conf',
  });
  expect(preview.settings[0]).toMatchObject({
    tunable: 'net.core.somaxconn',
    namespace: 'host',
    current: '128',
    proposed: '4096',
    scope: 'namespace',
    takesEffect: 'next-listen',
    disruptive: false,
  });
  expect(preview.settings[0]?.alsoRead).toContainEqual({ tunable: 'net.ipv4.tcp_max_syn_backlog', value: '512' });
  expect(preview.settings[1]?.refusal).toEqual({
    en: 'net.ipv4.no_such is not in the catalogue of what may be changed',
    'zh-CN': 'net.ipv4.no_such 不在可更改的目录中',
  });
  const tooLow = await desk.preview(
    other,
    { changes: [{ tunable: 'net.core.somaxconn', value: '-1' }] },
    { who: ADA, from },
  );
  expect(localised(tooLow, 'en').settings[0]?.refusal).toContain('it takes a whole number from');
  expect(audit()).toEqual([]);
});

it('says before anybody presses that the agent can read a setting and not write it', async () => {
  const { preview } = obedient();
  const { desk, host } = setUp({
    preview: async (id, settings) => {
      const said = await preview(id, settings);
      return { ...said, settings: said.settings.map((setting) => ({ ...setting, readOnly: true as const })) };
    },
  });
  const changes = [{ tunable: 'net.core.somaxconn', value: '4096' }];
  const told = localised(await desk.preview(host, { changes }, { who: ADA, from }), 'en');
  expect(told).toMatchObject({ mayApply: false, settings: [{ current: '128', readOnly: true }] });
  expect(told.reason).toContain('lets this agent read net.core.somaxconn and not write');
  const chinese = localised(await desk.preview(host, { changes }, { who: ADA, from }), 'zh-CN');
  expect(chinese.reason).toMatch(/^内核只允许这个 agent 读取 net\.core\.somaxconn，不允许写入/);
});

it('makes, confirms, persists and takes back a change, each told before and after', async () => {
  const { desk, host, audit, told, ledger } = setUp();
  const asker = { who: ADA, from };
  const change = await desk.apply(host, { ...REQUEST, adviceId: 'tcp-listen-overflow:host' }, asker);
  expect(change).toMatchObject({
    hostId: 'host-0001',
    state: 'pending',
    by: 'person:ada@example.org',
    adviceId: 'tcp-listen-overflow:host',
    changes: [{ tunable: 'net.core.somaxconn', namespace: 'host', before: '128', after: '4096' }],
    confirmByMs: START_MS + 60_000,
    appliedMs: START_MS,
  });
  const { id } = change;
  expect(await desk.order(host, { id, action: 'confirm' }, asker)).toMatchObject({
    state: 'kept',
    decidedBy: 'person:ada@example.org',
  });
  expect(await desk.order(host, { id, action: 'confirm' }, asker)).toMatchObject({ state: 'kept' });
  expect((await desk.order(host, { id, action: 'persist' }, asker)).persisted?.path).toBe(
    '/etc/sysctl.d/90-netstrata.conf',
  );
  expect((await desk.order(host, { id, action: 'unpersist' }, asker)).persisted).toBeUndefined();
  const undone = await desk.order(host, { id, action: 'undo' }, { who: BOB, from });
  expect(undone).toMatchObject({
    state: 'undone',
    decidedBy: 'person:bob@example.org',
    keptBefore: { by: 'person:ada@example.org' },
    undo: { reason: 'asked' },
  });
  expect(await desk.order(host, { id, action: 'undo' }, asker)).toEqual(undone);
  const ada = 'done person:ada@example.org:';
  expect(audit()).toEqual([
    `change.ask-apply ${ada} the queue overflows`,
    `change.apply ${ada} the queue overflows`,
    `change.ask-confirm ${ada} `,
    `change.confirm ${ada} `,
    `change.ask-persist ${ada} `,
    `change.persist ${ada} `,
    `change.ask-unpersist ${ada} `,
    `change.unpersist ${ada} `,
    'change.ask-undo done person:bob@example.org: ',
    'change.undo done person:bob@example.org: somebody asked for it',
  ]);
  expect(ledger.audit.rows({ limit: 1 })[0]).toMatchObject({
    from: '10.0.0.7',
    hostId: 'host-0001',
    target: id,
    before: 'net.core.somaxconn = 4096',
    after: 'net.core.somaxconn = 128',
  });
  expect(new Set(told)).toEqual(new Set(['host-0001']));
});

it.each([
  [
    'an unknown name',
    { tunable: 'kernel.core_pattern', value: '1', expectedBefore: '0' },
    'bad-request',
    'not in the catalogue',
  ],
  [
    'a value below',
    { tunable: 'net.core.somaxconn', value: '-1', expectedBefore: '128' },
    'bad-request',
    'not a plain decimal',
  ],
  [
    'a value above',
    { tunable: 'net.core.somaxconn', value: '99999999999999999999', expectedBefore: '128' },
    'bad-request',
    'is above',
  ],
  [
    'a shape that is another',
    { tunable: 'net.ipv4.tcp_rmem', value: '1 2', expectedBefore: '1 2 3' },
    'bad-request',
    '2 numbers were given, 3 are needed',
  ],
  [
    'what it is already',
    { tunable: 'net.core.somaxconn', value: '128', expectedBefore: ' 128' },
    'bad-request',
    'which it is already',
  ],
  [
    'one for the host in a namespace',
    { tunable: 'net.core.rmem_max', value: '300000', expectedBefore: '212992', namespace: '4026532000' },
    'bad-request',
    'one for the whole host',
  ],
  [
    'a device for what has none',
    { tunable: 'net.core.somaxconn', value: '300', expectedBefore: '128', device: 'eth0' },
    'bad-request',
    'no setting of a network device',
  ],
] as const)('refuses %s, and says so in the audit', async (_, change, code, message) => {
  const { desk, host, audit } = setUp();
  const refused = desk.apply(host, { ...REQUEST, changes: [change] }, { who: ADA, from });
  await expect(refused).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
  expect(audit()).toEqual([expect.stringMatching(/^change\.apply refused person:ada@example\.org: /)]);
  expect(desk.of(host)).toEqual([]);
});

it('refuses the same setting twice in a unit', async () => {
  const { desk, host } = setUp();
  const twice = { ...REQUEST, changes: [...REQUEST.changes, ...REQUEST.changes] };
  await expect(desk.apply(host, twice, { who: ADA, from })).rejects.toThrow('is in the unit twice');
});

it('wants risky changes to be accepted, and a person to have proved themself lately', async () => {
  const { desk, host, clock } = setUp();
  const accepted = { ...RISKY, acceptRisk: true };
  const needed = { code: 'fresh-proof-needed' };
  await expect(desk.apply(host, RISKY, { who: ADA, from })).rejects.toMatchObject(needed);
  await expect(desk.apply(host, RISKY, { who: ROBOT, from })).rejects.toMatchObject(needed);
  clock.nowMs += 600_001;
  await expect(desk.apply(host, accepted, { who: ADA, from })).rejects.toMatchObject(needed);
  const { provedMs: _, ...unproved } = ADA;
  await expect(desk.apply(host, accepted, { who: unproved, from })).rejects.toMatchObject(needed);
  expect(await desk.apply(host, accepted, { who: ROBOT, from })).toMatchObject({
    state: 'pending',
    by: 'token:deploy',
  });
});

it('changes nothing on a host that did not permit it', async () => {
  const { desk, host, audit } = setUp();
  host.mayApply = false;
  await expect(desk.apply(host, REQUEST, { who: ADA, from })).rejects.toMatchObject({ code: 'forbidden' });
  expect(audit()).toEqual([expect.stringContaining('change.apply refused person:ada@example.org: this host takes no')]);
  expect(await desk.preview(host, { changes: REQUEST.changes }, { who: ADA, from })).toMatchObject({
    mayApply: false,
    reason: { en: expect.stringContaining('without --allow-apply'), 'zh-CN': expect.stringContaining('--allow-apply') },
  });
});

it('lets one change hold a setting, and names who and until when', async () => {
  const { desk, host, other } = setUp();
  const { id } = await desk.apply(host, REQUEST, { who: ADA, from });
  const again = () => desk.apply(host, { ...REQUEST, because: 'me too' }, { who: BOB, from });
  await expect(again()).rejects.toMatchObject({
    code: 'conflict',
    message:
      'person:ada@example.org is changing net.core.somaxconn, and may confirm that until 2026-09-21T14:14:20.000Z: wait, or ask them',
  });
  expect(await desk.apply(other, REQUEST, { who: BOB, from })).toMatchObject({ state: 'pending', hostId: 'host-0002' });
  await desk.order(host, { id, action: 'confirm' }, { who: ADA, from });
  expect(await again()).toMatchObject({ state: 'pending' });
});

it('of two requests in one moment refuses the second', async () => {
  const { desk, host } = setUp();
  const both = await Promise.allSettled([
    desk.apply(host, REQUEST, { who: ADA, from }),
    desk.apply(host, REQUEST, { who: BOB, from }),
  ]);
  expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
});

it('does a repeated request once, for the same asker and the same content', async () => {
  const { desk, host, clock } = setUp();
  const asker = { who: ADA, from, key: 'key-00000001' };
  const [first, second] = await Promise.all([desk.apply(host, REQUEST, asker), desk.apply(host, REQUEST, asker)]);
  expect(second).toEqual(first);
  expect(await desk.apply(host, REQUEST, asker)).toEqual(first);
  expect(desk.of(host)).toHaveLength(1);
  await expect(desk.apply(host, { ...REQUEST, because: 'another' }, asker)).rejects.toMatchObject({ code: 'conflict' });
  await expect(desk.apply(host, REQUEST, { ...asker, who: BOB })).rejects.toThrow('person:ada@example.org is changing');
  await expect(desk.apply(host, REQUEST, { ...asker, key: 'a b' })).rejects.toMatchObject({ code: 'bad-request' });
  await desk.order(host, { id: first.id, action: 'undo' }, asker);
  clock.nowMs += 86_400_000;
  expect((await desk.apply(host, REQUEST, asker)).id).toBe(first.id);
  clock.nowMs += 1;
  expect((await desk.apply(host, REQUEST, asker)).id).not.toBe(first.id);
});

it('tells a repeated request the refusal that the host gave', async () => {
  let asked = 0;
  const { desk, host } = setUp({
    apply: async () => {
      asked += 1;
      throw new ProtocolError('conflict', 'change:apply', 'net.core.somaxconn is 256 by now');
    },
  });
  const asker = { who: ADA, from, key: 'key-00000001' };
  for (let n = 0; n < 2; n++)
    await expect(desk.apply(host, REQUEST, asker)).rejects.toMatchObject({
      code: 'conflict',
      message: 'net.core.somaxconn is 256 by now',
    });
  expect(asked).toBe(1);
  expect(desk.of(host)).toMatchObject([
    { state: 'refused', problem: 'net.core.somaxconn is 256 by now', decidedBy: 'host' },
  ]);
});

it('limits how many changes of one host, and by one asker, there may be within a minute', async () => {
  const { desk, clock, audit, hostOf } = setUp();
  const wrong = (hostId: string, who = ADA) =>
    desk.apply(
      hostOf(hostId),
      { ...REQUEST, changes: [{ tunable: 'net.x.y', value: '1', expectedBefore: '2' }] },
      { who, from },
    );
  const refused = { code: 'bad-request' };
  for (let n = 0; n < 10; n++) await expect(wrong('host-0001')).rejects.toMatchObject(refused);
  await expect(wrong('host-0001', BOB)).rejects.toMatchObject({
    code: 'overloaded',
    message: 'too many changes of this host within a minute: try again in 60 s',
  });
  for (let n = 0; n < 20; n++) await expect(wrong(`host-1${n % 3}00`)).rejects.toMatchObject(refused);
  await expect(wrong('host-0009')).rejects.toMatchObject({
    code: 'overloaded',
    message: 'too many changes within a minute: try again in 60 s',
  });
  await expect(wrong('host-0009', BOB)).rejects.toMatchObject(refused);
  clock.nowMs += 60_000;
  await expect(wrong('host-0001')).rejects.toMatchObject(refused);
  expect(audit().filter((row) => row.includes('too many'))).toHaveLength(2);
});

it('knows no change of another host', async () => {
  const { desk, host, other, audit } = setUp();
  const { id } = await desk.apply(host, REQUEST, { who: ADA, from });
  for (const action of ['confirm', 'undo', 'persist', 'unpersist'] as const)
    await expect(desk.order(other, { id, action }, { who: ADA, from })).rejects.toMatchObject({ code: 'not-found' });
  expect(() => desk.get(other, id)).toThrow('this host has no such change');
  expect(audit().filter((row) => row.includes('refused'))).toHaveLength(4);
});

it('keeps a change whose host does not answer as unknown until the host tells', async () => {
  let id = '';
  const { desk, host, audit } = setUp({
    apply: async (_, order) => {
      ({ id } = order);
      throw new NoAnswer('timed-out', 'change:apply', 'the host did not say in time what became of it');
    },
  });
  expect(await desk.apply(host, REQUEST, { who: ADA, from })).toMatchObject({
    state: 'unknown',
    problem: 'the host did not say in time what became of it',
  });
  await expect(desk.apply(host, REQUEST, { who: BOB, from })).rejects.toMatchObject({ code: 'conflict' });
  const unit: HostChange = {
    id,
    state: 'pending',
    changes: [{ tunable: 'net.core.somaxconn', namespace: 'host', before: '128', after: '4096' }],
    by: 'person:ada@example.org',
    because: 'the queue overflows',
    appliedMs: START_MS,
    deadlineMs: START_MS + 60_000,
  };
  desk.reported(host, [unit]);
  expect(desk.get(host, id)).toMatchObject({ state: 'pending', confirmByMs: START_MS + 60_000 });
  expect(desk.get(host, id).problem).toBeUndefined();
  desk.reported(host, [
    {
      ...unit,
      state: 'undone',
      undo: {
        reason: 'not-confirmed',
        timeMs: START_MS + 15_000,
        settings: [
          { tunable: 'net.core.somaxconn', namespace: 'host', outcome: 'restored', value: '128', problem: '' },
        ],
      },
    },
  ]);
  expect(desk.get(host, id)).toMatchObject({ state: 'undone', decidedBy: 'host', decidedMs: START_MS + 15_000 });
  expect(audit().slice(1)).toEqual([
    'change.apply failed person:ada@example.org: the host did not say in time what became of it',
    expect.stringContaining('change.apply refused person:bob@example.org'),
    'change.apply done host:host-0001: the host says so, later than it was asked',
    'change.undo done host:host-0001: nobody confirmed it in time',
  ]);
});

it('tells until when a change has to be confirmed by our clock, whatever the host has for one and however often it says so', async () => {
  const pretend = new PretendHost(() => START_MS - 4000);
  const { desk, host, clock } = setUp({
    apply: async (_, order) => {
      clock.nowMs += 2000;
      return pretend.apply(order);
    },
  });
  const { id, confirmByMs } = await desk.apply(host, REQUEST, { who: ADA, from });
  expect(confirmByMs).toBe(START_MS + 60_000);
  desk.reported(host, [pretend.units.get(id) as HostChange]);
  expect(desk.get(host, id)).toMatchObject({ state: 'pending', confirmByMs });
});

it('does not know what became of a change whose host is gone, until that tells', async () => {
  const { desk, host, audit } = setUp();
  const { id, changes, confirmByMs } = await desk.apply(host, REQUEST, { who: ADA, from });
  desk.agentLeft(host);
  expect(desk.get(host, id)).toMatchObject({ state: 'unknown', problem: expect.stringContaining('is lost') });
  await expect(desk.apply(host, REQUEST, { who: BOB, from })).rejects.toMatchObject({ code: 'conflict' });
  const unit = { id, changes, by: 'x', because: 'y', appliedMs: START_MS };
  desk.reported(host, [{ ...unit, state: 'pending', deadlineMs: START_MS + 60_000 }]);
  expect(desk.get(host, id)).toMatchObject({ state: 'pending', confirmByMs });
  expect(desk.get(host, id).problem).toBeUndefined();
  expect(await desk.order(host, { id, action: 'confirm' }, { who: ADA, from })).toMatchObject({ state: 'kept' });
  desk.agentLeft(host);
  expect(desk.get(host, id).state).toBe('kept');
  expect(audit().filter((row) => row.includes('host:'))).toEqual([]);
});

it('a host that does not have an unanswered change has changed nothing', async () => {
  const { desk, host } = setUp({
    apply: async () => {
      throw new NoAnswer('timed-out', 'change:apply', 'no answer');
    },
  });
  const { id } = await desk.apply(host, REQUEST, { who: ADA, from });
  desk.reported(host, []);
  expect(desk.get(host, id)).toMatchObject({
    state: 'refused',
    problem: 'the host has no such change: nothing was changed',
  });
});

it('a confirmation that is not answered leaves it unknown, and the report decides', async () => {
  const answers = obedient();
  const { desk, host } = setUp({
    ...answers,
    order: async () => {
      throw new NoAnswer('timed-out', 'change:order', 'no answer');
    },
  });
  const { id, changes } = await desk.apply(host, REQUEST, { who: ADA, from });
  await expect(desk.order(host, { id, action: 'confirm' }, { who: ADA, from })).rejects.toMatchObject({
    code: 'timed-out',
  });
  expect(desk.get(host, id).state).toBe('unknown');
  desk.reported(host, [{ id, state: 'kept', changes, by: 'x', because: 'y', appliedMs: START_MS }]);
  expect(desk.get(host, id)).toMatchObject({ state: 'kept', decidedBy: 'person:ada@example.org' });
});

it('takes changes that it does not know from the host, and says that it heard of them', () => {
  const { desk, host, audit } = setUp();
  const unit: HostChange = {
    id: 'from-before-0001',
    state: 'kept',
    changes: [{ tunable: 'net.core.somaxconn', namespace: 'host', before: '128', after: '4096' }],
    by: 'person:eve@example.org',
    because: 'long ago',
    appliedMs: START_MS - 1_000_000,
  };
  desk.reported(host, [
    unit,
    { ...unit, id: 'not-in-catalogue', changes: [{ tunable: 'kernel.x', namespace: 'host', before: '1', after: '2' }] },
  ]);
  desk.reported(host, [unit]);
  expect(desk.of(host)).toMatchObject([
    {
      id: 'from-before-0001',
      state: 'kept',
      by: 'person:eve@example.org (so says the host)',
      requestedMs: START_MS - 1_000_000,
    },
  ]);
  expect(audit()).toEqual([
    'change.adopt done host:host-0001: the host keeps a change that this server did not know: kept, by person:eve@example.org: long ago',
  ]);
});

it('lets no host speak of changes of another, nor of other values than were asked for', async () => {
  const { desk, host, other, audit } = setUp();
  const { id, changes } = await desk.apply(host, REQUEST, { who: ADA, from });
  const unit: HostChange = { id, state: 'kept', changes, by: 'x', because: 'y', appliedMs: START_MS };
  for (let n = 0; n < 3; n++) desk.reported(other, [unit]);
  const [change] = changes;
  if (change === undefined) throw new Error('no change');
  for (let n = 0; n < 3; n++) desk.reported(host, [{ ...unit, changes: [{ ...change, after: '1' }] }]);
  expect(desk.get(host, id).state).toBe('pending');
  expect(desk.of(other)).toEqual([]);
  expect(audit().slice(2)).toEqual([
    'change.report refused host:host-0002: it speaks of a change of another host',
    'change.report refused host:host-0001: it tells other settings or values than were asked for',
  ]);
});

it.each([
  ['another id', (unit: HostChange) => ({ ...unit, id: 'another-0001' })],
  [
    'another value',
    (unit: HostChange) => ({ ...unit, changes: unit.changes.map((each) => ({ ...each, after: '1' })) }),
  ],
  [
    'another setting',
    (unit: HostChange) => ({
      ...unit,
      changes: unit.changes.map((each) => ({ ...each, tunable: 'net.core.rmem_max' })),
    }),
  ],
  [
    'one more setting',
    (unit: HostChange) => ({
      ...unit,
      changes: [...unit.changes, { tunable: 'net.core.rmem_max', namespace: 'host', before: '1', after: '2' }],
    }),
  ],
  ['that it is kept already', (unit: HostChange) => ({ ...unit, state: 'kept' as const })],
])('does not believe a host that answers with %s', async (_, lie) => {
  const honest = obedient();
  const { desk, host, audit } = setUp({ apply: async (on, order) => lie(await honest.apply(on, order)) });
  await expect(desk.apply(host, REQUEST, { who: ADA, from })).rejects.toThrow(
    'answered for something that was not asked',
  );
  expect(desk.of(host)).toMatchObject([{ state: 'unknown' }]);
  expect(audit().at(-1)).toContain('change.apply failed');
});

it('a change that was being made when the server ended is unknown after it starts again', async () => {
  const { desk, host, options, ledger } = setUp({ apply: () => new Promise(() => {}) });
  void desk.apply(host, REQUEST, { who: ADA, from });
  expect(desk.of(host)).toMatchObject([{ state: 'applying' }]);
  const next = new ChangeDesk({ ...options, ledger });
  next.recall();
  expect(next.of(host)).toMatchObject([
    { state: 'unknown', problem: 'the server was restarted before the host had answered' },
  ]);
});

it('lets samples and connections go on when the ledger cannot be written, and says so once', async () => {
  const { desk, host, ledger, lines } = setUp();
  const { id, changes } = await desk.apply(host, REQUEST, { who: ADA, from });
  ledger.database.pragma('query_only = ON');
  for (let n = 0; n < 3; n++) {
    desk.agentLeft(host);
    desk.reported(host, [{ id, state: 'kept', changes, by: 'x', because: 'y', appliedMs: START_MS }]);
    desk.ticked(host);
  }
  expect(lines).toEqual([expect.stringContaining('what became of changes cannot be written down')]);
  await expect(desk.apply(host, REQUEST, { who: BOB, from })).rejects.toThrow('readonly');
  ledger.database.pragma('query_only = OFF');
  desk.reported(host, [{ id, state: 'kept', changes, by: 'x', because: 'y', appliedMs: START_MS }]);
  expect(desk.get(host, id).state).toBe('kept');
});

it('what is not so cannot be decided over', async () => {
  const { desk, host } = setUp();
  const asker = { who: ADA, from };
  const { id } = await desk.apply(host, REQUEST, asker);
  await expect(desk.order(host, { id, action: 'persist' }, asker)).rejects.toThrow('confirm it first');
  await desk.order(host, { id, action: 'undo' }, asker);
  await expect(desk.order(host, { id, action: 'confirm' }, asker)).rejects.toThrow(
    'this change was taken back: somebody asked for it',
  );
  host.connected = false;
  await expect(desk.apply(host, REQUEST, asker)).rejects.toMatchObject({ code: 'unavailable' });
});

it('does not take back under another change of the same setting', async () => {
  const { desk, host } = setUp();
  const asker = { who: ADA, from };
  const { id } = await desk.apply(host, REQUEST, asker);
  await desk.order(host, { id, action: 'confirm' }, asker);
  await desk.apply(
    host,
    { ...REQUEST, changes: [{ tunable: 'net.core.somaxconn', value: '8192', expectedBefore: '4096' }] },
    asker,
  );
  await expect(desk.order(host, { id, action: 'undo' }, asker)).rejects.toMatchObject({ code: 'conflict' });
});

describe('a change that is made', () => {
  const SERIES = [
    { metric: 'socket.tcpExt.listenOverflows', labels: {} },
    { metric: 'transport.tcp.passiveOpens', labels: {} },
  ];
  /** Plays seconds of a host: so many overflows in each, at 40 connections. */
  const player = ({ desk, host, clock }: Pick<ReturnType<typeof setUp>, 'desk' | 'host' | 'clock'>) => {
    const totals = [0, 0];
    return (seconds: number, overflows: number) => {
      for (let n = 0; n < seconds; n++) {
        clock.nowMs += 1000;
        totals[0] = (totals[0] ?? 0) + overflows;
        totals[1] = (totals[1] ?? 0) + 40;
        const tick = { seq: 1, timeMs: clock.nowMs, monoMs: clock.nowMs - START_MS, values: Float64Array.from(totals) };
        host.push(SERIES, [tick], clock.nowMs);
        desk.ticked(host);
      }
    };
  };

  it('is looked at with every sample, after a restart of the server too, until it is decided and the verdict is there', async () => {
    const all = setUp();
    const { desk, host, options, told } = all;
    player(all)(90, 12);
    const { id } = await desk.apply(host, REQUEST, { who: ADA, from });
    player(all)(1, 12);
    expect(desk.get(host, id).verdict).toMatchObject({ state: 'too-early', windowMs: 30_000 });
    await desk.order(host, { id, action: 'confirm' }, { who: ADA, from });
    const next = new ChangeDesk(options);
    next.recall();
    player({ ...all, desk: next })(31, 0);
    expect(next.get(host, id).verdict).toMatchObject({
      state: 'improved',
      evidence: [{ metric: 'socket.tcpExt.listenOverflows', before: 12, after: 0 }, {}],
    });
    const before = told.length;
    player({ ...all, desk: next })(60, 12);
    expect(next.get(host, id).verdict?.state).toBe('improved');
    expect(told).toHaveLength(before);
  });

  it('is looked at for ten minutes where nothing could be measured, and no longer', async () => {
    const all = setUp();
    const { desk, host, told, clock } = all;
    player(all)(90, 0);
    const { id } = await desk.apply(host, REQUEST, { who: ADA, from });
    player(all)(31, 0);
    await desk.order(host, { id, action: 'confirm' }, { who: ADA, from });
    expect(desk.get(host, id).verdict?.state).toBe('unmeasured');
    clock.nowMs += 600_000;
    const before = told.length;
    player(all)(60, 12);
    expect(desk.get(host, id).verdict?.state).toBe('unmeasured');
    expect(told).toHaveLength(before);
  });

  it('is not forgotten because the load went after it was measured', async () => {
    const all = setUp();
    const { desk, host, clock } = all;
    player(all)(90, 12);
    const { id } = await desk.apply(host, REQUEST, { who: ADA, from });
    player(all)(31, 0);
    expect(desk.get(host, id).verdict?.state).toBe('improved');
    for (let second = 0; second < 40; second++) {
      clock.nowMs += 1000;
      const values = Float64Array.of(0, 0);
      host.push(SERIES, [{ seq: 1, timeMs: clock.nowMs, monoMs: clock.nowMs - START_MS, values }], clock.nowMs);
      desk.ticked(host);
    }
    expect(desk.get(host, id).verdict?.state).toBe('improved');
  });

  it('keeps the verdict that it had when it is taken back', async () => {
    const all = setUp();
    const { desk, host } = all;
    player(all)(90, 12);
    const { id } = await desk.apply(host, REQUEST, { who: ADA, from });
    player(all)(40, 0);
    await desk.order(host, { id, action: 'undo' }, { who: ADA, from });
    player(all)(60, 12);
    expect(desk.get(host, id).verdict?.state).toBe('improved');
  });

  it('is measured by the evidence of its advice', async () => {
    const all = setUp();
    const { desk, host, advice } = all;
    const evidence = [{ metric: 'transport.tcp.passiveOpens', labels: {}, value: 40, unit: 'connections/s' }];
    advice.push({ id: 'rule:subject', evidence } as unknown as Advice<Words>);
    player(all)(90, 12);
    const { id } = await desk.apply(host, { ...REQUEST, adviceId: 'rule:subject' }, { who: ADA, from });
    player(all)(40, 0);
    expect(desk.get(host, id).verdict).toMatchObject({
      state: 'unmeasured',
      evidence: [{ metric: 'transport.tcp.passiveOpens', unit: 'connections/s', before: 40, after: 40 }],
    });
  });
});

it('holds a setting back from other advice while what a change does is waited for', async () => {
  const { desk, host, clock } = setUp();
  const { id } = await desk.apply(host, REQUEST, { who: ADA, from });
  expect(desk.held(host)).toEqual(new Map([['net.core.somaxconn', START_MS + 600_000]]));
  await desk.order(host, { id, action: 'confirm' }, { who: ADA, from });
  clock.nowMs += 599_999;
  expect(desk.held(host).size).toBe(1);
  clock.nowMs += 1;
  expect(desk.held(host).size).toBe(0);
  clock.nowMs = START_MS;
  await desk.order(host, { id, action: 'undo' }, { who: ADA, from });
  expect(desk.held(host).size).toBe(0);
});

it('verifies the change of an advice until it is decided, and a minute longer when it is taken back', async () => {
  const { desk, host, other, clock } = setUp();
  const verified = () => [...desk.verified(host)];
  expect(verified()).toEqual([]);
  const { id } = await desk.apply(host, { ...REQUEST, adviceId: 'rule:subject' }, { who: ADA, from });
  expect(verified()).toMatchObject([['rule:subject', { changeId: id, isUndone: false, changes: [{ after: '4096' }] }]]);
  expect(desk.verified(other).size).toBe(0);
  await desk.order(host, { id, action: 'undo' }, { who: ADA, from });
  expect(verified()).toMatchObject([['rule:subject', { changeId: id, isUndone: true }]]);
  clock.nowMs += 60_000;
  expect(verified()).toEqual([]);
});

it('knows after a restart, too, the advice that proposed a change, as it was then', async () => {
  const { desk, host, other, advice, options } = setUp();
  const proposing = { id: 'rule:subject', evidence: [] } as unknown as Advice<Words>;
  advice.push(proposing);
  const { id } = await desk.apply(host, { ...REQUEST, adviceId: 'rule:subject' }, { who: ADA, from });
  advice.length = 0;
  const again = new ChangeDesk(options);
  expect(again.adviceBefore(host, id)).toEqual(proposing);
  expect(again.adviceBefore(other, id)).toBeUndefined();
});

describe('a kept value', () => {
  /** Has the host tell what the setting is. */
  const tellerOf =
    ({ desk, host }: Pick<ReturnType<typeof setUp>, 'desk' | 'host'>) =>
    (value: string, timeMs = START_MS + 1000) => {
      host.setTunables({ timeMs, values: { 'net.core.somaxconn': value }, unreadable: {} });
      desk.tunablesReported(host);
    };
  const kept = async () => {
    const all = setUp();
    const { desk, host } = all;
    const { id } = await desk.apply(host, REQUEST, { who: ADA, from });
    await desk.order(host, { id, action: 'confirm' }, { who: ADA, from });
    return { ...all, id, tell: tellerOf(all) };
  };
  const SETTING = { tunable: 'net.core.somaxconn', namespace: 'host' };

  it('that is not there any more is told as lost, and found again', async () => {
    const { desk, host, id, tell, audit } = await kept();
    tell('128', START_MS - 1);
    expect(desk.get(host, id).lost).toBeUndefined();
    for (let n = 0; n < 2; n++) tell('256\n');
    expect(desk.get(host, id)).toMatchObject({
      state: 'kept',
      lost: [{ setting: SETTING, now: '256' }],
      problem: 'net.core.somaxconn: changed by somebody else since',
    });
    expect(audit().filter((row) => row.startsWith('change.lost'))).toEqual([
      'change.lost done host:host-0001: net.core.somaxconn: changed by somebody else since',
    ]);
    const { changes, by, because, appliedMs = 0 } = desk.get(host, id);
    desk.reported(host, [{ id, state: 'kept', changes, by, because, appliedMs }]);
    expect(desk.get(host, id).problem).toBe('net.core.somaxconn: changed by somebody else since');
    tell('4096');
    expect(desk.get(host, id).lost).toBeUndefined();
    expect(desk.get(host, id).problem).toBeUndefined();
  });

  it('that a reboot took is said to be so', async () => {
    const { desk, host, id, tell } = await kept();
    host.facts = { ...host.facts, bootId: 'another-boot' };
    tell('128');
    expect(desk.get(host, id).problem).toBe(
      'net.core.somaxconn: lost when the host was started again: it was not set at boot',
    );
  });

  it('of a device is lost by what its host says of it, and as it was until the host has looked', async () => {
    const { desk, host } = setUp();
    const length = { tunable: 'sysfs.tx_queue_len', device: 'eth0' };
    const changes = [{ ...length, value: '2000', expectedBefore: '1000' }];
    const { id } = await desk.apply(host, { ...REQUEST, changes }, { who: ADA, from });
    await desk.order(host, { id, action: 'confirm' }, { who: ADA, from });
    const setting = { ...length, namespace: 'host' };
    const tell = (value?: string) => {
      const others = value === undefined ? {} : { others: [{ ...setting, value }] };
      host.setTunables({ timeMs: START_MS + 1000, values: {}, unreadable: {}, ...others });
      desk.tunablesReported(host);
      return desk.get(host, id).lost;
    };
    expect(tell()).toBeUndefined();
    expect(tell('77')).toEqual([{ setting, now: '77' }]);
    expect(tell()).toEqual([{ setting, now: '77' }]);
    expect(tell('2000')).toBeUndefined();
  });

  it('that goes back because somebody asked is not lost while the host does it', async () => {
    const pretended = new PretendHost(() => START_MS);
    const all = setUp({
      apply: async (_, order) => pretended.apply(order),
      order: async (_, order) => {
        // The host tells its values before it answers.
        if (order.action === 'undo') tellerOf(all)('128');
        return pretended.order(order);
      },
    });
    const { desk, host, audit } = all;
    const { id } = await desk.apply(host, REQUEST, { who: ADA, from });
    await desk.order(host, { id, action: 'confirm' }, { who: ADA, from });
    await desk.order(host, { id, action: 'undo' }, { who: ADA, from });
    const { state, lost } = desk.get(host, id);
    expect({ state, lost }).toEqual({ state: 'undone', lost: undefined });
    expect(audit().filter((row) => row.startsWith('change.lost'))).toEqual([]);
  });

  it('is among all that are kept, and missed when it is lost, however many changes came after it', async () => {
    const { desk, host, id, tell, ledger } = await kept();
    const record = desk.get(host, id);
    for (let n = 1; n <= 600; n++) {
      const changes = [{ tunable: 'net.ipv4.tcp_rmem', namespace: 'host', before: '1 2 3', after: '1 2 4' }];
      const other: ChangeRecord = { ...record, id: `later-${n}`, changes, state: 'undone', requestedMs: START_MS + n };
      ledger.changes.put({ record: other, notes: '{}' });
    }
    expect(desk.kept(host)).toEqual([record]);
    tell('256');
    expect(desk.get(host, id).lost).toEqual([{ setting: SETTING, now: '256' }]);
  });

  it('that was changed again on purpose is not lost', async () => {
    const { desk, host, id, tell } = await kept();
    const again = { tunable: 'net.core.somaxconn', value: '8192', expectedBefore: '4096' };
    await desk.apply(host, { ...REQUEST, changes: [again] }, { who: ADA, from });
    tell('8192');
    expect(desk.get(host, id).lost).toBeUndefined();
  });
});

it('asks a host again that left a setting alone because somebody else had changed it', async () => {
  const pretended = new PretendHost(() => START_MS);
  const { desk, host, audit } = setUp({
    apply: async (_, order) => pretended.apply(order),
    order: async (_, order) => {
      const unit = pretended.order(order);
      if (order.action !== 'undo' || order.evenIfChanged === true || unit.undo === undefined) return unit;
      const settings = unit.undo.settings.map((each) => ({
        ...each,
        outcome: 'changed-by-another' as const,
        value: '512',
        problem: 'it is 512 and not 4096',
      }));
      return { ...unit, undo: { ...unit.undo, settings } };
    },
  });
  const asker = { who: ADA, from };
  const { id } = await desk.apply(host, REQUEST, asker);
  await desk.order(host, { id, action: 'confirm' }, asker);
  const left = await desk.order(host, { id, action: 'undo' }, asker);
  expect(left.undo?.settings).toMatchObject([{ outcome: 'changed-by-another', value: '512' }]);
  const whole = await desk.order(host, { id, action: 'undo', evenIfChanged: true }, asker);
  expect(whole.undo?.settings).toMatchObject([{ outcome: 'restored' }]);
  expect(audit().filter((row) => row.startsWith('change.undo'))).toEqual([
    'change.undo failed person:ada@example.org: somebody asked for it; net.core.somaxconn was changed by somebody else since, it is 512',
    'change.undo done person:ada@example.org: somebody asked for it',
  ]);
});

it('forgets what is older than the history and says nothing of now, also when the host still has it', async () => {
  const { desk, host, clock, audit, ledger, told } = setUp();
  const day = 86_400_000;
  const unit = (id: string, atMs: number, more: Partial<HostChange> = {}): HostChange => ({
    id,
    changes: [{ tunable: 'net.core.somaxconn', namespace: 'host', before: '128', after: '4096' }],
    by: 'person:ada@example.org',
    because: 'long ago',
    appliedMs: atMs,
    state: 'kept',
    ...more,
  });
  const undo = { reason: 'asked', timeMs: START_MS, settings: [] } as const;
  const units = [
    unit('change-00000001', START_MS - 2000),
    unit('change-00000002', START_MS - 1000, { state: 'undone', undo }),
    unit('change-00000003', START_MS),
    unit('change-00000004', START_MS + 200 * day, { state: 'undone', undo: { ...undo, timeMs: START_MS + 200 * day } }),
  ];
  desk.reported(host, units);
  const ids = () => desk.of(host).map(({ id }) => id);
  clock.nowMs = START_MS + 366 * day;
  desk.forget();
  expect(ids()).toHaveLength(4);
  clock.nowMs = START_MS + 367 * day;
  told.length = 0;
  desk.forget();
  expect([ids(), told]).toEqual([['change-00000004', 'change-00000003'], ['host-0001']]);
  const rows = audit().length;
  desk.reported(host, units);
  expect([ids(), audit().length]).toEqual([['change-00000004', 'change-00000003'], rows]);
  expect(ledger.audit.rows({ limit: 100, action: 'change.adopt' })).toHaveLength(4);
});
