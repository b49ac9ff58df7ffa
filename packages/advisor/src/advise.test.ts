import { ID, NO_WORDS, sameWords } from '@netstrata/metrics';
import { describe, expect, it } from 'vitest';
import { advise } from './advise.ts';
import { AdviceBook } from './book.ts';
import { contextOf, dumpsOf, grew, socketRow } from './contextFixture.ts';
import { tcpListenOverflow } from './rules/tcp-listen-overflow.ts';
import type { Rule } from './types.ts';

const broken: Rule = {
  id: 'broken',
  layer: 'link',
  title: sameWords('Broken'),
  metrics: [],
  tunables: [],
  about: { feels: [], symptom: NO_WORDS, reasoning: NO_WORDS, formula: NO_WORDS, sources: [] },
  evaluate: () => {
    throw new Error('no such thing');
  },
};

const listener = (recvQ: number) =>
  socketRow({ state: 'listen', local: '::', localPort: 80, remotePort: 0, recvQ, sendQ: 128, process: 'nginx' });
const overflowing = contextOf(
  { [ID.tcp.listenOverflows]: grew(3), [ID.tcp.passiveOpens]: grew(9) },
  { sockets: dumpsOf('listeners', [[listener(129)], [listener(0)]]) },
);
const calm = contextOf({ [ID.tcp.listenOverflows]: 5, [ID.tcp.passiveOpens]: 5 });

describe('advise', () => {
  it('opens, keeps and closes the advice of the real rules', () => {
    const book = new AdviceBook();
    expect(advise(book, overflowing, 1000).advice).toEqual([]);
    const second = advise(book, overflowing, 2000);
    expect(second.advice.map(({ id, rule, layer, openedAt }) => [id, rule, layer, openedAt])).toEqual([
      ['tcp-listen-overflow:[::]:80', 'tcp-listen-overflow', 'socket', 2000],
    ]);
    expect(second.failures).toEqual([]);
    expect(advise(book, overflowing, 3000).changed).toBe(false);
    expect(advise(book, calm, 4000).events.map(({ kind }) => kind)).toEqual(['closed']);
  });

  it('goes on without a rule that throws', () => {
    const book = new AdviceBook();
    advise(book, overflowing, 1000, [broken, tcpListenOverflow]);
    const { advice, failures } = advise(book, overflowing, 2000, [broken, tcpListenOverflow]);
    expect(advice).toHaveLength(1);
    expect(failures.map(({ rule, error }) => [rule, String(error)])).toEqual([['broken', 'Error: no such thing']]);
  });
});
