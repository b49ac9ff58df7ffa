import { describe, expect, it } from 'vitest';
import { changesIn, contextOf, grew, labelled, NOTHING_OPEN, told } from '../contextFixture.ts';
import { interfacesOf } from '../detailsFixture.ts';
import { rfsMissing } from './rfs-missing.ts';

const findings = ({
  steered = 5000,
  sockets = 500,
  entries = '0',
  flowCnt = 0 as number | null,
  open = false,
} = {}) => {
  const samples = {
    [labelled('link.softnet.receivedRps', { cpu: '1' })]: grew(steered),
    [labelled('link.dev.rxPackets', { device: 'eth0' })]: grew(50_000),
    'socket.tcp.sockets': sockets,
  };
  const rx = [0, 1].map((n) => ({ queue: `rx-${n}`, rpsCpus: '3', rpsFlowCnt: flowCnt ?? undefined }));
  const queues = { rx, tx: [], rxCount: 2, txCount: 2 };
  const details = { interfaces: interfacesOf({ device: 'eth0', queues }) };
  const tunables = { 'net.core.rps_sock_flow_entries': entries };
  return told(rfsMissing, contextOf(samples, { details, tunables }), open ? new Set(['eth0']) : NOTHING_OPEN);
};

describe('rfs-missing', () => {
  it('sets both halves, with the numbers', () => {
    const [finding] = findings();
    expect(finding).toMatchObject({
      severity: 'info',
      confidence: 'low',
      changes: [
        { tunable: 'net.core.rps_sock_flow_entries', current: '0', proposed: '32768' },
        { tunable: 'sysfs.rps_flow_cnt', device: 'eth0', queue: 0, current: '0', proposed: '16384' },
        { tunable: 'sysfs.rps_flow_cnt', device: 'eth0', queue: 1, current: '0', proposed: '16384' },
      ],
    });
  });

  it('tells of a half that is missing', () => {
    expect(changesIn(findings({ entries: '8192' })[0])).toEqual([
      'eth0 0 sysfs.rps_flow_cnt=4096',
      'eth0 1 sysfs.rps_flow_cnt=4096',
    ]);
    // A table that is no power of two to halve; the kernel keeps powers of two.
    expect(changesIn(findings({ entries: '12000' })[0])?.[0]).toBe('eth0 0 sysfs.rps_flow_cnt=4096');
    expect(changesIn(findings({ flowCnt: 2048 })[0])).toEqual(['net.core.rps_sock_flow_entries=32768']);
    expect(findings({ flowCnt: 2048 })[0]?.title).toContain('only half of flow steering is set');
    expect(findings({ entries: '32768', flowCnt: 16_384 })).toEqual([]);
  });

  it('fires above 1,000 wake-ups a second, clears at 100, and needs connections and known settings', () => {
    expect(findings({ steered: 1000 })).toEqual([]);
    expect(findings({ steered: 1001 })).toHaveLength(1);
    expect(findings({ steered: 101, open: true })).toHaveLength(1);
    expect(findings({ steered: 100, open: true })).toEqual([]);
    expect(findings({ sockets: 99 })).toEqual([]);
    expect(findings({ flowCnt: null })).toEqual([]);
  });
});
