import { ID } from '@netstrata/metrics';
import { describe, expect, it } from 'vitest';
import { advise } from '../advise.ts';
import { AdviceBook } from '../book.ts';
import { changesIn, contextOf, grew, NOTHING_OPEN, type Samples, SHORT_OF_MEMORY, told } from '../contextFixture.ts';
import { tcpTwOverflow } from './tcp-tw-overflow.ts';

const OVERFLOWS = ID.tcp.timeWaitOverflow;
const WAITING = ID.sockstat.tcpTw;
const ENDED = 'transport.tcpExt.tw';
const findings = (samples: Samples, most: string | undefined = '131072', open = false) =>
  told(
    tcpTwOverflow,
    contextOf(
      { [OVERFLOWS]: grew(0), ...samples },
      { tunables: most === '' ? {} : { 'net.ipv4.tcp_max_tw_buckets': most } },
    ),
    open ? new Set(['host']) : NOTHING_OPEN,
  );

describe('tcp-tw-overflow', () => {
  it('warns of a single overflow and clears after a minute without', () => {
    expect(findings({ [OVERFLOWS]: grew(1, 1), [WAITING]: 70_000 })[0]).toMatchObject({
      severity: 'warning',
      where: '70000 in TIME-WAIT of 131072 allowed',
    });
    expect(findings({ [OVERFLOWS]: grew(1, 1), [WAITING]: 65_536 })).toEqual([]);
    expect(findings({ [WAITING]: 70_000 })).toEqual([]);
    expect(findings({ [WAITING]: 70_000 }, undefined, true)).toEqual([]);
  });

  it('says when the room is nearly used up, above 80 % and until below 60 %', () => {
    expect(findings({ [WAITING]: 104_857 })).toEqual([]);
    expect(findings({ [WAITING]: 104_858 })[0]?.severity).toBe('info');
    expect(findings({ [WAITING]: 78_644 }, undefined, true)).toHaveLength(1);
    expect(findings({ [WAITING]: 78_643 }, undefined, true)).toEqual([]);
  });

  it('tells how many waited when connections went without, not how many are left', () => {
    const waiting = Array.from({ length: 121 }, (_, n) => (n > 70 && n <= 90 ? 131_072 : 80_000));
    const lost = waiting.map((_, n) => 30 * Math.min(20, Math.max(0, n - 70)));
    expect(findings({ [OVERFLOWS]: lost, [WAITING]: waiting })[0]).toMatchObject({
      title: 'Connections close without their TIME-WAIT: there are too many already',
      where: 'up to 131072 in TIME-WAIT of 131072 allowed within a minute, 80000 now',
      evidence: [{ value: 131_072, over: { as: 'peak', seconds: 60 } }, { value: 600 }],
    });
  });

  it('proposes room for a minute of closing', () => {
    const [finding] = findings({ [OVERFLOWS]: grew(3000), [ENDED]: grew(2000), [WAITING]: 131_072 });
    expect(changesIn(finding)).toEqual(['net.ipv4.tcp_max_tw_buckets=524288']);
    expect(finding?.arithmetic).toBe(
      '5000 closed a second x 60 s x 1.25, at least twice the present 131072, as a power of two: 524288',
    );
    expect(changesIn(findings({ [WAITING]: 120_000 })[0])).toEqual(['net.ipv4.tcp_max_tw_buckets=262144']);
    expect(changesIn(findings({ [OVERFLOWS]: grew(3000) }, '1000')[0])).toEqual(['net.ipv4.tcp_max_tw_buckets=4000']);
  });

  it('raises nothing while memory is short, beyond a sixteenth of it, and where the limit is not known', () => {
    expect(findings({ [OVERFLOWS]: grew(1), ...SHORT_OF_MEMORY })[0]?.changes).toEqual([]);
    expect(findings({ [OVERFLOWS]: grew(1) }, '6103515')[0]?.changes).toEqual([]);
    expect(findings({ [OVERFLOWS]: grew(1) }, '')[0]).toMatchObject({ changes: [], arithmetic: '' });
  });

  it('waits for ten seconds of history', () => {
    expect(findings({ [OVERFLOWS]: grew(1, 5, 5) })).toEqual([]);
  });

  it('goes on proposing what the most that closed needed while it is open', () => {
    const book = new AdviceBook();
    const proposed = (perSecond: number) => {
      const samples = { [OVERFLOWS]: grew(perSecond), [ENDED]: grew(perSecond), [WAITING]: 131_072 };
      const context = contextOf(samples, { tunables: { 'net.ipv4.tcp_max_tw_buckets': '131072' } });
      return advise(book, context, 0, [tcpTwOverflow]).advice[0]?.changes[0]?.proposed;
    };
    expect([2500, 2500, 700].map(proposed)).toEqual([undefined, '524288', '524288']);
  });
});
