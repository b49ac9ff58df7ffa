import { describe, expect, it } from 'vitest';
import { contextOf, grew, labelled, NOTHING_OPEN, type Samples, told } from '../contextFixture.ts';
import { interfacesOf } from '../detailsFixture.ts';
import { linkLowSpeed } from './link-low-speed.ts';

const GIGABIT = ['100baseT/Half', '100baseT/Full', '1000baseT/Full', 'Autoneg', 'Pause'];
const FAST = ['100baseT/Half', '100baseT/Full', 'Autoneg'];
const findings = (link: object, samples: Samples = {}) =>
  told(
    linkLowSpeed,
    contextOf(samples, {
      details: { interfaces: interfacesOf({ device: 'eth0', link: { detected: true, ...link } }) },
    }),
    NOTHING_OPEN,
  );

describe('link-low-speed', () => {
  it('tells of a link below the fastest mode that both ends name', () => {
    const slow = { speedMbit: 100, supportedModes: GIGABIT, advertisedModes: GIGABIT, peerModes: GIGABIT };
    expect(findings(slow)[0]).toMatchObject({
      severity: 'warning',
      confidence: 'high',
      where: 'eth0: 100 Mbit/s of 1.00 Gbit/s',
      changes: [],
    });
    expect(findings(slow)[0]?.actions[0]).toContain('Change the cable');
    expect(findings({ ...slow, advertisedModes: FAST })[0]?.actions[0]).toContain('"ethtool -s eth0 autoneg on"');
    expect(findings({ ...slow, speedMbit: 1000 })).toEqual([]);
    expect(findings({ ...slow, peerModes: FAST })).toEqual([]);
  });

  it('calls it possible where the other end says nothing', () => {
    const alone = { speedMbit: 100, supportedModes: GIGABIT };
    expect(findings(alone)[0]).toMatchObject({ severity: 'info', confidence: 'low' });
    expect(findings({ ...alone, speedMbit: 1000, supportedModes: [...GIGABIT, '10000baseT/Full'] })).toEqual([]);
    expect(findings({ ...alone, supportedModes: FAST })).toEqual([]);
    expect(findings({ speedMbit: 100 })).toEqual([]);
  });

  it('takes the newer speed of the samples, and waits for a link that changes', () => {
    const speed = labelled('link.netClass.speedMbit', { device: 'eth0' });
    const stale = { speedMbit: 100, supportedModes: GIGABIT, peerModes: GIGABIT };
    expect(findings(stale, { [speed]: 1000 })).toEqual([]);
    const changes = labelled('link.netClass.carrierChanges', { device: 'eth0' });
    expect(findings(stale, { [changes]: grew(1, 30) })).toEqual([]);
  });
});
