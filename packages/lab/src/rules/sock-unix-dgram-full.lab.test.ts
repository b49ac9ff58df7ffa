import { describe, expect, test } from 'vitest';
import { LabHost } from '../host/LabHost.ts';
import { labSupport } from '../namespace/support.ts';
import { startWorkload } from '../workload/start.ts';

const support = labSupport();
const RULE = 'sock-unix-dgram-full';
/**
 * Eighteen datagrams between two reads: a queue of eleven is full in the last two fifths of each interval. Reads keep no step with the
 * looks of the agent, which come every second or two: each look would meet the same part of an interval.
 */
const BURSTS = { kind: 'dgram', perSecond: 8, readEveryMs: 2300, seconds: 900 } as const;

describe.skipIf(!support.ok)(`${RULE}${support.reason && ` (skipped: ${support.reason})`}`, () => {
  test('bursts are cured by a longer queue, a reader that has stopped is named', async () => {
    await using host = await LabHost.start();
    const { namespace } = host;
    {
      await using _reads = startWorkload('unixQueue', { kind: 'dgram', perSecond: 100, reads: true }, namespace);
      await using _few = startWorkload('unixQueue', { ...BURSTS, perSecond: 4 }, namespace);
      await host.staysSilent(RULE, 15);
    }
    expect(await host.sysctl('net.unix.max_dgram_qlen')).toBe('10');
    const before = startWorkload('unixQueue', BURSTS, namespace);
    const advice = await host.opened(RULE, ({ changes }) => changes.length > 0);
    expect(advice.title).toMatch(/^Bursts fill the Unix datagram queue of /);
    expect(advice.where).toContain('about 11 datagrams wait, limit 11');
    expect(advice.changes).toMatchObject([
      { tunable: 'net.unix.max_dgram_qlen', namespace: 'host', current: '10', proposed: '32' },
    ]);
    expect((await before.stop()).full).toBeGreaterThan(10);

    await host.apply(advice);
    await using after = startWorkload('unixQueue', BURSTS, namespace);
    await after.ready;
    await host.closed(RULE);
    await host.staysSilent(RULE, 12);
    expect((await after.stop()).full).toBe(0);

    await using stopped = startWorkload('unixQueue', { kind: 'dgram', perSecond: 100, seconds: 900 }, namespace);
    const stuck = await host.opened(RULE, ({ title }) => title.includes('does not read'));
    expect(stuck).toMatchObject({ changes: [], severity: 'warning' });
    expect(stuck.where).toContain('about 33 datagrams wait, limit 33');
    stopped.tell('read');
    await host.closed(RULE);
  });
});
