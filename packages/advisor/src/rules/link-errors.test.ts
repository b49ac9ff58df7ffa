import { describe, expect, it } from 'vitest';
import { contextOf, grew, labelled, NOTHING_OPEN, type Samples, told } from '../contextFixture.ts';
import { interfacesOf } from '../detailsFixture.ts';
import { linkErrors } from './link-errors.ts';

const CRC = 'link.stats64.rxCrcErrors';
const DOWN = 'link.stats64.carrierDownCount';
const PACKETS = 'link.dev.rxPackets';
const of = (device: string, samples: Samples): Samples =>
  Object.fromEntries(Object.entries(samples).map(([metric, values]) => [labelled(metric, { device }), values]));
const findings = (samples: Samples, { device = 'eth0', details = {}, open = false } = {}) =>
  told(linkErrors, contextOf(of(device, samples), { details }), open ? new Set([device]) : NOTHING_OPEN);
const twice = Array.from({ length: 121 }, (_, n) => 4 + (n > 50 ? 1 : 0) + (n > 60 ? 1 : 0));

describe('link-errors', () => {
  it('fires above 0.001 % and ten frames, is critical above 1 %, and clears without any', () => {
    expect(findings({ [CRC]: grew(0.1), [PACKETS]: grew(9_999.9) })).toEqual([]);
    expect(findings({ [CRC]: grew(0.1), [PACKETS]: grew(9_000) })).toHaveLength(1);
    expect(findings({ [CRC]: grew(9, 1), [PACKETS]: grew(1000) })).toEqual([]);
    expect(findings({ [CRC]: grew(10), [PACKETS]: grew(990) })[0]?.severity).toBe('warning');
    expect(findings({ [CRC]: grew(11), [PACKETS]: grew(990) })[0]?.severity).toBe('critical');
    expect(findings({ [CRC]: grew(1, 1), [PACKETS]: grew(1000) }, { open: true })).toHaveLength(1);
    expect(findings({ [CRC]: grew(0), [PACKETS]: grew(1000) }, { open: true })).toEqual([]);
  });

  it('tells of a link that went down twice, and names its speed', () => {
    expect(findings({ [DOWN]: grew(1, 1), [PACKETS]: grew(10) })).toEqual([]);
    const details = { interfaces: interfacesOf({ device: 'eth0', link: { speedMbit: 1000, port: 'FIBRE' } }) };
    const [finding] = findings({ [DOWN]: twice, [PACKETS]: grew(10) }, { details });
    expect(finding).toMatchObject({
      title: 'The link of eth0 comes and goes',
      where: 'eth0 at 1.00 Gbit/s: 0 damaged frames, 2 outages in five minutes',
      changes: [],
    });
    expect(finding?.actions[1]).toContain('ethtool -m eth0');
  });

  it('leaves devices without a card alone', () => {
    expect(findings({ [DOWN]: twice, [PACKETS]: grew(10) }, { device: 'veth12' })).toEqual([]);
    const details = { interfaces: interfacesOf({ device: 'lan0', physical: false }) };
    expect(findings({ [DOWN]: twice, [PACKETS]: grew(10) }, { device: 'lan0', details })).toEqual([]);
  });

  it('opens nothing while it is not known how much arrived, and leaves what is open as it was', () => {
    const anew = Array.from({ length: 121 }, (_, n) => 10_000 * (n < 90 ? n : n - 90));
    expect(findings({ [CRC]: grew(1), [PACKETS]: anew })).toEqual([]);
    expect(findings({ [CRC]: grew(1), [PACKETS]: anew }, { open: true })).toMatchObject([{ undecided: true }]);
  });
});
