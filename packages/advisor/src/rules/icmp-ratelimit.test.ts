import { describe, expect, it } from 'vitest';
import { advise } from '../advise.ts';
import { AdviceBook } from '../book.ts';
import { contextOf, grew, NOTHING_OPEN, told } from '../contextFixture.ts';
import { icmpRatelimit } from './icmp-ratelimit.ts';

const LIMIT = { 'net.ipv4.icmp_msgs_per_sec': '1000' };
const findings = (heldBack: number, forwarded: number, tunables: Record<string, string> = LIMIT, open = false) =>
  told(
    icmpRatelimit,
    contextOf(
      { 'network.icmp.outRateLimitGlobal': grew(heldBack), 'network.ip.forwDatagrams': grew(forwarded) },
      { tunables },
    ),
    open ? new Set(['host']) : NOTHING_OPEN,
  );

describe('icmp-ratelimit', () => {
  it('proposes for a router twice what it would have sent', () => {
    expect(findings(500, 200)[0]).toMatchObject({
      severity: 'warning',
      changes: [{ tunable: 'net.ipv4.icmp_msgs_per_sec', current: '1000', proposed: '3000' }],
      arithmetic: '2 x (1000 allowed + 500 held back) a second = 3000',
    });
    expect(findings(5000, 200)[0]).toMatchObject({
      changes: [{ proposed: '4000' }],
      arithmetic: expect.stringContaining('at most 4 times the current value in one step: 4000'),
    });
  });

  it('goes on proposing for the most that was held back while it is open', () => {
    const book = new AdviceBook();
    const proposed = (heldBack: number) => {
      const samples = { 'network.icmp.outRateLimitGlobal': grew(heldBack), 'network.ip.forwDatagrams': grew(200) };
      const { advice } = advise(book, contextOf(samples, { tunables: LIMIT }), 0, [icmpRatelimit]);
      return advice[0]?.changes[0]?.proposed;
    };
    expect([400, 500, 450, 3].map(proposed)).toEqual([undefined, '3000', '3000', '3000']);
  });

  it('is silent on a host that forwards next to nothing, whatever asks for the messages', () => {
    expect(findings(500, 100)).toEqual([]);
    expect(findings(500, 110)).toHaveLength(1);
    expect(findings(500, 11, LIMIT, true)).toHaveLength(1);
    expect(findings(500, 10, LIMIT, true)).toEqual([]);
  });

  it('changes nothing at the most it proposes, and where the limit is unknown', () => {
    expect(findings(500, 200, { 'net.ipv4.icmp_msgs_per_sec': '10000' })[0]).toMatchObject({
      changes: [],
      arithmetic: '',
    });
    expect(findings(500, 200, {})[0]?.changes).toEqual([]);
  });

  it('fires above one a second and clears at one in ten seconds', () => {
    expect(findings(1, 200)).toEqual([]);
    expect(findings(2, 200)).toHaveLength(1);
    expect(findings(0.2, 200, LIMIT, true)).toHaveLength(1);
    expect(findings(0.1, 200, LIMIT, true)).toEqual([]);
  });

  it('leaves the limit for one destination alone', () => {
    const held = { 'network.icmp.outRateLimitHost': grew(500), 'network.icmp.outRateLimitGlobal': grew(0) };
    const samples = { ...held, 'network.ip.forwDatagrams': grew(200) };
    expect(told(icmpRatelimit, contextOf(samples, { tunables: LIMIT }), NOTHING_OPEN)).toEqual([]);
  });
});
