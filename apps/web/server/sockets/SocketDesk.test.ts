import type { SocketDetail } from '@netstrata/metrics';
import { ProtocolError, type SocketQuery, type SocketUpdate } from '@netstrata/protocol';
import { describe, expect, it } from 'vitest';
import type { LiveHost } from '../live/LiveHost.ts';
import { SocketDesk } from './SocketDesk.ts';

const HOST = { hostId: 'host-0001' } as LiveHost;
const detail = (changes: Partial<SocketDetail>): SocketDetail => ({
  timeMs: 1_790_000_000_000,
  kind: 'tcp',
  cookie: 'a1',
  inode: 7,
  state: 'established',
  local: '127.0.0.1',
  fields: {},
  ...changes,
});

/** A desk whose agent answers as `answer` says, and the sockets that are open. */
function deskOf(answer: (query: SocketQuery) => Promise<SocketDetail>) {
  const asked: SocketQuery[] = [];
  const told: SocketUpdate[] = [];
  const open = new Set<string>();
  const desk = new SocketDesk({
    ask: (_, query) => {
      asked.push(query);
      return answer(query);
    },
    isOpen: (_, cookie) => open.has(cookie),
    tell: (update) => told.push(update),
  });
  const choose = (cookie: string) => {
    desk.admit(HOST, cookie);
    open.add(cookie);
    return desk.newest(HOST, cookie);
  };
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  return { desk, asked, told, open, choose, settled };
}

describe('SocketDesk', () => {
  it('asks at once and with every tick, and keeps the options of the last reading', async () => {
    let second = 0;
    const { asked, choose, desk, settled, told } = deskOf(async ({ options }) =>
      detail({ timeMs: second++, ...(options ? { options: { TCP_NODELAY: true } } : {}) }),
    );
    expect(choose('a1')).toBeUndefined();
    await settled();
    for (let tick = 0; tick < 5; tick++) {
      desk.look(HOST);
      await settled();
    }
    expect(asked.map(({ options }) => options)).toEqual([true, false, false, false, false, true]);
    expect(told.map(({ answer }) => answer)).toEqual(
      [0, 1, 2, 3, 4, 5].map((timeMs) => ({
        ok: true,
        socket: detail({ timeMs, options: { TCP_NODELAY: true }, optionsMissing: undefined }),
      })),
    );
    expect(choose('a1')).toEqual(told.at(-1)?.answer);
  });

  it('asks once for all who look, and not again before the answer', async () => {
    const late = Promise.withResolvers<SocketDetail>();
    const { asked, choose, desk, settled, told } = deskOf(() => late.promise);
    choose('a1');
    choose('a1');
    desk.look(HOST);
    expect(asked).toHaveLength(1);
    late.resolve(detail({}));
    await settled();
    expect(told).toHaveLength(1);
  });

  it('forgets a socket that nobody looks at any more', async () => {
    const { asked, choose, desk, open, settled } = deskOf(async () => detail({}));
    choose('a1');
    await settled();
    open.clear();
    desk.look(HOST);
    expect(asked).toHaveLength(1);
    expect(desk.newest(HOST, 'a1')).toBeUndefined();
  });

  it('says why there is no answer and asks on, but not for a socket that is gone', async () => {
    let code: 'timed-out' | 'not-found' = 'timed-out';
    const { asked, choose, desk, settled, told } = deskOf(() =>
      Promise.reject(new ProtocolError(code, 'socket:query', 'no')),
    );
    choose('a1');
    await settled();
    code = 'not-found';
    desk.look(HOST);
    await settled();
    desk.look(HOST);
    await settled();
    expect(asked.map(({ options }) => options)).toEqual([true, true]);
    expect(told.map(({ answer }) => !answer.ok && answer.error.code)).toEqual(['timed-out', 'not-found']);
  });

  it('says so when the question itself fails', async () => {
    const { choose, settled, told } = deskOf(() => Promise.reject(new Error('broken')));
    choose('a1');
    await settled();
    expect(told).toMatchObject([{ answer: { ok: false, error: { code: 'unavailable' } } }]);
  });

  it('looks at a bounded number of sockets of a host, those that are closed aside', () => {
    const { choose, open } = deskOf(async () => detail({}));
    for (let n = 0; n < 16; n++) choose(n.toString(16));
    expect(() => choose('ff')).toThrow(expect.objectContaining({ code: 'overloaded' }));
    open.delete('0');
    expect(() => choose('ff')).not.toThrow();
  });
});
