import { expect, it } from 'vitest';
import { advise } from '../advise.ts';
import { AdviceBook } from '../book.ts';
import { contextOf, NOTHING_OPEN, SHORT_OF_MEMORY, TUNABLES, told } from '../contextFixture.ts';
import { receiverDumps } from '../receiveBuffer/receiverFixture.ts';
import { sockRmemMaxCap } from './sock-rmem-max-cap.ts';

const tunables = { ...TUNABLES, 'net.core.rmem_max': '65536' };
const evaluate = (sockets = receiverDumps(), samples = {}, settings: Record<string, string> = tunables) =>
  told(sockRmemMaxCap, contextOf(samples, { sockets, tunables: settings }), NOTHING_OPEN);

it('raises rmem_max for a buffer that is exactly twice it', () => {
  const [finding] = evaluate();
  expect(finding?.changes).toEqual([
    { tunable: 'net.core.rmem_max', namespace: 'host', current: '65536', proposed: '131072' },
  ]);
  expect(finding?.arithmetic).toMatch(
    /next power of two: 262144; the kernel doubles SO_RCVBUF, so half of it: 131072$/,
  );
  expect(finding?.better).toBe('Remove SO_RCVBUF from curl, so that the kernel grows the buffer by itself.');
  expect(finding?.actions).toHaveLength(1);
});

it('says nothing of any other size, nor where rmem_max is not known', () => {
  expect(evaluate(receiverDumps(() => ({ rcvbuf: 131_071 })))).toEqual([]);
  expect(evaluate(receiverDumps(), {}, { ...tunables, 'net.core.rmem_max': '' })).toEqual([]);
});

it('changes nothing while memory is short', () => {
  expect(evaluate(receiverDumps(), SHORT_OF_MEMORY)[0]).toMatchObject({ changes: [], arithmetic: '' });
});

it('goes on proposing what the fastest moment needed while it is open', () => {
  const book = new AdviceBook();
  const usual = { ...TUNABLES, 'net.core.rmem_max': '212992' };
  const proposed = (rxBytesPerSecond: number) => {
    const sockets = receiverDumps(() => ({ rcvbuf: 425_984, rcvWndBytes: 319_488, rxBytesPerSecond }));
    const { advice } = advise(book, contextOf({}, { sockets, tunables: usual }), 0, [sockRmemMaxCap]);
    return advice[0]?.changes[0]?.proposed;
  };
  expect([7_188_480, 7_188_480, 4_872_192].map(proposed)).toEqual([undefined, '524288', '524288']);
});
