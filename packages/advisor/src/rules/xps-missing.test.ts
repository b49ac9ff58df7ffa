import { describe, expect, it } from 'vitest';
import { changesIn, contextOf, grew, labelled, NOTHING_OPEN, told } from '../contextFixture.ts';
import { interfacesOf } from '../detailsFixture.ts';
import { xpsMissing } from './xps-missing.ts';

interface Case {
  readonly packets?: number;
  readonly queues?: number;
  readonly xpsCpus?: string | undefined;
  readonly xpsRxqs?: string | undefined;
  readonly open?: boolean;
}
const findings = ({ packets = 60_000, queues = 2, xpsCpus = '0', xpsRxqs, open = false }: Case = {}) => {
  const tx = Array.from({ length: queues }, (_, n) => ({ queue: `tx-${n}`, xpsCpus, xpsRxqs }));
  const details = { interfaces: interfacesOf({ device: 'eth0', queues: { rx: [], tx, rxCount: 1, txCount: queues } }) };
  const samples = { [labelled('link.dev.txPackets', { device: 'eth0' })]: grew(packets) };
  return told(xpsMissing, contextOf(samples, { details }), open ? new Set(['eth0']) : NOTHING_OPEN);
};

describe('xps-missing', () => {
  it('gives each CPU a queue', () => {
    expect(findings()[0]).toMatchObject({
      severity: 'info',
      confidence: 'low',
      arithmetic: 'queue n for CPU n: 1, 2',
    });
    expect(changesIn(findings()[0])).toEqual(['eth0 0 sysfs.xps_cpus=1', 'eth0 1 sysfs.xps_cpus=2']);
    const [many] = findings({ queues: 16 });
    expect(many).toMatchObject({ changes: [], arithmetic: '' });
    expect(many?.actions[0]).toContain(
      '"echo 1 > /sys/class/net/eth0/queues/tx-0/xps_cpus; echo 2 > /sys/class/net/eth0/queues/tx-1/xps_cpus"',
    );
  });

  it('fires above 50,000 packets a second and clears at half', () => {
    expect(findings({ packets: 50_000 })).toEqual([]);
    expect(findings({ packets: 50_100 })).toHaveLength(1);
    expect(findings({ packets: 25_100, open: true })).toHaveLength(1);
    expect(findings({ packets: 25_000, open: true })).toEqual([]);
  });

  it('is silent where queues are bound, are fewer than CPUs, or are not told', () => {
    expect(findings({ xpsCpus: '3' })).toEqual([]);
    expect(findings({ xpsRxqs: '1' })).toEqual([]);
    expect(findings({ queues: 1 })).toEqual([]);
    expect(told(xpsMissing, contextOf({}), NOTHING_OPEN)).toEqual([]);
  });
});
