import { describe, expect, it } from 'vitest';
import { contextOf, grew, labelled, NOTHING_OPEN, type Samples } from '../contextFixture.ts';
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
  nicRingDrops.evaluate(contextOf(samples, { details }), open ? new Set(['eth0']) : NOTHING_OPEN);
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
      changes: [],
    });
    const action = (current: number, max: number) => findings(losing(10), ring(current, max))[0]?.actions[0];
    expect(action(256, 4096)).toContain('"ethtool -G eth0 rx 512" (2 x 256,');
    expect(action(1000, 4096)).toContain('rx 2048');
    expect(action(1024, 1500)).toContain('rx 1500');
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
});
