import { describe, expect, it } from 'vitest';
import { contextOf, grew, labelled, NOTHING_OPEN, type Samples, told } from '../contextFixture.ts';
import { irqImbalance } from './irq-imbalance.ts';

const line = (queue: number, cpu: number) =>
  labelled('link.interrupts.count', {
    device: 'eth0',
    queue: `rx-${queue}`,
    irq: String(40 + queue),
    cpu: String(cpu),
  });
const time = (cpu: number) => labelled('link.statCpu.softirqSeconds', { cpu: String(cpu) });
const findings = (samples: Samples, busy = 0.7, open = false) =>
  told(
    irqImbalance,
    contextOf({ ...samples, [time(0)]: grew(busy), [time(1)]: grew(0.1) }),
    open ? new Set(['eth0']) : NOTHING_OPEN,
  );
/** Two queues and a half on CPU 0, the rest on CPU 1. */
const spread = (first: number, second: number, other: number): Samples => ({
  [line(0, 0)]: grew(first),
  [line(1, 0)]: grew(second),
  [line(2, 1)]: grew(other),
});

describe('irq-imbalance', () => {
  it('names the CPU and the commands that deal its queues out', () => {
    const [finding] = findings(spread(4000, 4000, 2000));
    expect(finding).toMatchObject({
      subject: 'eth0',
      where: 'eth0: 8.00k/s of 10.0k/s interrupts on CPU 0',
      changes: [],
    });
    expect(finding?.actions[1]).toContain(
      '"echo 0 > /proc/irq/40/smp_affinity_list; echo 1 > /proc/irq/41/smp_affinity_list"',
    );
  });

  it('fires above 70 % of the interrupts and half of the time of a CPU, and clears at 60 % and 30 %', () => {
    expect(findings(spread(3500, 3500, 3000))).toEqual([]);
    expect(findings(spread(3600, 3600, 2800))).toHaveLength(1);
    expect(findings(spread(3050, 3050, 3900), 0.7, true)).toHaveLength(1);
    expect(findings(spread(3000, 3000, 4000), 0.7, true)).toEqual([]);
    expect(findings(spread(4000, 4000, 2000), 0.49)).toEqual([]);
    expect(findings(spread(4000, 4000, 2000), 0.31, true)).toHaveLength(1);
    expect(findings(spread(4000, 4000, 2000), 0.29, true)).toEqual([]);
  });

  it('is silent where one queue has most of the traffic, with one queue, and with few interrupts', () => {
    expect(findings(spread(7000, 1000, 2000))).toEqual([]);
    expect(findings({ [line(0, 0)]: grew(9000), [line(0, 1)]: grew(1000) })).toEqual([]);
    expect(findings(spread(400, 400, 190))).toEqual([]);
  });
});
