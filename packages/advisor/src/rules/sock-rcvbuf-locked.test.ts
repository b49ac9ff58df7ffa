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
  expect(finding?.actions[2]).toContain('at least 131072 B');
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
