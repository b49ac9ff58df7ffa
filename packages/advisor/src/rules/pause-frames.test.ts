import { describe, expect, it } from 'vitest';
import { contextOf, grew, labelled, NOTHING_OPEN, told } from '../contextFixture.ts';
import { pauseFrames } from './pause-frames.ts';

const RECEIVED = labelled('link.pause.rxFrames', { device: 'eth0' });
const SENT = labelled('link.pause.txFrames', { device: 'eth0' });
const findings = (received: number, sent: number, open = '') =>
  told(
    pauseFrames,
    contextOf({ [RECEIVED]: grew(received), [SENT]: grew(sent) }),
    open === '' ? NOTHING_OPEN : new Set([open]),
  );

describe('pause-frames', () => {
  it('fires above ten a second, warns above a hundred and clears at one', () => {
    expect(findings(10, 0)).toEqual([]);
    expect(findings(11, 0)[0]).toMatchObject({
      subject: 'eth0 received',
      severity: 'info',
      where: 'eth0: 11 packets/s received',
      changes: [],
    });
    expect(findings(101, 0)[0]?.severity).toBe('warning');
    expect(findings(2, 0, 'eth0 received')).toHaveLength(1);
    expect(findings(1, 0, 'eth0 received')).toEqual([]);
  });

  it('tells the network ahead from this host', () => {
    expect(findings(50, 50).map(({ title }) => title)).toEqual([
      'eth0 is told to stop sending: the network ahead of it is full',
      'eth0 asks the other end to stop: this host does not take packets fast enough',
    ]);
  });
});
