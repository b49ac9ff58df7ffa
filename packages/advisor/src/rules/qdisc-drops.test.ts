import { describe, expect, it } from 'vitest';
import { contextOf, dumpsOf, grew, labelled, NOTHING_OPEN, type Samples, socketRow, told } from '../contextFixture.ts';
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
      where:
        'eth0 (pfifo_fast 8001:): 600 of 60.0k packets in the last minute (1.00 %); 1.00k packets/s come, 990 packets/s go out',
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

  it('advises no queue as long as the present one, or shorter', () => {
    const device = { device: 'eth0' };
    const of = (speedMbit: number, length: number) =>
      findings({
        ...plain(10, 990),
        [labelled('link.netClass.speedMbit', device)]: speedMbit,
        [labelled('link.netClass.txQueueLen', device)]: length,
      })[0]?.actions.join(' ');
    expect(of(1000, 1000)).not.toContain('txqueuelen');
    expect(of(10_000, 10_000)).not.toContain('txqueuelen');
    expect(of(10_000, 1000)).toContain('txqueuelen 8333"');
    expect(of(-1, 5000)).not.toContain('txqueuelen');
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

  describe('behind a rate that the kernel tells', () => {
    const TBF = { kind: 'tbf', drops: 1500, packets: 500 };
    const labels = labelsOf(TBF);
    /** 5 Mbit/s with 1250 bytes a packet, of which three of four are dropped. */
    const samples = {
      ...samplesOf(TBF),
      [labelled('link.qdisc.bytes', labels)]: grew(625_000),
      [labelled('link.qdisc.backlogBytes', labels)]: 60_000,
      [labelled('link.shaper.rateBytesPerSecond', labels)]: 625_000,
      [labelled('link.shaper.burstBytes', labels)]: 32_768,
      [labelled('link.shaper.limitBytes', labels)]: 65_536,
    };
    const waiting = (wmemQueued: number, more = {}) =>
      socketRow({ protocol: 'udp', remote: '0.0.0.0', remotePort: 0, process: 'flood', pid: 9, wmemQueued, ...more });
    const of = (more: Samples, list: 'fullest' | 'senders' = 'fullest', rows = [waiting(120_000)]) =>
      told(qdiscDrops, contextOf({ ...samples, ...more }, { sockets: dumpsOf(list, [rows, rows]) }))[0];

    it('names device, kind, rate, what comes and goes, and the sender', () => {
      expect(of({})).toMatchObject({
        title: 'eth0 drops packets to send: more than the set rate of 5.00 Mbit/s lets through',
        where:
          'eth0 (tbf 8001:, rate 5.00 Mbit/s): 90.0k of 120k packets in the last minute (75.0 %); 2.00k packets/s (20.0 Mbit/s) come, 500 packets/s (5.00 Mbit/s) go out; most of it from flood (pid 9)',
      });
    });

    it('says what to tell the sender, and a command that can be pasted', () => {
      expect(of({})?.actions).toEqual([
        'If the rate is what the line has, have flood (pid 9) send less than 5.00 Mbit/s, or pace it (SO_MAX_PACING_RATE): its UDP socket 10.0.0.1:40000 had 117 KiB of what it sent waiting here, most of all that was seen. UDP does not slow down by itself.',
        'If the line carries more than that, raise the rate: "tc qdisc change dev eth0 root tbf rate 25mbit burst 32768 limit 65536" lets through the 20.0 Mbit/s that come now, and some more.',
        '"tc -s -d qdisc show dev eth0" shows rate, limit and what was dropped.',
      ]);
    });

    it('gives the queue 50 ms where less comes than the rate on average, unless it has them', () => {
      const bursts = { [labelled('link.qdisc.bytes', labels)]: grew(100_000) };
      expect(of(bursts)?.actions.join()).not.toContain('tc qdisc change');
      const short = { ...bursts, [labelled('link.shaper.limitBytes', labels)]: 12_500 };
      expect(of(short)?.actions[1]).toBe(
        'On average less comes than the rate: single bursts are lost, as the queue holds 20 ms of it. Give it 50 ms: "tc qdisc change dev eth0 root tbf rate 5mbit burst 32768 limit 64018".',
      );
    });

    it('names nobody who has less than half of the queue, or sends to this host itself', () => {
      const nobody = 'No socket stands out';
      expect(of({}, 'fullest', [])?.actions[0]).toContain(nobody);
      expect(of({}, 'fullest', [waiting(29_999)])?.actions[0]).toContain(nobody);
      expect(of({}, 'fullest', [waiting(30_000)])?.actions[0]).toContain('flood (pid 9)');
      expect(of({}, 'fullest', [waiting(120_000, { remote: '127.0.0.1' })])?.actions[0]).toContain(nobody);
      const two = [waiting(90_000), waiting(100_000, { cookie: 'b' }), waiting(90_000, { cookie: 'c' })];
      expect(of({}, 'fullest', two)?.actions[0]).toContain(nobody);
    });

    it('names who the newest look found, and how much an earlier one saw waiting', () => {
      const nameless = waiting(120_000, { process: undefined, pid: undefined });
      const looks = dumpsOf('fullest', [[nameless], [waiting(90_000)]]);
      const [finding] = told(qdiscDrops, contextOf(samples, { sockets: looks }));
      expect(finding?.where).toMatch(/; most of it from flood \(pid 9\)$/);
      expect(finding?.actions[0]).toContain('had 117 KiB of what it sent waiting here');
    });

    it('names a connection that sends half of what goes out', () => {
      const sending = (txBytesPerSecond: number) => [socketRow({ process: 'backup', pid: 8, txBytesPerSecond })];
      expect(of({}, 'senders', sending(312_500))?.actions[0]).toContain(
        'have backup (pid 8) send less than 5.00 Mbit/s, or pace it (SO_MAX_PACING_RATE): it sends 2.50 Mbit/s to 10.0.0.9:873 by TCP',
      );
      expect(of({}, 'senders', sending(312_499))?.actions[0]).toContain('No socket stands out');
    });

    it('says where to look when the rate is in a class', () => {
      const [finding] = findings(
        samplesOf(
          { kind: 'htb', handle: '1:', drops: 5, packets: 95 },
          { kind: 'pfifo', handle: '10:', parent: '1:10', drops: 5, packets: 95 },
        ),
      );
      expect(finding?.actions.at(-1)).toContain('"tc -s -d class show dev eth0"');
      expect(finding?.actions.join()).not.toContain('tc qdisc change');
      expect(finding?.actions.join()).not.toContain('…');
    });

    it('names the rate of the class, and sends nobody to change it on the queue', () => {
      const leaf = { kind: 'pfifo', handle: '10:', parent: '1:10', drops: 500, packets: 500 };
      const root = { kind: 'htb', handle: '1:', drops: 500, packets: 500 };
      const rate = {
        [labelled('link.shaper.rateBytesPerSecond', labelsOf(leaf))]: 625_000,
        [labelled('link.shaper.rateBytesPerSecond', labelsOf(root))]: 1_250_000,
        [labelled('link.qdisc.bytes', labelsOf(leaf))]: grew(625_000),
      };
      const [finding] = findings({ ...samplesOf(leaf, root), ...rate });
      expect(finding?.title).toBe('eth0 drops packets to send: more than the set rate of 5.00 Mbit/s lets through');
      expect(finding?.where).toContain('(pfifo 10:, rate 5.00 Mbit/s)');
      expect(finding?.actions.join()).not.toContain('tc qdisc change');
      expect(finding?.actions.at(-1)).toContain('"tc -s -d class show dev eth0" shows the rate and the ceil');
    });

    it('takes the rate above the queue, not that of a sibling', () => {
      const leaf = { kind: 'pfifo', handle: '10:', parent: '1:10', drops: 500, packets: 500 };
      const sibling = { kind: 'tbf', handle: '20:', parent: '1:20', drops: 0, packets: 5 };
      const root = { kind: 'prio', handle: '1:', drops: 500, packets: 505 };
      const rate = { [labelled('link.shaper.rateBytesPerSecond', labelsOf(sibling))]: 1000 };
      const [finding] = findings({ ...samplesOf(leaf, sibling, root), ...rate });
      expect(finding?.where).toMatch(/^eth0 \(pfifo 10:\): /);
    });
  });

  it('judges a queue beside a shaper as one that nobody limits', () => {
    const leaf = (drops: number) => ({ kind: 'pfifo', handle: '10:', parent: '1:10', drops, packets: 1000 });
    const sibling = { kind: 'tbf', handle: '20:', parent: '1:20', drops: 0, packets: 5 };
    const root = { kind: 'prio', handle: '1:', drops: 5, packets: 1005 };
    const [finding] = findings(samplesOf(leaf(5), sibling, root));
    expect(finding).toMatchObject({
      confidence: 'high',
      title: 'eth0 drops packets to send: its queue (pfifo) is full',
    });
  });

  it('raises flow_limit of fq when single flows reach it', () => {
    const fq = { kind: 'fq', drops: 10, packets: 990 };
    const byFlow = { [labelled('link.fq.flowsPlimit', labelsOf(fq))]: grew(9) };
    expect(findings({ ...samplesOf(fq), ...byFlow })[0]?.actions[0]).toContain(
      'reach flow_limit, what fq keeps of each (540 packets were dropped for that): "tc qdisc change dev eth0 handle 8001: fq flow_limit 200"',
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
