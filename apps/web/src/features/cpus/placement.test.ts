import type { LayerValue } from '@netstrata/protocol/types';
import { expect, it } from 'vitest';
import { irqsOf, placementOf } from './placement.ts';

const series = (
  metric: string,
  labels: Readonly<Record<string, string>>,
  perSecond: number | null,
  value = 0,
): LayerValue => ({ metric, labels, value, perSecond });
const processed = (cpu: string, perSecond: number | null) => series('link.softnet.processed', { cpu }, perSecond);
const softirq = (cpu: string, share: number) => series('link.statCpu.softirqSeconds', { cpu }, share);
const irq = (number: string, cpu: string, perSecond: number, value: number) =>
  series('link.interrupts.count', { device: 'eth0', queue: `eth0-rx-${number}`, irq: number, cpu }, perSecond, value);

it('names a CPU that does nearly all the work, and when it is near its end', () => {
  const idle = [processed('0', 20), processed('1', 980), softirq('1', 0.1), irq('40', '1', 300, 9000)];
  expect(placementOf(idle)).toMatchObject({ kind: 'concentrated', cpu: '1', share: 0.98, cpus: 2, softirq: 0.1 });
  expect(placementOf([...idle.slice(0, 2), softirq('1', 0.9)])).toMatchObject({ kind: 'overloaded', irqs: [] });
  const { irqs } = placementOf(idle) as { irqs: readonly { irq: number }[] };
  expect(irqs.map((row) => row.irq)).toEqual([40]);
});

it('is content with work that is spread, and says nothing of little traffic, one CPU or none', () => {
  expect(placementOf([processed('0', 500), processed('1', 600)])).toMatchObject({ kind: 'spread', cpu: '1' });
  expect(placementOf([processed('0', 3), processed('1', 90)])).toEqual({ kind: 'quiet', perSecond: 93 });
  expect(placementOf([processed('0', 900)])).toEqual({ kind: 'one-cpu' });
  expect(placementOf([processed('0', null)])).toEqual({ kind: 'unknown' });
});

it('gathers an interrupt line over its CPUs: where it interrupts now, and where it ever did', () => {
  expect(irqsOf([irq('41', '0', 5, 10), irq('41', '3', 50, 900), irq('41', '7', 0, 4), irq('9', '1', 0, 0)])).toEqual([
    { device: 'eth0', queue: 'eth0-rx-9', irq: 9, now: [], ever: [], total: 0 },
    {
      device: 'eth0',
      queue: 'eth0-rx-41',
      irq: 41,
      now: [
        { cpu: '3', perSecond: 50 },
        { cpu: '0', perSecond: 5 },
      ],
      ever: ['0', '3', '7'],
      total: 914,
    },
  ]);
});
