import { describe, expect, it } from 'vitest';
import { contextOf, grew, NOTHING_OPEN, type Samples, SHORT_OF_MEMORY, told } from '../contextFixture.ts';
import { ipForwardFragFail } from './ip-forward-frag-fail.ts';

const LIMITS = { 'net.ipv4.ipfrag_high_thresh': '4194304', 'net.ipv4.ipfrag_low_thresh': '3145728' };
const findings = (samples: Samples, tunables: Record<string, string> = LIMITS, open: readonly string[] = []) =>
  told(ipForwardFragFail, contextOf(samples, { tunables }), open.length > 0 ? new Set(open) : NOTHING_OPEN);

/** A minute's fragments, failures, timeouts and whole packets, and the bytes held. */
const minute = (fragments: number, fails: number, timeouts: number, whole: number, bytes: number): Samples => ({
  'network.ip.reasmReqds': grew(fragments / 60),
  'network.ip.reasmFails': grew(fails / 60),
  'network.ip.reasmTimeout': grew(timeouts / 60),
  'network.ip.reasmOKs': grew(whole / 60),
  'network.sockstat.fragMemory': bytes,
});

describe('ip-forward-frag-fail', () => {
  it('doubles the memory when fragments are refused for want of it', () => {
    const [finding] = findings(minute(6000, 240, 0, 1800, 4_194_304));
    expect(finding).toMatchObject({
      subject: 'ipv4 memory',
      confidence: 'high',
      where: '240 of 6000 fragments refused within a minute; up to 4.00 MiB of 4.00 MiB held',
      changes: [
        { tunable: 'net.ipv4.ipfrag_high_thresh', proposed: '8388608' },
        { tunable: 'net.ipv4.ipfrag_low_thresh', proposed: '6291456' },
      ],
      arithmetic: '4194304 bytes x 2 = 8388608; three quarters of it for the low mark',
    });
  });

  it('fires above 1 % and clears at 0.1 %', () => {
    expect(findings(minute(6000, 60, 0, 1800, 4_000_000))).toEqual([]);
    expect(findings(minute(6000, 120, 0, 1800, 4_000_000))).toHaveLength(1);
    expect(findings(minute(60_000, 120, 0, 1800, 4_000_000), LIMITS, ['ipv4 memory'])).toHaveLength(1);
    expect(findings(minute(60_000, 60, 0, 1800, 4_000_000), LIMITS, ['ipv4 memory'])).toEqual([]);
  });

  it('calls it loss on the way when the memory is not full, and changes nothing', () => {
    const [finding] = findings(minute(6000, 120, 120, 1800, 100_000));
    expect(finding).toMatchObject({ subject: 'ipv4 loss', changes: [], arithmetic: '' });
    expect(finding?.where).toBe('120 of 1920 packets given up; 97.7 KiB of 4.00 MiB held at most');
    expect(findings(minute(12_000, 60, 60, 6000, 100_000))).toEqual([]);
    expect(findings(minute(12_000, 60, 60, 5900, 100_000))).toHaveLength(1);
    expect(findings(minute(12_000, 60, 60, 50_000, 100_000), LIMITS, ['ipv4 loss'])).toHaveLength(1);
    expect(findings(minute(12_000, 60, 60, 60_000, 100_000), LIMITS, ['ipv4 loss'])).toEqual([]);
  });

  it('raises nothing for fragments whose rest never comes, when memory is short, or beyond its share of the memory', () => {
    expect(findings(minute(6000, 3000, 1000, 900, 4_194_304))[0]).toMatchObject({
      subject: 'ipv4 memory',
      confidence: 'medium',
      changes: [],
    });
    expect(findings({ ...minute(6000, 240, 0, 1800, 4_194_304), ...SHORT_OF_MEMORY })[0]?.changes).toEqual([]);
    const large = { 'net.ipv4.ipfrag_high_thresh': '90000000' };
    expect(findings(minute(6000, 240, 0, 1800, 90_000_000), large)[0]?.changes).toMatchObject([
      { proposed: '97656250' },
    ]);
    expect(findings(minute(6000, 240, 0, 1800, 4_194_304), {})).toEqual([]);
  });

  it('does not judge few fragments, nor overlaps and other failures with room in the memory', () => {
    expect(findings(minute(540, 300, 0, 0, 4_194_304))).toEqual([]);
    expect(findings(minute(6000, 600, 0, 1800, 100_000))).toEqual([]);
  });

  it('looks at IPv6 apart', () => {
    const six: Samples = {
      'network.ip6.reasmReqds': grew(100),
      'network.ip6.reasmFails': grew(10),
      'network.ip6.reasmTimeout': grew(10),
      'network.ip6.reasmOKs': grew(40),
      'network.sockstat6.frag6Memory': 1000,
    };
    expect(findings(six).map(({ subject }) => subject)).toEqual(['ipv6 loss']);
  });
});
