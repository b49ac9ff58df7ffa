import { describe, expect, it } from 'vitest';
import {
  contextOf,
  dumpsOf,
  grew,
  NOTHING_OPEN,
  type Samples,
  SHORT_OF_MEMORY,
  socketRow,
  told,
} from '../contextFixture.ts';
import { sockUdpMemErrors } from './sock-udp-mem-errors.ts';

const USED = 'transport.sockstat.udpMem';
const ERRORS = 'transport.udp.memErrors';
const findings = (samples: Samples, { open = false, udpMem = '10000 13333 20000', held = 0 } = {}) =>
  told(
    sockUdpMemErrors,
    contextOf(samples, {
      tunables: { 'net.ipv4.udp_mem': udpMem },
      sockets: dumpsOf('udp', [[socketRow({ protocol: 'udp', process: 'sink', pid: 4, rmemAlloc: held })]]),
    }),
    open ? new Set(['host']) : NOTHING_OPEN,
  );

describe('sock-udp-mem-errors', () => {
  it('warns above 90 % of the pool and clears at 70 %', () => {
    expect(findings({ [USED]: 9000 })).toEqual([]);
    expect(findings({ [USED]: 9001 })[0]).toMatchObject({
      subject: 'host',
      severity: 'warning',
      where: '9001 of 10000 pages',
    });
    expect(findings({ [USED]: 7001 }, { open: true })).toHaveLength(1);
    expect(findings({ [USED]: 7000 }, { open: true })).toEqual([]);
  });

  it('is critical when datagrams were lost to it, and proposes twice the pool', () => {
    const [finding] = findings({ [USED]: 8000, [ERRORS]: grew(2) });
    expect(finding).toMatchObject({ severity: 'critical', confidence: 'high' });
    expect(finding?.changes).toEqual([
      { tunable: 'net.ipv4.udp_mem', namespace: 'host', current: '10000 13333 20000', proposed: '20000 26666 40000' },
    ]);
    expect(finding?.evidence.map(({ value }) => value)).toEqual([8000, 120]);
  });

  it('measures by the first number, above which the kernel refuses, and lowers none of the others', () => {
    expect(findings({ [USED]: 4501 }, { udpMem: '5000 7500 10000' })[0]).toMatchObject({
      where: '4501 of 5000 pages',
      changes: [{ proposed: '10000 13333 20000' }],
    });
    expect(findings({ [USED]: 4501 }, { udpMem: '5000 90000 90000' })[0]?.changes).toMatchObject([
      { proposed: '10000 90000 90000' },
    ]);
  });

  it('names the socket that holds most of it instead', () => {
    const half = (9500 * 4096) / 2;
    expect(findings({ [USED]: 9500 }, { held: half })[0]?.changes).toHaveLength(1);
    const [finding] = findings({ [USED]: 9500 }, { held: half + 1 });
    expect(finding?.changes).toEqual([]);
    expect(finding?.actions[0]).toContain('sink (pid 4) on port 40000 holds 18.6 MiB of it unread');
  });

  it('keeps to the pool as it was when datagrams were lost, and to who held it', () => {
    const rush = (most: number, now: number) =>
      Array.from({ length: 121 }, (_, n) => (n > 70 && n <= 100 ? most : now));
    const errors = rush(0, 0).map((_, n) => 4 * Math.min(30, Math.max(0, n - 70)));
    const sink = (rmemAlloc: number) => socketRow({ protocol: 'udp', process: 'sink', pid: 4, rmemAlloc });
    const sockets = dumpsOf(
      'udp',
      Array.from({ length: 40 }, (_, n) => [sink(n < 20 ? 9000 * 4096 : 0)]),
    );
    const samples = { [USED]: rush(10_000, 40), [ERRORS]: errors };
    const tunables = { 'net.ipv4.udp_mem': '10000 13333 20000' };
    for (const firing of [NOTHING_OPEN, new Set(['host'])])
      expect(told(sockUdpMemErrors, contextOf(samples, { tunables, sockets }), firing)[0]).toMatchObject({
        title: 'UDP datagrams are lost: the memory for all UDP sockets is used up',
        where: 'up to 10000 of 10000 pages within a minute, 40 now',
        evidence: [{ value: 10_000, over: { as: 'peak', seconds: 60 } }, { value: 120 }],
        changes: [],
        actions: [
          expect.stringContaining('sink (pid 4) on port 40000 held up to 35.2 MiB of it unread'),
          expect.anything(),
        ],
      });
  });

  it('changes nothing while memory is short, at a quarter of the memory, and where udp_mem is not known', () => {
    expect(findings({ [USED]: 9500, ...SHORT_OF_MEMORY })[0]?.changes).toEqual([]);
    const quarter = 1_525_878;
    expect(findings({ [USED]: quarter }, { udpMem: `${quarter} 2000000 4000000` })[0]).toMatchObject({
      changes: [],
      arithmetic: '',
    });
    expect(findings({ [USED]: 9500 }, { udpMem: '' })).toEqual([]);
  });
});
