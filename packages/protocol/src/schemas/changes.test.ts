import { describe, expect, it } from 'vitest';
import {
  bareRequest,
  changeReply,
  changeRequest,
  changesReport,
  confirmRequest,
  driftReport,
  idempotencyKey,
  previewReply,
  previewRequest,
  undoRequest,
  validate,
} from './index.ts';

const WANTED = { tunable: 'net.core.somaxconn', value: '4096', expectedBefore: '128' };
const REQUEST = { changes: [WANTED], because: 'the queue overflows' };
const UNIT = {
  id: 'change-00000001',
  state: 'pending',
  changes: [{ tunable: 'net.core.somaxconn', namespace: 'host', before: '128', after: '4096' }],
  by: 'person:ada@example.org',
  because: 'the queue overflows',
  appliedMs: 1_790_000_000_000,
  deadlineMs: 1_790_000_060_000,
};
const PREVIEW = {
  settings: [{ tunable: 'net.core.somaxconn', namespace: 'host', current: '128', overriddenBy: [] }],
  mayApply: true,
  reason: '',
  persistPath: '/etc/sysctl.d/90-netstrata.conf',
};

const withChange = (change: object) => ({ ...REQUEST, changes: [{ ...WANTED, ...change }] });
const withUnit = (unit: object) => [{ ...UNIT, ...unit }];

describe('what is said about changes', () => {
  it.each([
    [changeRequest, REQUEST],
    [
      changeRequest,
      {
        changes: [{ ...WANTED, namespace: '4026531840', device: 'eth0.100', queue: 3 }],
        because: 'größer – aus gutem Grund',
        adviceId: 'tcp-listen-overflow:[::]:80',
        confirmWithinSeconds: 600,
        acceptRisk: true,
      },
    ],
    [previewRequest, { changes: [{ tunable: 'net.core.somaxconn', value: '4096' }] }],
    [changesReport, [UNIT]],
    [
      changesReport,
      withUnit({
        state: 'undone',
        undo: {
          reason: 'not-confirmed',
          timeMs: 1_790_000_060_000,
          settings: [
            { tunable: 'net.core.somaxconn', namespace: 'host', outcome: 'restored', value: '128', problem: '' },
          ],
        },
      }),
    ],
    [changesReport, withUnit({ state: 'kept', persisted: { path: '/etc/x.conf', timeMs: 1_790_000_060_000 } })],
    [changeReply, { ok: true, change: UNIT }],
    [changeReply, { ok: false, error: { code: 'conflict', message: 'it is 256 by now' } }],
    [previewReply, { ok: true, preview: PREVIEW }],
    [confirmRequest, { persist: true }],
    [undoRequest, { evenIfChanged: true }],
    [bareRequest, {}],
    [idempotencyKey, '3f0c1b52-8f4e-4a6e'],
  ])('is taken as it is when it fits (%#)', (schema, given) => {
    expect(validate<unknown>(schema, given, 'test')).toEqual(given);
  });

  it.each([
    [changeRequest, withChange({ tunable: '../../../etc/passwd' }), 'changes.0.tunable: must be a name'],
    [changeRequest, withChange({ tunable: 'net/core/somaxconn' }), 'changes.0.tunable: must be a name'],
    [changeRequest, withChange({ tunable: 'net.core.somaxconn%2f..' }), 'changes.0.tunable: must be a name'],
    [changeRequest, withChange({ tunable: 'net.core.somaxconn\0' }), 'changes.0.tunable: must be a name'],
    [changeRequest, withChange({ tunable: 'net.core.somaxconn\n' }), 'changes.0.tunable: must be a name'],
    [changeRequest, withChange({ tunable: 'net..core' }), 'changes.0.tunable: must be a name'],
    [changeRequest, withChange({ tunable: `net.${'x'.repeat(130)}` }), 'changes.0.tunable: '],
    [changeRequest, withChange({ tunable: ['net.core.somaxconn'] }), 'changes.0.tunable: '],
    [changeRequest, withChange({ value: 4096 }), 'changes.0.value: '],
    [changeRequest, withChange({ value: '4096\nkernel.x = 1' }), 'changes.0.value: must be one line'],
    [changeRequest, withChange({ value: '4096\0' }), 'changes.0.value: must be one line'],
    [changeRequest, withChange({ value: '1'.repeat(2401) }), 'changes.0.value: '],
    [changeRequest, withChange({ expectedBefore: undefined }), 'changes.0.expectedBefore: '],
    [changeRequest, withChange({ namespace: '../host' }), 'changes.0.namespace: must be "host"'],
    [changeRequest, withChange({ namespace: '04026531840' }), 'changes.0.namespace: must be "host"'],
    [changeRequest, withChange({ device: 'eth0/../lo' }), 'changes.0.device: must be the name'],
    [changeRequest, withChange({ device: '..' }), 'changes.0.device: must be the name'],
    [changeRequest, withChange({ device: 'a:b' }), 'changes.0.device: must be the name'],
    [changeRequest, withChange({ device: 'eth 0' }), 'changes.0.device: must be the name'],
    [changeRequest, withChange({ device: 'x'.repeat(16) }), 'changes.0.device: must be the name'],
    [changeRequest, withChange({ queue: -1 }), 'changes.0.queue: '],
    [changeRequest, withChange({ queue: 1e9 }), 'changes.0.queue: '],
    [changeRequest, withChange({ path: '/proc/sys' }), 'changes.0: '],
    [changeRequest, { ...REQUEST, changes: [] }, 'changes: '],
    [changeRequest, { ...REQUEST, changes: new Array(17).fill(WANTED) }, 'changes: '],
    [changeRequest, { ...REQUEST, changes: WANTED }, 'changes: '],
    [changeRequest, { ...REQUEST, because: ' ' }, 'because: must say why'],
    [changeRequest, { ...REQUEST, because: 'a\nnet.ipv4.ip_forward = 1' }, 'because: must be one line'],
    [changeRequest, { ...REQUEST, because: 'x'.repeat(501) }, 'because: '],
    [changeRequest, { ...REQUEST, because: 'turned\u202eround' }, 'because: must be one line'],
    [changeRequest, { ...REQUEST, confirmWithinSeconds: 9 }, 'confirmWithinSeconds: '],
    [changeRequest, { ...REQUEST, confirmWithinSeconds: 601 }, 'confirmWithinSeconds: '],
    [changeRequest, { ...REQUEST, confirmWithinSeconds: 1e308 }, 'confirmWithinSeconds: '],
    [changeRequest, { ...REQUEST, acceptRisk: 'yes' }, 'acceptRisk: '],
    [changeRequest, { ...REQUEST, by: 'person:somebody-else' }, 'message: '],
    [changeRequest, null, 'message: '],
    [changeRequest, [REQUEST], 'message: '],
    [changesReport, withUnit({ id: '../x' }), '0.id: must be the id of a change'],
    [changesReport, withUnit({ state: 'applying' }), '0.state: '],
    [changesReport, withUnit({ changes: [] }), '0.changes: '],
    [changesReport, withUnit({ by: 'ada\n[x]' }), '0.by: must be one line'],
    [changesReport, withUnit({ appliedMs: Number.NaN }), '0.appliedMs: '],
    [changesReport, withUnit({ persisted: { path: 'x'.repeat(401), timeMs: UNIT.appliedMs } }), '0.persisted.path: '],
    [changesReport, new Array(201).fill(UNIT), 'message: '],
    [changeReply, { ok: true, change: { ...UNIT, id: 7 } }, 'change.id: '],
    [previewReply, { ok: true, preview: { ...PREVIEW, mayApply: 'yes' } }, 'preview.mayApply: '],
    [confirmRequest, { persist: 1 }, 'persist: '],
    [undoRequest, { persist: true }, 'message: '],
    [bareRequest, { evenIfChanged: true }, 'message: '],
    [idempotencyKey, 'a b', 'message: must be 8 to 128'],
  ])('is refused, with the place, when it does not (%#)', (schema, given, message) => {
    expect(() => validate<unknown>(schema, given, 'test')).toThrow(message);
  });
});

describe('what somebody else changed', () => {
  const DRIFT = {
    tunable: 'net.core.somaxconn',
    namespace: 'host',
    timeMs: 1_790_000_000_000,
    before: '4096',
    after: '128',
    by: 'sysctl (pid 4711)',
  };
  const isTaken = (report: unknown) => driftReport.safeParse(report).success;

  it('is taken with and without who did it, of devices and their queues', () => {
    const { by: _, ...unknown } = DRIFT;
    expect(isTaken([DRIFT, unknown, { ...DRIFT, tunable: 'sysfs.rps_cpus', device: 'eth0', queue: 3 }])).toBe(true);
    expect(isTaken([])).toBe(true);
  });

  it.each([
    ['no list', DRIFT],
    ['more than 64', Array(65).fill(DRIFT)],
    ['a name that leads elsewhere', [{ ...DRIFT, tunable: '../../etc/passwd' }]],
    ['a device that is a path', [{ ...DRIFT, device: '../lo' }]],
    ['a time that is none', [{ ...DRIFT, timeMs: Number.NaN }]],
    ['a value of several lines', [{ ...DRIFT, after: '1\n2' }]],
    ['a value without end', [{ ...DRIFT, after: '1'.repeat(5000) }]],
    ['a writer without end', [{ ...DRIFT, by: 'x'.repeat(201) }]],
    ['a writer that turns text round', [{ ...DRIFT, by: 'a\u202eb' }]],
    ['no value before', [{ ...DRIFT, before: undefined }]],
  ])('%s is refused', (_, report) => {
    expect(isTaken(report)).toBe(false);
  });
});
