import { ID } from '@netstrata/metrics';
import { describe, expect, it } from 'vitest';
import {
  changesIn,
  contextOf,
  dumpsOf,
  grew,
  NOTHING_OPEN,
  type Samples,
  SHORT_OF_MEMORY,
  socketRow,
  told,
} from '../contextFixture.ts';
import { tcpMemPressure } from './tcp-mem-pressure.ts';

const USED = ID.sockstat.tcpMem;
const findings = (samples: Samples, tcpMem = '300000 400000 600000', open = false) =>
  told(
    tcpMemPressure,
    contextOf(samples, { tunables: { 'net.ipv4.tcp_mem': tcpMem } }),
    open ? new Set(['host']) : NOTHING_OPEN,
  );

describe('tcp-mem-pressure', () => {
  it('warns above the second number and clears below 80 % of it', () => {
    expect(findings({ [USED]: 400_000 })).toEqual([]);
    expect(findings({ [USED]: 400_001 })[0]).toMatchObject({
      severity: 'warning',
      title: 'TCP is under memory pressure: buffers no longer grow',
    });
    expect(findings({ [USED]: 320_001 }, undefined, true)).toHaveLength(1);
    expect(findings({ [USED]: 320_000 }, undefined, true)).toEqual([]);
  });

  it('is critical near the limit, and when connections were reset', () => {
    expect(findings({ [USED]: 540_000 })[0]?.severity).toBe('warning');
    expect(findings({ [USED]: 540_001 })[0]?.severity).toBe('critical');
    const [finding] = findings({ [USED]: 400_001, [ID.tcp.abortOnMemory]: grew(1) });
    expect(finding).toMatchObject({ severity: 'critical', title: 'TCP is out of memory, and connections are reset' });
    expect(finding?.why).toContain('60 connections were reset');
  });

  it('doubles the limit, within a quarter of the memory', () => {
    const [finding] = findings({ [USED]: 400_001 });
    expect(changesIn(finding)).toEqual(['net.ipv4.tcp_mem=600000 800000 1200000']);
    expect(finding?.arithmetic).toBe(
      'limit 600000 pages x 2 = 1200000; pressure at two thirds of it, calm below half, neither lower than now',
    );
    // 25 GB are 6,103,515 pages; a quarter of them 1,525,878.
    expect(changesIn(findings({ [USED]: 900_000 }, '500000 800000 1200000')[0])).toEqual([
      'net.ipv4.tcp_mem=762939 1017252 1525878',
    ]);
    expect(findings({ [USED]: 1_500_000 }, '1000000 1200000 1600000')[0]).toMatchObject({
      changes: [],
      arithmetic: '',
    });
  });

  it('raises nothing while memory is short, or would be afterwards', () => {
    expect(findings({ [USED]: 400_001, ...SHORT_OF_MEMORY })[0]?.changes).toEqual([]);
    const [finding] = findings({ [USED]: 400_001, [ID.memory.availableBytes]: 4_000_000_000 });
    expect(finding?.changes).toEqual([]);
    expect(finding?.actions[1]).toContain('a raise would add 2.29 GiB, and 3.73 GiB are available');
  });

  it('names who holds it', () => {
    const fullest = [
      socketRow({ process: 'app', pid: 9, rmemAlloc: 3 * 2 ** 20, wmemQueued: 2 ** 20 }),
      socketRow({ process: 'nginx', pid: 7, rmemAlloc: 2 ** 20, cookie: 'b' }),
      socketRow({ process: 'app', pid: 9, rmemAlloc: 2 ** 20, cookie: 'c' }),
      socketRow({ protocol: 'udp', process: 'dns', rmemAlloc: 2 ** 24, cookie: 'd' }),
    ];
    const sockets = dumpsOf('senders', [[]]).map((dump) => ({ ...dump, fullest }));
    const tunables = { 'net.ipv4.tcp_mem': '300000 400000 600000' };
    const [finding] = told(tcpMemPressure, contextOf({ [USED]: 500_000 }, { sockets, tunables }), NOTHING_OPEN);
    expect(finding?.where).toBe('of the fullest sockets: app (pid 9) 5.00 MiB in 2; nginx (pid 7) 1.00 MiB in 1');
  });

  it('is silent where the limit is not known', () => {
    expect(told(tcpMemPressure, contextOf({ [USED]: 500_000 }, { tunables: {} }), NOTHING_OPEN)).toEqual([]);
    expect(findings({ [USED]: 5 }, '0 0 0')).toEqual([]);
  });

  it('begins pressure no sooner than now where all three numbers are one', () => {
    const [finding] = findings({ [USED]: 1_200_001 }, '1200000 1200000 1200000');
    expect(changesIn(finding)).toEqual(['net.ipv4.tcp_mem=1200000 1200000 1525878']);
  });
});
