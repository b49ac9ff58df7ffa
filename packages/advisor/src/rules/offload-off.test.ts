import { describe, expect, it } from 'vitest';
import { changesIn, contextOf, grew, labelled, NOTHING_OPEN, told } from '../contextFixture.ts';
import { interfacesOf } from '../detailsFixture.ts';
import { offloadOff } from './offload-off.ts';

const off = (name: string, more = {}) => ({ name, on: false, wanted: false, fixed: false, ...more });
const findings = (
  features: readonly ReturnType<typeof off>[],
  { rx = 0, tx = 0, open = false, physical = true } = {},
) => {
  const samples = {
    [labelled('link.dev.rxBytes', { device: 'eth0' })]: grew(rx),
    [labelled('link.dev.txBytes', { device: 'eth0' })]: grew(tx),
  };
  const details = { interfaces: interfacesOf({ device: 'eth0', features, physical }) };
  return told(offloadOff, contextOf(samples, { details }), open ? new Set(['eth0']) : NOTHING_OPEN);
};

describe('offload-off', () => {
  it('names the command for what is off, in the direction that has traffic', () => {
    const both = [off('rx-gro'), off('tx-tcp-segmentation'), off('tx-generic-segmentation')];
    expect(findings(both, { rx: 60_000_000 })[0]).toMatchObject({
      subject: 'eth0',
      severity: 'info',
      title: 'eth0 leaves work to the CPU that it could do itself: gro off',
      where: 'eth0: receives 480 Mbit/s',
      changes: [
        { tunable: 'ethtool.features.rx-gro', namespace: 'host', device: 'eth0', current: 'off', proposed: 'on' },
      ],
    });
    expect(changesIn(findings(both, { tx: 60_000_000 })[0])).toEqual([
      'eth0 ethtool.features.tx-generic-segmentation=on',
      'eth0 ethtool.features.tx-tcp-segmentation=on',
    ]);
  });

  it('fires above 400 Mbit/s and clears at half of it', () => {
    expect(findings([off('rx-gro')], { rx: 50_000_000 })).toEqual([]);
    expect(findings([off('rx-gro')], { rx: 50_100_000 })).toHaveLength(1);
    expect(findings([off('rx-gro')], { rx: 25_100_000, open: true })).toHaveLength(1);
    expect(findings([off('rx-gro')], { rx: 25_000_000, open: true })).toEqual([]);
  });

  it('leaves alone what is on, fixed, wanted in vain, LRO, and devices without a card', () => {
    const busy = { rx: 100_000_000, tx: 100_000_000 };
    expect(findings([off('rx-gro', { on: true })], busy)).toEqual([]);
    expect(findings([off('rx-gro', { fixed: true })], busy)).toEqual([]);
    expect(findings([off('tx-tcp-segmentation', { wanted: true })], busy)).toEqual([]);
    expect(findings([off('rx-lro')], busy)).toEqual([]);
    expect(findings([off('rx-gro')], { ...busy, physical: false })).toEqual([]);
  });

  it('says how much goes that way, also once it is less than what opened it', () => {
    const [finding] = findings([off('rx-gro')], { rx: 30_000_000, open: true });
    expect(finding?.arithmetic).toBe('on: the device can do it, and it receives 240 Mbit/s');
  });
});
