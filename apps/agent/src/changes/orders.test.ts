import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyOrderOf, changeOrderOf, settingsOf } from './orders.ts';
import { orderOf } from './testing/keeperRig.ts';

const ORDER = orderOf('unit-1', [['net.core.somaxconn', '4096', '8192']]);
const [CHANGE] = ORDER.changes;
const refused = expect.objectContaining({ name: 'ProtocolError', code: 'bad-request' });
const withChange = (odd: object) => ({ ...ORDER, changes: [{ ...CHANGE, ...odd }] });

test('a whole order is taken, and nothing with it that was not asked for', () => {
  const device = {
    tunable: 'ethtool.rings.rx',
    namespace: '4026531840',
    device: 'eth0.100',
    queue: 3,
    value: '512',
    expectedBefore: '256',
  };
  expect(
    applyOrderOf({
      ...ORDER,
      changes: [CHANGE, { ...device, path: '/etc/passwd', __proto__: { x: 1 } }],
      allowApply: true,
      toString: 1,
    }),
  ).toEqual({
    ...ORDER,
    changes: [CHANGE, device],
  });
  expect(changeOrderOf({ id: 'unit-1', action: 'undo', by: 'x', evenIfChanged: true, force: true })).toEqual({
    id: 'unit-1',
    action: 'undo',
    by: 'x',
    evenIfChanged: true,
  });
  expect(changeOrderOf({ id: 'unit-1', action: 'confirm', by: 'x' })).toEqual({
    id: 'unit-1',
    action: 'confirm',
    by: 'x',
    evenIfChanged: false,
  });
  expect(settingsOf([{ ...CHANGE }])).toEqual([{ tunable: 'net.core.somaxconn', namespace: 'host' }]);
});

test.each([
  undefined,
  null,
  0,
  'text',
  [],
  [ORDER],
  () => ORDER,
  {},
  new Map(Object.entries(ORDER)),
  { ...ORDER, id: '../unit' },
  { ...ORDER, id: '..' },
  { ...ORDER, id: '' },
  { ...ORDER, id: 'a/b' },
  { ...ORDER, id: 'a\0' },
  { ...ORDER, id: 'a.json' },
  { ...ORDER, id: 'x'.repeat(65) },
  { ...ORDER, id: '%2e%2e%2fx' },
  { ...ORDER, id: 7 },
  { ...ORDER, id: 'unit-1\n' },
  { ...ORDER, id: '-rf' },
  { ...ORDER, changes: [] },
  { ...ORDER, changes: 'x' },
  { ...ORDER, changes: { length: 1, 0: CHANGE } },
  { ...ORDER, changes: [null] },
  { ...ORDER, changes: [[CHANGE]] },
  { ...ORDER, changes: Array.from({ length: 33 }, () => CHANGE) },
  { ...ORDER, changes: new Array(5) },
  { ...ORDER, by: undefined },
  { ...ORDER, by: 5 },
  { ...ORDER, because: ['x'] },
  { ...ORDER, because: 'x'.repeat(4001) },
  { ...ORDER, confirmWithinMs: '60000' },
  { ...ORDER, confirmWithinMs: 999 },
  { ...ORDER, confirmWithinMs: 600_001 },
  { ...ORDER, confirmWithinMs: Number.NaN },
  { ...ORDER, confirmWithinMs: Number.POSITIVE_INFINITY },
  { ...ORDER, confirmWithinMs: 1e308 },
  { ...ORDER, confirmWithinMs: 1000.5 },
  { ...ORDER, confirmWithinMs: undefined },
  withChange({ tunable: '../../etc/passwd' }),
  withChange({ tunable: 'net.core.somaxconn\0' }),
  withChange({ tunable: 'net%2fcore' }),
  withChange({ tunable: '' }),
  withChange({ tunable: 'net/core/somaxconn' }),
  withChange({ tunable: 'x'.repeat(200) }),
  withChange({ tunable: ['net.core.somaxconn'] }),
  withChange({ tunable: '__proto__' }),
  withChange({ namespace: 'own' }),
  withChange({ namespace: '0' }),
  withChange({ namespace: '-1' }),
  withChange({ namespace: '99999999999' }),
  withChange({ namespace: 4026531840 }),
  withChange({ namespace: '1/../..' }),
  withChange({ namespace: undefined }),
  withChange({ namespace: '4026531840\n' }),
  withChange({ device: '' }),
  withChange({ device: '..' }),
  withChange({ device: 'a/b' }),
  withChange({ device: 'sixteen-bytes-xx' }),
  withChange({ device: 'é'.repeat(8) }),
  withChange({ device: 'a\0b' }),
  withChange({ device: 'a b' }),
  withChange({ device: 'a\u001b' }),
  withChange({ device: 5 }),
  withChange({ device: null }),
  withChange({ queue: -1 }),
  withChange({ queue: 1.5 }),
  withChange({ queue: '1' }),
  withChange({ queue: 65_536 }),
  withChange({ queue: null }),
  withChange({ value: 8192 }),
  withChange({ value: '1\n2' }),
  withChange({ value: '1\0' }),
  withChange({ value: '٨' }),
  withChange({ value: '1'.repeat(4001) }),
  withChange({ value: undefined }),
  withChange({ expectedBefore: undefined }),
  withChange({ expectedBefore: '\r' }),
  withChange({ expectedBefore: null }),
])('%j is no order to apply', (given) => {
  expect(() => applyOrderOf(given)).toThrow(refused);
});

test.each([
  null,
  'undo',
  {},
  { id: 'unit-1', action: 'Undo', by: 'x' },
  { id: 'unit-1', action: 'toString', by: 'x' },
  { id: 'unit-1', action: ['undo'], by: 'x' },
  { id: '../x', action: 'undo', by: 'x' },
  { id: 'unit-1', action: 'undo' },
  { id: 'unit-1', action: 'undo', by: 'x', evenIfChanged: 'yes' },
  { id: 'unit-1', action: 'undo', by: 'x', evenIfChanged: 1 },
])('%j is no order', (given) => {
  expect(() => changeOrderOf(given)).toThrow(refused);
});

test.each([undefined, {}, [], [{}], [{ tunable: 'a.b' }], Array.from({ length: 33 }, () => CHANGE)])(
  '%j is no preview',
  (given) => {
    expect(() => settingsOf(given)).toThrow(refused);
  },
);

test('whatever is left out, cut short or made up is refused, or is the order', () => {
  const whole = { ...ORDER };
  const odd = fc.oneof(
    fc.anything(),
    fc.string({ unit: 'binary' }),
    fc.constantFrom('__proto__', '../x', '\0', '9'.repeat(400)),
  );
  const keys = fc.constantFrom(
    'id',
    'changes',
    'by',
    'because',
    'confirmWithinMs',
    '0.tunable',
    '0.namespace',
    '0.value',
    '0.expectedBefore',
    '0.device',
    '0.queue',
  );
  fc.assert(
    fc.property(keys, odd, (key, value) => {
      const [first = '', inner] = key.split('.');
      const given = inner === undefined ? { ...whole, [first]: value } : withChange({ [inner]: value });
      let order: ReturnType<typeof applyOrderOf>;
      try {
        order = applyOrderOf(given);
      } catch (error) {
        expect(error).toEqual(refused);
        return;
      }
      expect(order.id).toMatch(/^[A-Za-z0-9_-]+$/);
      expect(order.by + order.because).not.toMatch(/\p{Cc}|\p{Zl}|\p{Zp}/u);
      for (const change of order.changes) expect(Object.values(change).join('')).not.toMatch(/[\0\n\r]/);
    }),
    { numRuns: 3000 },
  );
  const text = JSON.stringify(whole);
  for (let end = 0; end < text.length; end++) {
    const cut = (() => {
      try {
        return JSON.parse(text.slice(0, end));
      } catch {
        return text.slice(0, end);
      }
    })();
    expect(() => applyOrderOf(cut)).toThrow(refused);
  }
});

test('what people write becomes one line of what can be seen', () => {
  const { by, because } = applyOrderOf({
    ...ORDER,
    by: ' a\u0007b ',
    because: `1\r\n2\u2028\u2029\u202e3\ud800 ${'x'.repeat(600)}`,
  });
  expect([by, because.slice(0, 8), because.length]).toEqual(['a b', '1 2 3  x', 500]);
});
