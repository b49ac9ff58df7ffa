import { describe, expect, it } from 'vitest';
import { changesIn, contextOf, grew, labelled, NOTHING_OPEN, told } from '../contextFixture.ts';
import { interfacesOf } from '../detailsFixture.ts';
import { linkSendDrops } from './link-send-drops.ts';

const driver = { name: 'tun', version: '', firmwareVersion: '', busInfo: 'tun' };
const tun = { interfaces: interfacesOf({ device: 'tun0', physical: false, driver }) };
const findings = (dropped: number, sent: number, { length = 500, open = false, details = {} } = {}) => {
  const device = { device: 'tun0' };
  const samples = {
    [labelled('link.dev.txDropped', device)]: grew(dropped),
    [labelled('link.dev.txPackets', device)]: grew(sent),
    [labelled('link.netClass.txQueueLen', device)]: length,
  };
  return told(linkSendDrops, contextOf(samples, { details }), open ? new Set(['tun0']) : NOTHING_OPEN);
};

describe('link-send-drops', () => {
  it('fires above 1 % of a thousand packets and clears at 0.1 %', () => {
    expect(findings(1, 99)).toEqual([]);
    expect(findings(2, 98)[0]).toMatchObject({
      subject: 'tun0',
      severity: 'warning',
      where: 'tun0: 120 of 6.00k packets in the last minute',
      changes: [],
    });
    expect(findings(1, 15)).toEqual([]);
    expect(findings(1, 990, { open: true })).toHaveLength(1);
    expect(findings(1, 999, { open: true })).toEqual([]);
  });

  it('lengthens the queue of a TUN device in numbers, and names the program behind it', () => {
    const action = (length: number) => findings(20, 80, { length, details: tun })[0]?.actions[0];
    const change = (length: number) => changesIn(findings(20, 80, { length, details: tun })[0]);
    expect(change(500)).toEqual(['tun0 sysfs.tx_queue_len=1024']);
    expect(change(5)).toEqual(['tun0 sysfs.tx_queue_len=1000']);
    expect(change(6000)).toEqual(['tun0 sysfs.tx_queue_len=10000']);
    expect(change(10_000)).toEqual([]);
    expect(action(10_000)).toContain('The program behind it');
    expect(findings(20, 80)[0]?.actions[0]).toContain('ethtool -S tun0');
  });
});
