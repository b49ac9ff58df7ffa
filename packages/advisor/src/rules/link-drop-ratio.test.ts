import { describe, expect, it } from 'vitest';
import { contextOf, grew, labelled, NOTHING_OPEN, told } from '../contextFixture.ts';
import { linkDropRatio } from './link-drop-ratio.ts';

const findings = (dropped: number, packets: number, { device = 'eth0', open = false } = {}) =>
  told(
    linkDropRatio,
    contextOf({
      [labelled('link.stats64.rxDropped', { device })]: grew(dropped),
      [labelled('link.dev.rxPackets', { device })]: grew(packets),
    }),
    open ? new Set([device]) : NOTHING_OPEN,
  );

describe('link-drop-ratio', () => {
  it('fires above 2 %, on wireless above 10 %, and clears at half', () => {
    expect(findings(20, 1000)).toEqual([]);
    expect(findings(21, 1000)[0]).toMatchObject({
      severity: 'info',
      confidence: 'low',
      where: 'eth0: 2.52k dropped, 120k received in five minutes',
      changes: [],
    });
    expect(findings(100, 1000, { device: 'wlan0' })).toEqual([]);
    expect(findings(101, 1000, { device: 'wlan0' })).toHaveLength(1);
    expect(findings(11, 1000, { open: true })).toHaveLength(1);
    expect(findings(10, 1000, { open: true })).toEqual([]);
  });

  it('does not judge little traffic, and is told by the backlog or the ring where they overflow', () => {
    expect(findings(20, 60)).toEqual([]);
    expect(linkDropRatio.yieldsTo).toEqual(['softnet-dropped', 'nic-ring-drops']);
  });
});
