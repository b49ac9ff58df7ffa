import { describe, expect, it } from 'vitest';
import { changesIn, contextOf, grew, labelled, NOTHING_OPEN, type Samples, told } from '../contextFixture.ts';
import { interfacesOf } from '../detailsFixture.ts';
import { nicRingDrops } from './nic-ring-drops.ts';

const on = (metric: string) => labelled(metric, { device: 'eth0' });
const MISSED = on('link.stats64.rxMissedErrors');
const FIFO = on('link.dev.rxFifo');
const PACKETS = on('link.dev.rxPackets');
const NONE = {};
const ring = (current: number, max: number) => ({
  interfaces: interfacesOf({
    device: 'eth0',
    rings: { rx: { current, max }, rxMini: NONE, rxJumbo: NONE, tx: NONE },
  }),
});
const findings = (samples: Samples, details = {}, open = false) =>
  told(nicRingDrops, contextOf(samples, { details }), open ? new Set(['eth0']) : NOTHING_OPEN);
const losing = (perSecond: number, packets = 10_000): Samples => ({
  [MISSED]: grew(perSecond),
  [FIFO]: grew(0),
  [PACKETS]: grew(packets),
});

describe('nic-ring-drops', () => {
  it('says the exact ring: twice the present one, as a power of two, within what the card has', () => {
    expect(findings(losing(10), ring(256, 4096))[0]).toMatchObject({
      subject: 'eth0',
      severity: 'warning',
      where: 'eth0: 1.20k of 1.20M packets in the last five minutes (0.10 %)',
      changes: [{ tunable: 'ethtool.rings.rx', namespace: 'host', device: 'eth0', current: '256', proposed: '512' }],
      arithmetic: '2 x 256 descriptors, as a power of two, at most the 4096 that the card has = 512',
    });
    const action = (current: number, max: number) => findings(losing(10), ring(current, max))[0]?.actions[0];
    const change = (current: number, max: number) => changesIn(findings(losing(10), ring(current, max))[0]);
    expect(change(1000, 4096)).toEqual(['eth0 ethtool.rings.rx=2048']);
    expect(change(1024, 1500)).toEqual(['eth0 ethtool.rings.rx=1500']);
    expect(change(4096, 4096)).toEqual([]);
    expect(action(4096, 4096)).toContain('as large as the card allows');
    expect(findings(losing(10))[0]?.actions[0]).toContain('"ethtool -g eth0"');
  });

  it('fires above 0.01 % and ten packets, is critical above 1 %, and clears without any', () => {
    expect(findings(losing(1, 9_999))).toEqual([]);
    expect(findings(losing(1, 9_000))).toHaveLength(1);
    expect(findings({ [MISSED]: grew(9, 1), [PACKETS]: grew(1) })).toEqual([]);
    expect(findings(losing(101, 9_899))[0]?.severity).toBe('critical');
    expect(findings(losing(100, 9_900))[0]?.severity).toBe('warning');
    expect(findings({ ...losing(0), [MISSED]: grew(1, 1) }, {}, true)).toHaveLength(1);
    expect(findings(losing(0), {}, true)).toEqual([]);
  });

  it('counts what the driver calls overruns, too', () => {
    expect(findings({ [FIFO]: grew(10), [PACKETS]: grew(10_000) })).toHaveLength(1);
  });

  it('opens nothing while it is not known how much arrived, and leaves what is open as it was', () => {
    // The card was given other queues half a minute ago, and counts the packets of those.
    const anew = Array.from({ length: 121 }, (_, n) => 10_000 * (n < 90 ? n : n - 90));
    expect(findings({ ...losing(1), [PACKETS]: anew })).toEqual([]);
    expect(findings({ ...losing(1), [PACKETS]: anew }, {}, true)).toMatchObject([{ undecided: true }]);
  });
});
