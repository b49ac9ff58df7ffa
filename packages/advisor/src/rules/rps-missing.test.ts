import { describe, expect, it } from 'vitest';
import { advise } from '../advise.ts';
import { AdviceBook } from '../book.ts';
import { changesIn, contextOf, grew, labelled, NOTHING_OPEN, told } from '../contextFixture.ts';
import { interfacesOf } from '../detailsFixture.ts';
import { rpsMissing } from './rps-missing.ts';

const cpu = (n: number) => labelled('link.statCpu.softirqSeconds', { cpu: String(n) });
interface Case {
  readonly busy?: number;
  readonly idle?: number;
  readonly packets?: number;
  readonly rps?: string;
  readonly queues?: number;
  readonly cpuCount?: number;
  readonly most?: number;
  readonly open?: boolean;
}
const findings = ({
  busy = 0.9,
  idle = 0.1,
  packets = 50_000,
  rps = '00',
  queues = 1,
  cpuCount = 4,
  most,
  open,
}: Case = {}) => {
  const samples = {
    [cpu(0)]: grew(idle),
    [cpu(1)]: grew(busy),
    [labelled('link.dev.rxPackets', { device: 'eth0' })]: grew(packets),
  };
  const rx = Array.from({ length: queues }, (_, n) => ({ queue: `rx-${n}`, rpsCpus: rps }));
  const none = {};
  const channels =
    most === undefined ? undefined : { combined: { current: queues, max: most }, rx: none, tx: none, other: none };
  const eth0 = { device: 'eth0', channels, queues: { rx, tx: [], rxCount: queues, txCount: 1 } };
  const context = contextOf(samples, { details: { interfaces: interfacesOf(eth0) } });
  const host = { ...context.host, cpuCount };
  return told(rpsMissing, { ...context, host }, open ? new Set(['eth0']) : NOTHING_OPEN);
};

describe('rps-missing', () => {
  it('names the mask: all CPUs, from four on without the busy one', () => {
    expect(changesIn(findings({ queues: 2 })[0])).toEqual(['eth0 0 sysfs.rps_cpus=0d', 'eth0 1 sysfs.rps_cpus=0d']);
    expect(changesIn(findings({ cpuCount: 2 })[0])).toEqual(['eth0 0 sysfs.rps_cpus=03']);
    expect(changesIn(findings({ rps: '00,00000000' })[0])).toEqual(['eth0 0 sysfs.rps_cpus=00,0000000d']);
    expect(findings()[0]).toMatchObject({
      title: 'CPU 1 alone works on the packets of eth0, and others could help',
      changes: [
        { tunable: 'sysfs.rps_cpus', namespace: 'host', device: 'eth0', queue: 0, current: '00', proposed: '0d' },
      ],
      arithmetic:
        'a bit for each of all CPUs but CPU 1, which takes the interrupts: d in hexadecimal, for each receive queue',
    });
  });

  it('goes on proposing one mask while two CPUs take turns at being the busiest', () => {
    const book = new AdviceBook();
    const rx = ['rx-0', 'rx-1'].map((queue) => ({ queue, rpsCpus: '0' }));
    const details = {
      interfaces: interfacesOf({ device: 'eth0', queues: { rx, tx: [], rxCount: 2, txCount: 1 } }),
    };
    const proposed = (first: number, second: number) => {
      const packets = { [labelled('link.dev.rxPackets', { device: 'eth0' })]: grew(50_000) };
      const samples = { ...packets, [cpu(0)]: grew(0.1), [cpu(1)]: grew(first), [cpu(2)]: grew(second) };
      const context = contextOf(samples, { details });
      const host = { ...context.host, cpuCount: 4 };
      return advise(book, { ...context, host }, 0, [rpsMissing]).advice[0]?.changes[0]?.proposed;
    };
    expect([proposed(0.95, 0.94), proposed(0.95, 0.94), proposed(0.94, 0.95)]).toEqual([undefined, 'd', 'd']);
  });

  it('leaves more than 15 queues to a line for a shell', () => {
    const [many] = findings({ queues: 16, cpuCount: 32 });
    expect(many).toMatchObject({ changes: [], arithmetic: '' });
    expect(many?.actions[0]).toContain('echo fffffffd > $q/rps_cpus');
  });

  it('fires above 80 % against below 40 %, and clears at 60 %', () => {
    expect(findings({ busy: 0.8 })).toEqual([]);
    expect(findings({ idle: 0.41 })).toEqual([]);
    expect(findings({ busy: 0.82, idle: 0.39 })).toHaveLength(1);
    expect(findings({ busy: 0.61, idle: 0.59, open: true })).toHaveLength(1);
    expect(findings({ busy: 0.59, open: true })).toEqual([]);
    expect(findings({ idle: 0.61, open: true })).toEqual([]);
  });

  it('is silent where packets are steered, each CPU has a queue, or the card has more queues to give', () => {
    expect(findings({ rps: '0000,00000003' })).toEqual([]);
    expect(findings({ queues: 4 })).toEqual([]);
    expect(findings({ most: 4 })).toEqual([]);
    expect(findings({ most: 1 })).toHaveLength(1);
    expect(findings({ packets: 9000 })).toEqual([]);
  });
});
