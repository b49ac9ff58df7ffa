import { chmodSync, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { BOOT, CONTROL, host, keeperRig, orderOf, RMEM, SOMAXCONN, settled } from './testing/keeperRig.ts';

const UNIT = orderOf('unit-1', [[SOMAXCONN, '4096', '8192']]);
const PAIR = orderOf('pair-1', [
  [SOMAXCONN, '4096', '8192'],
  [RMEM, '4096 131072 6291456', '4096 131072 8388608'],
]);
const BY = 'person:ada@example.org';

async function running(options: Parameters<typeof keeperRig>[0] = {}) {
  const rig = keeperRig(options);
  const started = rig.start();
  await started.keeper.recover();
  return { ...rig, ...started };
}

test('what is applied is written, journaled and told, and taken back when nobody confirms', async () => {
  const { keeper, kernel, clock, reports, written, journal } = await running();
  const change = await keeper.apply(UNIT);
  expect(change).toEqual({
    id: 'unit-1',
    state: 'pending',
    changes: [{ tunable: SOMAXCONN, namespace: 'host', before: '4096', after: '8192' }],
    by: BY,
    because: 'the accept queue of port 80 overflowed',
    appliedMs: 1_800_000_000_000,
    deadlineMs: 1_800_000_060_000,
  });
  expect(kernel.values.get(SOMAXCONN)).toBe('8192');
  expect(written).toEqual([SOMAXCONN]);
  expect(reports).toEqual([[change]]);
  expect(readdirSync(journal)).toEqual(['unit-1.json']);
  expect(statSync(join(journal, 'unit-1.json')).mode & 0o777).toBe(0o600);
  expect(statSync(journal).mode & 0o777).toBe(0o700);
  clock.pass(59_999);
  await settled(keeper);
  expect(kernel.values.get(SOMAXCONN)).toBe('8192');
  clock.pass(1);
  await settled(keeper);
  expect(kernel.values.get(SOMAXCONN)).toBe('4096');
  expect(keeper.report).toMatchObject([
    {
      state: 'undone',
      undo: {
        reason: 'not-confirmed',
        timeMs: 1_800_000_060_000,
        settings: [{ tunable: SOMAXCONN, outcome: 'restored', value: '4096', problem: '' }],
      },
    },
  ]);
  expect(reports.at(-1)).toEqual(keeper.report);
  expect(written).toEqual([SOMAXCONN, SOMAXCONN]);
  expect(clock.waiting).toBe(0);
});

test('what is confirmed stays, and is undone later', async () => {
  const { keeper, kernel, clock } = await running();
  await keeper.apply(PAIR);
  expect(await keeper.order({ id: 'pair-1', action: 'confirm', by: BY })).toMatchObject({ state: 'kept' });
  expect(await keeper.order({ id: 'pair-1', action: 'confirm', by: BY })).toMatchObject({ state: 'kept' });
  clock.pass(600_000);
  await settled(keeper);
  expect([kernel.values.get(SOMAXCONN), kernel.values.get(RMEM)]).toEqual(['8192', '4096 131072 8388608']);
  const undone = await keeper.order({ id: 'pair-1', action: 'undo', by: BY });
  expect(undone).toMatchObject({
    state: 'undone',
    undo: { reason: 'asked', settings: [{ outcome: 'restored' }, { outcome: 'restored' }] },
  });
  expect([kernel.values.get(SOMAXCONN), kernel.values.get(RMEM)]).toEqual(['4096', '4096 131072 6291456']);
  expect(await keeper.order({ id: 'pair-1', action: 'undo', by: BY })).toEqual(undone);
  await expect(keeper.order({ id: 'pair-1', action: 'confirm', by: BY })).rejects.toMatchObject({ code: 'conflict' });
});

describe('without permission', () => {
  test('everything is refused, whatever the server says', async () => {
    const { keeper, kernel, journal, file } = await running({ mayApply: false });
    const refusal = {
      code: 'forbidden',
      message: 'This agent was started without --allow-apply: it changes nothing on its host.',
    };
    await expect(keeper.apply(UNIT)).rejects.toMatchObject(refusal);
    await expect(keeper.apply({ ...UNIT, mayApply: true, allowApply: true })).rejects.toMatchObject(refusal);
    for (const action of ['confirm', 'undo', 'persist', 'unpersist'])
      await expect(keeper.order({ id: 'unit-1', action, by: BY })).rejects.toMatchObject(refusal);
    expect(kernel.written).toEqual([]);
    expect([existsSync(journal), existsSync(file)]).toEqual([false, false]);
    expect(await keeper.preview([host(SOMAXCONN)])).toMatchObject({ mayApply: false, reason: refusal.message });
  });

  test('what an agent with it left behind is taken back all the same', async () => {
    const { kernel, keeper, folder } = await running();
    await keeper.apply(UNIT);
    const without = keeperRig({ mayApply: false, folder });
    without.kernel.values.set(SOMAXCONN, kernel.read(SOMAXCONN));
    const next = without.start();
    await next.keeper.recover();
    expect(without.kernel.values.get(SOMAXCONN)).toBe('4096');
  });
});

describe('before anything is written', () => {
  test.each([
    ['an unknown name', [['kernel.panic', '0', '1']], 'bad-request', 'kernel.panic is not in the catalogue'],
    [
      'a name of the kernel that is not catalogued',
      [['net.ipv4.conf.all.forwarding', '0', '1']],
      'bad-request',
      'is not in the catalogue',
    ],
    ['a value out of bounds', [[SOMAXCONN, '4096', '2147483648']], 'bad-request', 'allowed is a whole number from'],
    [
      'a value of another shape',
      [[RMEM, '4096 131072 6291456', '4096']],
      'bad-request',
      '1 numbers were given, 3 are needed',
    ],
    [
      'what the kernel does not offer',
      [[CONTROL, 'cubic', 'vegas']],
      'bad-request',
      'allowed is one of reno, cubic, bbr',
    ],
    [
      'another value than was expected',
      [[SOMAXCONN, '128', '8192']],
      'conflict',
      'net.core.somaxconn is 4096 now and not 128',
    ],
    [
      'what the kernel does not have',
      [['net.core.rmem_max', '1', '4194304']],
      'unavailable',
      'net.core.rmem_max cannot be read',
    ],
    [
      'one setting twice',
      [
        [SOMAXCONN, '4096', '1'],
        [SOMAXCONN, '4096', '2'],
      ],
      'bad-request',
      'One setting is named twice',
    ],
    ['nothing to change', [[SOMAXCONN, '4096', '4096']], 'bad-request', 'Nothing would change'],
    [
      'one of two that is wrong',
      [
        [SOMAXCONN, '4096', '8192'],
        [RMEM, '1 2 3', '4096 131072 8388608'],
      ],
      'conflict',
      'net.ipv4.tcp_rmem is 4096 131072 6291456 now',
    ],
  ] as const)('%s is refused', async (_, changes, code, message) => {
    const { keeper, kernel, journal } = await running();
    await expect(keeper.apply(orderOf('refused-1', changes))).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message),
    });
    expect(kernel.written).toEqual([]);
    expect(existsSync(journal)).toBe(false);
  });

  test('a setting of the whole machine is none of another namespace, and no sysctl has a device', async () => {
    const { keeper } = await running();
    const { changes } = orderOf('x', [['vm.min_free_kbytes', '1', '65536']]);
    for (const odd of [{ namespace: '4026531840' }, { device: 'eth0' }, { queue: 1 }])
      await expect(keeper.apply({ ...UNIT, changes: [{ ...changes[0], ...odd }] })).rejects.toMatchObject({
        code: 'bad-request',
      });
  });

  test('a journal that cannot be written means that nothing is', async () => {
    const { keeper, kernel, journal, file } = await running();
    await keeper.apply(UNIT);
    await keeper.order({ id: 'unit-1', action: 'confirm', by: BY });
    chmodSync(journal, 0o777);
    const order = orderOf('unit-2', [[RMEM, '4096 131072 6291456', '4096 131072 8388608']]);
    await expect(keeper.apply(order)).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('others may write in'),
    });
    await expect(keeper.order({ id: 'unit-1', action: 'undo', by: BY })).rejects.toMatchObject({ code: 'unavailable' });
    expect(kernel.written).toEqual([`${SOMAXCONN}=8192`]);
    expect(existsSync(file)).toBe(false);
  });
});

describe('all or none', () => {
  test('a refused second write puts the first back, and says what the kernel said, each time it is asked', async () => {
    const { keeper, kernel, clock, written } = await running();
    kernel.refused.add(`${RMEM}=4096 131072 8388608`);
    const message =
      'The 2 changes were refused. All is as before. net.ipv4.tcp_rmem: write net.ipv4.tcp_rmem: the kernel rejected the request (EINVAL).';
    await expect(keeper.apply(PAIR)).rejects.toMatchObject({ code: 'bad-request', message });
    expect(kernel.written).toEqual([`${SOMAXCONN}=8192`, `${SOMAXCONN}=4096`]);
    expect(keeper.report).toMatchObject([{ state: 'undone', undo: { reason: 'write-refused' } }]);
    expect(written).toEqual([SOMAXCONN, RMEM]);
    await expect(keeper.apply(PAIR)).rejects.toMatchObject({ code: 'bad-request', message });
    expect(clock.waiting).toBe(0);
  });

  test('a value of which the kernel makes another is put back', async () => {
    const { keeper, kernel } = await running();
    kernel.made.set('8192', '8191');
    await expect(keeper.apply(PAIR)).rejects.toMatchObject({
      message: expect.stringContaining('8192 was written, and the kernel made 8191 of it'),
    });
    expect([kernel.values.get(SOMAXCONN), kernel.values.get(RMEM)]).toEqual(['4096', '4096 131072 6291456']);
    expect(kernel.written).toEqual([`${SOMAXCONN}=8192`, `${SOMAXCONN}=4096`]);
  });

  test('what somebody else set in the same moment is left as they set it', async () => {
    const { keeper, kernel } = await running();
    const read = kernel.read.bind(kernel);
    let looks = 0;
    kernel.read = (name) => {
      // Once to be checked, and once more right before it is written.
      if (name === RMEM && ++looks === 2) kernel.values.set(RMEM, '4096 87380 6291456');
      return read(name);
    };
    await expect(keeper.apply(PAIR)).rejects.toMatchObject({
      message: expect.stringContaining('it became 4096 87380 6291456 in the same moment'),
    });
    expect([kernel.values.get(SOMAXCONN), kernel.values.get(RMEM)]).toEqual(['4096', '4096 87380 6291456']);
    expect(keeper.report[0]?.undo?.settings).toMatchObject([
      { outcome: 'restored' },
      { outcome: 'changed-by-another', value: '4096 87380 6291456' },
    ]);
  });

  test('what cannot be put back is named', async () => {
    const { keeper, kernel } = await running();
    kernel.refused.add(`${RMEM}=4096 131072 8388608`).add(`${SOMAXCONN}=4096`);
    await expect(keeper.apply(PAIR)).rejects.toMatchObject({
      message: expect.stringContaining('Not as before: net.core.somaxconn.'),
    });
    expect(keeper.report[0]?.undo?.settings).toMatchObject([
      { outcome: 'failed', value: '8192' },
      { outcome: 'restored' },
    ]);
  });
});

describe('twice and at once', () => {
  test('the same order is answered with what is, another with the same id is a conflict', async () => {
    const { keeper, kernel } = await running();
    const [first, second] = await Promise.all([keeper.apply(UNIT), keeper.apply({ ...UNIT })]);
    expect(second).toEqual(first);
    await keeper.order({ id: 'unit-1', action: 'confirm', by: BY });
    expect(await keeper.apply(UNIT)).toMatchObject({ state: 'kept' });
    expect(kernel.written).toEqual([`${SOMAXCONN}=8192`]);
    for (const other of [
      { because: 'x' },
      { by: 'token:x' },
      { changes: orderOf('x', [[SOMAXCONN, '4096', '1024']]).changes },
    ])
      await expect(keeper.apply({ ...UNIT, ...other })).rejects.toMatchObject({ code: 'conflict' });
  });

  test('of two people with the same setting the second is told who was first', async () => {
    const { keeper, kernel } = await running();
    const second = { ...orderOf('unit-2', [[SOMAXCONN, '4096', '1024']]), by: 'person:bob@example.org' };
    const answers = await Promise.allSettled([keeper.apply(UNIT), keeper.apply(second)]);
    expect(answers).toMatchObject([
      { status: 'fulfilled' },
      {
        reason: {
          code: 'conflict',
          message: `${SOMAXCONN} is part of change unit-1 by ${BY}, which is not decided yet: wait for it.`,
        },
      },
    ]);
    expect(kernel.values.get(SOMAXCONN)).toBe('8192');
  });

  test('a change that is not there, and one of another host', async () => {
    const { keeper } = await running();
    await expect(keeper.order({ id: 'elsewhere', action: 'undo', by: BY })).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});

describe('when somebody else changed it since', () => {
  test('it is left, and put back only when that is asked for', async () => {
    const { keeper, kernel, clock } = await running();
    await keeper.apply(PAIR);
    kernel.values.set(SOMAXCONN, '777');
    await expect(keeper.order({ id: 'pair-1', action: 'confirm', by: BY })).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('net.core.somaxconn is 777 now and not 8192'),
    });
    clock.pass(60_000);
    await settled(keeper);
    expect([kernel.values.get(SOMAXCONN), kernel.values.get(RMEM)]).toEqual(['777', '4096 131072 6291456']);
    expect(keeper.report[0]?.undo).toMatchObject({
      reason: 'not-confirmed',
      settings: [
        { outcome: 'changed-by-another', value: '777', problem: 'it is not 8192 but 777: somebody changed it since' },
        { outcome: 'restored' },
      ],
    });
    kernel.values.set(RMEM, '1 2 3');
    expect(await keeper.order({ id: 'pair-1', action: 'undo', by: BY, evenIfChanged: true })).toMatchObject({
      undo: { reason: 'asked', settings: [{ outcome: 'restored', value: '4096' }, { outcome: 'restored' }] },
    });
    // That one was restored before: what it is now is not this change's.
    expect([kernel.values.get(SOMAXCONN), kernel.values.get(RMEM)]).toEqual(['4096', '1 2 3']);
  });

  test('ours is told from another’s', async () => {
    const { keeper, clock } = await running();
    expect(keeper.isOurs(host(SOMAXCONN), '4096')).toBe(false);
    await keeper.apply(UNIT);
    expect([keeper.isOurs(host(SOMAXCONN), '8192'), keeper.isOurs(host(SOMAXCONN), '777')]).toEqual([true, false]);
    expect(keeper.isOurs({ tunable: SOMAXCONN, namespace: '4026531840' }, '8192')).toBe(false);
    clock.pass(60_000);
    await settled(keeper);
    expect([keeper.isOurs(host(SOMAXCONN), '8192'), keeper.isOurs(host(SOMAXCONN), '4096')]).toEqual([false, true]);
  });
});

describe('without the server', () => {
  test('a change is taken back 15 seconds after the connection was lost', async () => {
    const { keeper, kernel, clock } = await running();
    await keeper.apply(UNIT);
    clock.pass(10_000);
    keeper.connectionLost();
    clock.pass(10_000);
    // Each failed attempt to come back says so again.
    keeper.connectionLost();
    clock.pass(4999);
    await settled(keeper);
    expect(kernel.values.get(SOMAXCONN)).toBe('8192');
    clock.pass(1);
    await settled(keeper);
    expect(kernel.values.get(SOMAXCONN)).toBe('4096');
    expect(keeper.report[0]?.undo?.reason).toBe('connection-lost');
  });

  test('one that came back in time has changed nothing, and never makes the time longer', async () => {
    const { keeper, kernel, clock } = await running();
    await keeper.apply(UNIT);
    clock.pass(1000);
    keeper.connectionLost();
    clock.pass(14_000);
    keeper.connected();
    clock.pass(44_999);
    await settled(keeper);
    expect(kernel.values.get(SOMAXCONN)).toBe('8192');
    keeper.connectionLost();
    clock.pass(1);
    await settled(keeper);
    expect(keeper.report[0]?.undo?.reason).toBe('not-confirmed');
  });
});

describe('when the agent ends', () => {
  test('what waits is taken back at once, and nothing is taken on any more', async () => {
    const { keeper, kernel, clock } = await running();
    await keeper.apply(UNIT);
    await keeper.stop();
    expect(kernel.values.get(SOMAXCONN)).toBe('4096');
    expect(keeper.report[0]?.undo?.reason).toBe('agent-restarted');
    await expect(keeper.apply(PAIR)).rejects.toMatchObject({ code: 'unavailable' });
    expect(clock.waiting).toBe(0);
  });

  test('the next one takes back what was not decided, and leaves what was', async () => {
    const { keeper, kernel, start, log } = await running();
    await keeper.apply(orderOf('kept-1', [[CONTROL, 'cubic', 'bbr']]));
    await keeper.order({ id: 'kept-1', action: 'confirm', by: BY });
    await keeper.apply(PAIR);
    const next = start();
    await next.keeper.recover();
    expect([kernel.values.get(SOMAXCONN), kernel.values.get(RMEM), kernel.values.get(CONTROL)]).toEqual([
      '4096',
      '4096 131072 6291456',
      'bbr',
    ]);
    expect(next.keeper.report).toMatchObject(
      [
        { id: 'pair-1', state: 'undone', undo: { reason: 'agent-restarted' } },
        { id: 'kept-1', state: 'kept' },
      ].sort((a, b) => (a.id < b.id ? 1 : -1)),
    );
    expect(next.keeper.isOurs(host(CONTROL), 'bbr')).toBe(true);
    expect(log.some((line) => line.includes('a change that an agent before this one left was taken back'))).toBe(true);
  });

  test('after a reboot it only notes that the values are gone', async () => {
    const { keeper, kernel, start } = await running();
    await keeper.apply(PAIR);
    kernel.values.set(SOMAXCONN, '128').set(RMEM, '4096 131072 6291456');
    const { length } = kernel.written;
    const next = start('00000000-8f4e-4a6e-9d0c-5b1a2c3d4e5f');
    await next.keeper.recover();
    expect(kernel.written.length).toBe(length);
    expect(next.keeper.report[0]).toMatchObject({
      state: 'undone',
      undo: {
        reason: 'agent-restarted',
        settings: [
          {
            outcome: 'changed-by-another',
            value: '128',
            problem: 'the machine was started again since, and the value went with it; something else set this one',
          },
          {
            outcome: 'restored',
            value: '4096 131072 6291456',
            problem: 'the machine was started again since, and the value went with it',
          },
        ],
      },
    });
  });

  test('what could not be restored is tried again by the next', async () => {
    const { keeper, kernel, clock, start } = await running();
    await keeper.apply(UNIT);
    kernel.refused.add(`${SOMAXCONN}=4096`);
    clock.pass(60_000);
    await settled(keeper);
    expect(keeper.report[0]?.undo?.settings).toMatchObject([{ outcome: 'failed', value: '8192' }]);
    kernel.refused.clear();
    const next = start(BOOT);
    await next.keeper.recover();
    expect(kernel.values.get(SOMAXCONN)).toBe('4096');
    expect(next.keeper.report[0]?.undo).toMatchObject({ reason: 'not-confirmed', settings: [{ outcome: 'restored' }] });
  });
});

describe('for the next boot', () => {
  test('a kept change is set, and undoing it unsets it', async () => {
    const { keeper, kept, file } = await running();
    await keeper.apply(PAIR);
    await expect(keeper.order({ id: 'pair-1', action: 'persist', by: BY })).rejects.toMatchObject({ code: 'conflict' });
    await keeper.order({ id: 'pair-1', action: 'confirm', by: BY });
    const change = await keeper.order({ id: 'pair-1', action: 'persist', by: BY });
    expect(change.persisted).toEqual({ path: file, timeMs: 1_800_000_000_000 });
    expect(kept().split('\n').slice(1)).toEqual([
      '# netstrata pair-1: 2027-01-15T08:00:00.000Z, person:ada@example.org: the accept queue of port 80 overflowed',
      'net.core.somaxconn = 8192',
      '# netstrata pair-1: 2027-01-15T08:00:00.000Z, person:ada@example.org: the accept queue of port 80 overflowed',
      'net.ipv4.tcp_rmem = 4096 131072 8388608',
      '',
    ]);
    const undone = await keeper.order({ id: 'pair-1', action: 'undo', by: BY });
    expect([undone.state, undone.persisted, existsSync(file)]).toEqual(['undone', undefined, false]);
  });

  test('the line of a change before it comes back', async () => {
    const { keeper, kept, file } = await running();
    for (const [id, before, value] of [
      ['first-1', '4096', '8192'],
      ['second-1', '8192', '16384'],
    ] as const) {
      await keeper.apply(orderOf(id, [[SOMAXCONN, before, value]]));
      await keeper.order({ id, action: 'confirm', by: BY });
      await keeper.order({ id, action: 'persist', by: BY });
    }
    expect(kept().match(/= .*/g)).toEqual(['= 16384']);
    await keeper.order({ id: 'second-1', action: 'undo', by: BY });
    expect(kept().match(/= .*/g)).toEqual(['= 8192']);
    expect(await keeper.order({ id: 'first-1', action: 'unpersist', by: BY })).not.toHaveProperty('persisted');
    expect(existsSync(file)).toBe(false);
  });

  test('an undo that the file stops is said, and is not made up for at the next start', async () => {
    const { keeper, kernel, file, folder, start } = await running();
    await keeper.apply(UNIT);
    await keeper.order({ id: 'unit-1', action: 'confirm', by: BY });
    await keeper.order({ id: 'unit-1', action: 'persist', by: BY });
    chmodSync(join(folder, 'sysctl.d'), 0o777);
    await expect(keeper.order({ id: 'unit-1', action: 'undo', by: BY })).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('others than its owner may write in'),
    });
    const next = start(BOOT);
    await next.keeper.recover();
    expect(next.keeper.report).toMatchObject([{ id: 'unit-1', state: 'kept' }]);
    expect(kernel.values.get(SOMAXCONN)).toBe('8192');
    chmodSync(join(folder, 'sysctl.d'), 0o755);
    expect(await next.keeper.order({ id: 'unit-1', action: 'undo', by: BY })).toMatchObject({ state: 'undone' });
    expect([kernel.values.get(SOMAXCONN), existsSync(file)]).toEqual(['4096', false]);
  });

  test('what belongs to a namespace cannot be set at boot', async () => {
    const { keeper, kernel } = await running();
    const { changes } = UNIT;
    kernel.read = (name) => kernel.values.get(name) ?? '';
    await keeper.apply({ ...UNIT, changes: changes.map((change) => ({ ...change, namespace: '4026531840' })) });
    await keeper.order({ id: 'unit-1', action: 'confirm', by: BY });
    await expect(keeper.order({ id: 'unit-1', action: 'persist', by: BY })).rejects.toMatchObject({
      code: 'bad-request',
      message: expect.stringContaining('net.core.somaxconn in net:[4026531840] belongs to a network namespace'),
    });
  });
});

test('a preview says what can be read and not written', async () => {
  const { keeper, kernel } = await running();
  kernel.fixed.add(RMEM);
  const { settings } = await keeper.preview([host(RMEM), host(SOMAXCONN)]);
  expect(settings.map(({ readOnly }) => readOnly)).toEqual([true, undefined]);
});

test('a preview says what is, what may be, and what cannot be changed', async () => {
  const { keeper, told, file } = await running();
  told.push('/etc/sysctl.d/99-x.conf sets it to 128');
  expect(await keeper.preview([host(CONTROL), host('kernel.panic')])).toEqual({
    settings: [
      {
        ...host(CONTROL),
        current: 'cubic',
        offered: ['reno', 'cubic', 'bbr'],
        overriddenBy: ['/etc/sysctl.d/99-x.conf sets it to 128'],
      },
      {
        ...host('kernel.panic'),
        problem: 'It is not in the catalogue: it cannot be changed.',
        overriddenBy: ['/etc/sysctl.d/99-x.conf sets it to 128'],
      },
    ],
    mayApply: true,
    reason: '',
    persistPath: file,
  });
});

test('a value that is longer than any that could be put back is neither told nor changed', async () => {
  const { keeper, kernel, clock } = await running();
  const ports = Array.from({ length: 700 }, (_, n) => 2 * n + 1024).join(',');
  const name = 'net.ipv4.ip_local_reserved_ports';
  await keeper.apply(orderOf('ports-1', [[name, '', '8080']]));
  kernel.values.set(name, ports);
  clock.pass(60_000);
  await settled(keeper);
  const [setting] = keeper.report[0]?.undo?.settings ?? [];
  expect([setting?.outcome, setting?.value, setting?.problem.length]).toEqual(['changed-by-another', undefined, 400]);
  const { settings } = await keeper.preview([host(name)]);
  expect(settings).toEqual([
    {
      ...host(name),
      problem: 'Its value is too long to be put back in one line: it is not changed.',
      overriddenBy: [],
    },
  ]);
  await expect(keeper.apply(orderOf('ports-2', [[name, '1', '8080']]))).rejects.toMatchObject({ code: 'unavailable' });
});

test('what people write is one line in the file, the log and the journal', async () => {
  const { keeper, kept, log, journal } = await running();
  const evil = 'x\nnet.ipv4.ip_forward = 1\r\u2028# \u001b[2J\u202e\0y';
  await keeper.apply({ ...UNIT, by: `person:e\nvil`, because: evil });
  await keeper.order({ id: 'unit-1', action: 'confirm', by: 'a\nb' });
  await keeper.order({ id: 'unit-1', action: 'persist', by: BY });
  expect(kept().split('\n')).toHaveLength(4);
  expect(kept()).toContain(', person:e vil: x net.ipv4.ip_forward = 1 #  [2J y\nnet.core.somaxconn = 8192\n');
  for (const line of log) expect(line.slice(0, -1)).not.toMatch(/\p{Cc}/u);
  expect(JSON.parse(readFileSync(join(journal, 'unit-1.json'), 'utf8')).change.because).toBe(
    'x net.ipv4.ip_forward = 1 #  [2J y',
  );
});
