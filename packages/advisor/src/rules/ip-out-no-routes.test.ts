import { describe, expect, it } from 'vitest';
import { contextOf, grew, NOTHING_OPEN, type Samples, told } from '../contextFixture.ts';
import { ipOutNoRoutes } from './ip-out-no-routes.ts';

const SENT = 'network.ip.outNoRoutes';
const FORWARDED = 'network.ipExt.inNoRoutes';
const subjects = (samples: Samples, open: readonly string[] = []) =>
  ipOutNoRoutes
    .evaluate(contextOf(samples), open.length > 0 ? new Set(open) : NOTHING_OPEN)
    .map(({ subject }) => subject);

describe('ip-out-no-routes', () => {
  it('fires above one packet a second and clears at one in ten seconds', () => {
    expect(subjects({ [SENT]: grew(1) })).toEqual([]);
    expect(subjects({ [SENT]: grew(2) })).toEqual(['sent']);
    expect(subjects({ [SENT]: grew(0.2) }, ['sent'])).toEqual(['sent']);
    expect(subjects({ [SENT]: grew(0.1) }, ['sent'])).toEqual([]);
  });

  it('tells packets to forward apart, and never proposes a change', () => {
    expect(subjects({ [SENT]: grew(5), [FORWARDED]: grew(5) })).toEqual(['sent', 'forwarded']);
    const [finding] = told(ipOutNoRoutes, contextOf({ [FORWARDED]: grew(5) }), NOTHING_OPEN);
    expect(finding).toMatchObject({ changes: [], where: '5 packets/s over the last minute' });
    expect(finding?.why).toContain('another machine, which takes this host for its router');
  });

  it('leaves IPv6 alone, and waits for ten seconds of history', () => {
    expect(subjects({ 'network.ip6.outNoRoutes': grew(50) })).toEqual([]);
    const late = Array.from({ length: 121 }, (_, n) => (n < 115 ? Number.NaN : 1000 + 100 * n));
    expect(subjects({ [SENT]: late })).toEqual([]);
  });
});
