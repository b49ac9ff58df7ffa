import { localised, NO_WORDS, sameWords } from '@netstrata/metrics';
import { describe, expect, it } from 'vitest';
import { adviceOf } from './adviceFixture.ts';
import { oneOwner } from './oneOwner.ts';

const change = (tunable: string, current: string, proposed: string) => ({
  tunable,
  namespace: 'host',
  current,
  proposed,
});
const WMEM = 'net.ipv4.tcp_wmem';

describe('oneOwner', () => {
  it('gives a tunable to the advice that goes farthest where all go the same way, and points the others to it', () => {
    const near = adviceOf('near', {
      severity: 'critical',
      arithmetic: sameWords('1'),
      changes: [change(WMEM, '1 2 3', '1 2 6')],
    });
    const far = adviceOf('far', { arithmetic: sameWords('2'), changes: [change(WMEM, '1 2 3', '1 2 12')] });
    const [first, second] = oneOwner([near, far]);
    expect(first).toMatchObject({ changes: [], arithmetic: NO_WORDS });
    expect(localised(first?.actions, 'en')).toEqual([
      'net.ipv4.tcp_wmem is changed by another advice that is open here: “about far”. Follow that one first; this one is judged anew afterwards.',
      'do it',
    ]);
    expect(second).toBe(far);
  });

  it('gives it to the most urgent, then to the oldest, where they disagree', () => {
    const up = adviceOf('up', { openedAt: 500, changes: [change('net.core.somaxconn', '128', '256')] });
    const down = adviceOf('down', { changes: [change('net.core.somaxconn', '128', '64')] });
    expect(oneOwner([down, up]).map(({ changes }) => changes.length)).toEqual([0, 1]);
    const urgent = { ...down, severity: 'critical' } as const;
    expect(oneOwner([urgent, up]).map(({ changes }) => changes.length)).toEqual([1, 0]);
    const words = adviceOf('words', { changes: [change('net.ipv4.tcp_congestion_control', 'cubic', 'bbr')] });
    expect(oneOwner([words])).toEqual([words]);
  });

  it('the same setting of another device, or of another queue, is another one', () => {
    const rps = (device: string, queue: number) => ({ ...change('sysfs.rps_cpus', '0', '3'), device, queue });
    const list = [rps('eth0', 0), rps('eth0', 1), rps('eth1', 0)].map((one, n) =>
      adviceOf(`a${n}`, { changes: [one] }),
    );
    expect(oneOwner(list)).toEqual(list);
    const twice = [...list, adviceOf('again', { changes: [rps('eth1', 0)], openedAt: 2000 })];
    expect(oneOwner(twice).map(({ changes }) => changes.length)).toEqual([1, 1, 1, 0]);
  });

  it('keeps the other changes of an advice, and those of another namespace', () => {
    const both = adviceOf('both', {
      arithmetic: sameWords('a'),
      changes: [change('net.core.rmem_max', '1', '2'), change('net.ipv4.tcp_sack', '0', '1')],
    });
    const more = adviceOf('more', { changes: [change('net.core.rmem_max', '1', '4')] });
    expect(oneOwner([both, more])[0]).toMatchObject({
      changes: [{ tunable: 'net.ipv4.tcp_sack' }],
      arithmetic: sameWords('a'),
    });
    const elsewhere = adviceOf('elsewhere', {
      changes: [{ ...change('net.core.rmem_max', '1', '4'), namespace: 'blue' }],
    });
    expect(oneOwner([both, elsewhere])).toEqual([both, elsewhere]);
  });
});
