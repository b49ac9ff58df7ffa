import { describe, expect, it } from 'vitest';
import { changesIn, contextOf, grew, labelled, NOTHING_OPEN, told } from '../contextFixture.ts';
import { interfacesOf } from '../detailsFixture.ts';
import { moreChannels, nicChannels } from './nic-channels.ts';

const NONE = {};
const channels = (current: number, max: number) => ({ combined: { current, max }, rx: NONE, tx: NONE, other: NONE });
const cpu = (n: number) => labelled('link.statCpu.softirqSeconds', { cpu: String(n) });
const findings = ({ share = 0.9, packets = 50_000, current = 1, max = 8, open = false, cpuCount = 4 } = {}) => {
  const samples = {
    [cpu(0)]: grew(0.1),
    [cpu(3)]: grew(share),
    [labelled('link.dev.rxPackets', { device: 'eth0' })]: grew(packets),
  };
  const details = { interfaces: interfacesOf({ device: 'eth0', channels: channels(current, max) }) };
  const context = contextOf(samples, { details });
  const host = { ...context.host, cpuCount };
  return told(nicChannels, { ...context, host }, open ? new Set(['eth0']) : NOTHING_OPEN);
};

describe('nic-channels', () => {
  it('names the command: as many queues as CPUs, or as the card has', () => {
    expect(findings()[0]).toMatchObject({
      subject: 'eth0',
      where: 'eth0: 50.0k packets/s; CPU 3: 90.0 % in softirq',
      changes: [
        { tunable: 'ethtool.channels.combined', namespace: 'host', device: 'eth0', current: '1', proposed: '4' },
      ],
    });
    expect(changesIn(findings({ max: 2 })[0])).toEqual(['eth0 ethtool.channels.combined=2']);
    expect(changesIn(findings({ max: 64, cpuCount: 16, current: 8 })[0])).toEqual([
      'eth0 ethtool.channels.combined=16',
    ]);
  });

  it('fires above 80 % of a CPU and clears at 60 %', () => {
    expect(findings({ share: 0.8 })).toEqual([]);
    expect(findings({ share: 0.82 })).toHaveLength(1);
    expect(findings({ share: 0.61, open: true })).toHaveLength(1);
    expect(findings({ share: 0.59, open: true })).toEqual([]);
  });

  it('is silent with all queues in use, without traffic on the card, and where its queues are not told', () => {
    expect(findings({ current: 4 })).toEqual([]);
    expect(findings({ current: 2, max: 2 })).toEqual([]);
    expect(findings({ packets: 900 })).toEqual([]);
    expect(moreChannels(undefined, 4)).toBeUndefined();
    expect(
      moreChannels({ combined: { current: 0, max: 0 }, rx: { current: 1, max: 4 }, tx: NONE, other: NONE }, 8),
    ).toEqual({
      kind: 'rx',
      current: 1,
      wanted: 4,
      max: 4,
    });
  });

  it('goes on about the card that is open while those of a bond take turns, until another has twice as much', () => {
    const of = (open: readonly string[], eth0: number, eth1: number) => {
      const rx = (device: string) => labelled('link.dev.rxPackets', { device });
      const samples = { [cpu(0)]: grew(0.1), [cpu(3)]: grew(0.9), [rx('eth0')]: grew(eth0), [rx('eth1')]: grew(eth1) };
      const card = (device: string) => ({ device, channels: channels(1, 8) });
      const details = { interfaces: interfacesOf(card('eth0'), card('eth1')) };
      return told(nicChannels, contextOf(samples, { details }), new Set(open)).map(({ subject }) => subject);
    };
    expect(of([], 50_000, 51_000)).toEqual(['eth1']);
    expect(of(['eth0'], 50_000, 51_000)).toEqual(['eth0']);
    expect(of(['eth0'], 50_000, 101_000)).toEqual(['eth1']);
  });

  it('blames no card for a CPU that takes the interrupts of another', () => {
    const of = (...lines: readonly (readonly [device: string, cpu: string])[]) => {
      const interrupts = lines.map(([device, on]) => [
        labelled('link.interrupts.count', { device, queue: `${device}-0`, irq: `3${on}`, cpu: on }),
        grew(500),
      ]);
      const rx = { [labelled('link.dev.rxPackets', { device: 'eth0' })]: grew(50_000) };
      const samples = { [cpu(0)]: grew(0.1), [cpu(3)]: grew(0.9), ...rx, ...Object.fromEntries(interrupts) };
      const details = { interfaces: interfacesOf({ device: 'eth0', channels: channels(1, 8) }) };
      return told(nicChannels, contextOf(samples, { details }));
    };
    expect(of(['eth0', '0'], ['eth1', '3'])).toEqual([]);
    expect(of(['eth0', '3'], ['eth1', '3'])).toHaveLength(1);
    // All the time busy with what it has, and told of no more.
    expect(of(['eth0', '0'])).toHaveLength(1);
  });

  it('asks a card that may have either kind of queues for more of those in use', () => {
    const either = (combined: number, rx: number) =>
      moreChannels({ combined: { current: combined, max: 8 }, rx: { current: rx, max: 8 }, tx: NONE, other: NONE }, 8);
    expect(either(8, 0)).toBeUndefined();
    expect(either(4, 0)).toMatchObject({ kind: 'combined', current: 4, wanted: 8 });
    expect(either(0, 4)).toMatchObject({ kind: 'rx', current: 4, wanted: 8 });
  });
});
