import { expect, it } from 'vitest';
import { contextOf, NOTHING_OPEN, told } from '../contextFixture.ts';
import { receiverDumps } from '../receiveBuffer/receiverFixture.ts';
import { sockRcvbufLocked } from './sock-rcvbuf-locked.ts';

const evaluate = (sockets = receiverDumps(), open: ReadonlySet<string> = NOTHING_OPEN) =>
  told(sockRcvbufLocked, contextOf({}, { sockets }), open);

it('names a program whose buffer is none of the kernel’s, and what to ask for', () => {
  const [finding, ...others] = evaluate();
  expect(others).toEqual([]);
  expect(finding).toMatchObject({ subject: 'curl', severity: 'warning', changes: [], arithmetic: '' });
  expect(finding?.title).toBe('A fixed receive buffer limits how fast curl can receive');
  expect(finding?.why).toContain('It asked for 65536 B, and the kernel doubled that');
  expect(finding?.actions[1]).toContain('at least 131072 B');
  expect(finding?.actions[1]).toContain('doubles that to the 262144 B that are needed. net.core.rmem_max is 4194304 B');
});

it('blames no program for a connection that grew as far as an earlier maximum let it', () => {
  const valuesBefore = (tunable: string) => (tunable === 'net.ipv4.tcp_rmem' ? ['4096 65536 131072'] : []);
  const context = { ...contextOf({}, { sockets: receiverDumps() }), valuesBefore };
  const [finding] = told(sockRcvbufLocked, context, NOTHING_OPEN);
  expect(finding?.title).toBe('curl receives over a connection from before net.ipv4.tcp_rmem was raised');
  expect(finding?.actions).toEqual([
    'Connect again: the buffer of a new connection may grow up to net.ipv4.tcp_rmem (6.00 MiB).',
  ]);
});

it('says nothing of a buffer that grows, of the kernel’s maximum and of what rmem_max cut', () => {
  expect(evaluate(receiverDumps((n) => ({ rcvbuf: 100_000 + 1000 * n })))).toEqual([]);
  expect(evaluate(receiverDumps(() => ({ rcvbuf: 6_291_456 })))).toEqual([]);
  expect(evaluate(receiverDumps(() => ({ rcvbuf: 8_388_608 })))).toEqual([]);
});

it('stays open above three fifths of the window', () => {
  const less = receiverDumps(() => ({ rxBytesPerSecond: 1_490_000 }));
  expect(evaluate(less)).toEqual([]);
  expect(evaluate(less, new Set(['curl']))).toHaveLength(1);
});

it('stays open through a pause of the sender, and through looks that are far apart', () => {
  const paused = receiverDumps(() => ({}), 30).map((dump, n) =>
    n >= 18 && n < 28 ? { ...dump, receivers: [] } : dump,
  );
  expect(evaluate(paused)).toEqual([]);
  expect(evaluate(paused, new Set(['curl']))).toHaveLength(1);
  const rare = receiverDumps(() => ({}), 31).filter((_, n) => n % 10 === 0);
  expect(evaluate(rare)).toEqual([]);
  expect(evaluate(rare, new Set(['curl']))).toHaveLength(1);
});

it('closes when the connection has been away for longer, and when its buffer has just grown', () => {
  const gone = receiverDumps(() => ({}), 35).map((dump, n) => (n >= 13 ? { ...dump, receivers: [] } : dump));
  expect(evaluate(gone, new Set(['curl']))).toEqual([]);
  expect(
    evaluate(
      receiverDumps((n) => (n > 17 ? { rcvbuf: 262_144 } : {})),
      new Set(['curl']),
    ),
  ).toEqual([]);
});
