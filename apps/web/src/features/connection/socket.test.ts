import type { SocketDetail } from '@netstrata/metrics';
import { describe, expect, it } from 'vitest';
import { type SocketSeen, seeSocket } from './socket.ts';

const at = (timeMs: number): SocketDetail => ({
  timeMs,
  kind: 'tcp',
  cookie: '1f',
  inode: 4711,
  state: 'established',
  local: '10.0.0.1',
  fields: { bytesAcked: timeMs },
});
const told = (socket: SocketDetail, seen?: SocketSeen, cookie = '1f') =>
  seeSocket(seen, { hostId: 'host-0001', cookie, answer: { ok: true, socket } });
const refused = (seen?: SocketSeen) =>
  seeSocket(seen, {
    hostId: 'host-0001',
    cookie: '1f',
    answer: { ok: false, error: { code: 'not-found', message: 'gone' } },
  });

describe('seeSocket', () => {
  it('keeps the answer before, for what counters grew by', () => {
    const first = told(at(1000));
    expect(first).toEqual({ cookie: '1f', now: at(1000), before: undefined, error: undefined });
    const second = told(at(2000), first);
    expect(second).toMatchObject({ now: at(2000), before: at(1000) });
    expect(told(at(2000), second)).toMatchObject({ now: at(2000), before: at(1000) });
  });

  it('takes no old answer for the one before', () => {
    expect(told(at(12_000), told(at(1000))).before).toBeUndefined();
    expect(told(at(11_000), told(at(1000))).before).toEqual(at(1000));
  });

  it('keeps what was known when the socket is gone, and drops the error with the next answer', () => {
    const gone = refused(told(at(1000)));
    expect(gone).toMatchObject({ now: at(1000), error: { code: 'not-found' } });
    expect(told(at(2000), gone)).toMatchObject({ now: at(2000), error: undefined });
    expect(refused()).toEqual({
      cookie: '1f',
      now: undefined,
      before: undefined,
      error: { code: 'not-found', message: 'gone' },
    });
  });

  it('keeps nothing of another socket', () => {
    expect(told(at(2000), told(at(1000)), '2a').before).toBeUndefined();
  });
});
