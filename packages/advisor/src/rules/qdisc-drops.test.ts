import { describe, expect, it } from 'vitest';
import { contextOf, grew, labelled, NOTHING_OPEN, type Samples, told } from '../contextFixture.ts';
import { qdiscDrops } from './qdisc-drops.ts';

const DROPS = 'link.qdisc.drops';
const PACKETS = 'link.qdisc.packets';
interface Qdisc {
  readonly kind: string;
  readonly handle?: string;
  readonly parent?: string;
  /** A second. */
  readonly drops: number;
  readonly packets: number;
}

const labelsOf = ({ kind, handle = '8001:', parent = 'root' }: Qdisc) => ({ device: 'eth0', kind, handle, parent });
const samplesOf = (...qdiscs: readonly Qdisc[]): Samples =>
  Object.fromEntries(
    qdiscs.flatMap((qdisc) => [
      [labelled(DROPS, labelsOf(qdisc)), grew(qdisc.drops)],
      [labelled(PACKETS, labelsOf(qdisc)), grew(qdisc.packets)],
    ]),
  );
const findings = (samples: Samples, open = false) =>
  told(qdiscDrops, contextOf(samples), open ? new Set(['eth0']) : NOTHING_OPEN);
const plain = (drops: number, packets: number) => samplesOf({ kind: 'pfifo_fast', drops, packets });
const fair = (drops: number, packets: number) => samplesOf({ kind: 'fq_codel', drops, packets });

describe('qdisc-drops', () => {
  it('fires above 0.1 % for a plain queue and clears at 0.01 %', () => {
    expect(findings(plain(1, 999))).toEqual([]);
    expect(findings(plain(1, 990))).toHaveLength(1);
    expect(findings(plain(1, 9990), true)).toHaveLength(1);
    expect(findings(plain(1, 9999), true)).toEqual([]);
  });

  it('names device, queue and share, and has no sysctl for it', () => {
    expect(findings(plain(10, 990))[0]).toMatchObject({
      subject: 'eth0',
      severity: 'warning',
      title: 'eth0 drops packets to send: its queue (pfifo_fast) is full',
      where: 'eth0 (pfifo_fast 8001:): 600 of 60.0k packets in the last minute (1.00 %)',
      changes: [],
      arithmetic: '',
    });
  });

  it('says how long a queue for 10 ms is, in numbers', () => {
    const device = { device: 'eth0' };
    const of = (speedMbit: number, mtu: number) =>
      findings({
        ...plain(10, 990),
        [labelled('link.netClass.speedMbit', device)]: speedMbit,
        [labelled('link.netClass.mtuBytes', device)]: mtu,
      })[0]?.actions[1];
    expect(of(1000, 1500)).toContain('txqueuelen 1000" (1.00 Gbit/s x 10 ms / 1500 bytes = 833 packets');
    expect(of(10_000, 1500)).toContain('txqueuelen 8333"');
    expect(of(100_000, 1500)).toContain('txqueuelen 10000"');
    expect(of(-1, 1500)).toContain('txqueuelen 2000"');
  });

  it('lets queues that signal lose 1 %', () => {
    expect(findings(fair(1, 99))).toEqual([]);
    expect(findings(fair(2, 98))).toHaveLength(1);
    expect(findings(fair(1, 150), true)).toHaveLength(1);
    expect(findings(fair(1, 199), true)).toEqual([]);
  });

  it('lets a shaper hold back as much as it wants, and judges the queue below it alone', () => {
    const overlimits = {
      [labelled('link.qdisc.overlimits', labelsOf({ kind: 'tbf', drops: 0, packets: 0 }))]: grew(900),
    };
    expect(findings({ ...samplesOf({ kind: 'tbf', drops: 0, packets: 100 }), ...overlimits })).toEqual([]);
    expect(findings(samplesOf({ kind: 'tbf', drops: 1, packets: 199 }))).toEqual([]);
    const [finding] = findings(
      samplesOf(
        { kind: 'htb', handle: '1:', drops: 5, packets: 95 },
        { kind: 'pfifo', handle: '10:', parent: '1:10', drops: 5, packets: 95 },
      ),
    );
    expect(finding?.title).toBe('eth0 drops packets to send: more than the set rate lets through');
    expect(finding?.where).toContain('(pfifo 10:)');
  });

  it('raises flow_limit of fq when single flows reach it', () => {
    const fq = { kind: 'fq', drops: 10, packets: 990 };
    const byFlow = { [labelled('link.fq.flowsPlimit', labelsOf(fq))]: grew(9) };
    expect(findings({ ...samplesOf(fq), ...byFlow })[0]?.actions[0]).toContain(
      '"tc qdisc change dev eth0 handle 8001: fq flow_limit 200"',
    );
    expect(findings(samplesOf(fq))[0]?.actions[0]).toContain('fq_codel');
  });

  it('does not judge little traffic, losses made on purpose, and sums of other queues', () => {
    expect(findings(plain(0.1, 1000))).toEqual([]);
    expect(findings(plain(5, 11))).toEqual([]);
    for (const kind of ['netem', 'ingress', 'clsact', 'mq'])
      expect(findings(samplesOf({ kind, drops: 50, packets: 950 }))).toEqual([]);
  });
});
