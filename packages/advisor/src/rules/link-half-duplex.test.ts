import { describe, expect, it } from 'vitest';
import { contextOf, grew, labelled, NOTHING_OPEN, type Samples, told } from '../contextFixture.ts';
import { interfacesOf } from '../detailsFixture.ts';
import { linkHalfDuplex } from './link-half-duplex.ts';

const half = { speedMbit: 100, duplex: 'half', detected: true, autoneg: true } as const;
const findings = (link: object, samples: Samples = {}, physical = true) =>
  told(
    linkHalfDuplex,
    contextOf(samples, { details: { interfaces: interfacesOf({ device: 'eth0', link, physical }) } }),
    NOTHING_OPEN,
  );

describe('link-half-duplex', () => {
  it('tells of half duplex, and at which end to let it negotiate', () => {
    expect(findings(half)[0]).toMatchObject({
      subject: 'eth0',
      where: 'eth0: 100 Mbit/s, half duplex, autonegotiation on',
      changes: [],
    });
    expect(findings(half)[0]?.actions[0]).toContain('Let the switch port negotiate');
    expect(findings({ ...half, autoneg: false })[0]?.actions[0]).toContain('"ethtool -s eth0 autoneg on"');
  });

  it('is silent at full duplex, without a link, without hardware, and while the link changes', () => {
    expect(findings({ ...half, duplex: 'full' })).toEqual([]);
    expect(findings({ ...half, detected: false })).toEqual([]);
    expect(findings({ ...half, speedMbit: -1 })).toEqual([]);
    expect(findings(half, {}, false)).toEqual([]);
    const changes = labelled('link.netClass.carrierChanges', { device: 'eth0' });
    expect(findings(half, { [changes]: grew(1, 30) })).toEqual([]);
    expect(findings(half, { [changes]: grew(0) })).toHaveLength(1);
  });
});
