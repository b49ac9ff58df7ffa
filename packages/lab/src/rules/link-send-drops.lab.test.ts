import { describe, expect, test } from 'vitest';
import { type Advice, evidenceOf } from '../host/Advice.ts';
import { LabPair } from '../host/LabPair.ts';
import { run } from '../namespace/run.ts';
import { tunSupport } from '../namespace/support.ts';
import { startWorkload } from '../workload/start.ts';

const support = tunSupport();
const RULE = 'link-send-drops';

describe.skipIf(!support.ok)(`${RULE}${support.reason && ` (skipped: ${support.reason})`}`, () => {
  test('a TUN device that keeps too few packets is told of, and cured by the length that is proposed', async () => {
    await using pair = await LabPair.start({ largestBytes: 9000, txQueueLength: 20_000 });
    const { host, peerAddress: address } = pair;
    const { device } = pair.link.a;
    const bursts = { address, port: 9, size: 200, perSecond: 1000, burst: 200, total: 10_000_000, seconds: 900 };
    await using _bursts = startWorkload('udpBurst', bursts, host.namespace);
    const lengthen = (length: number) =>
      run('ip', ['-n', host.namespace.name, 'link', 'set', 'dev', device, 'txqueuelen', String(length)]);
    const dropped = async () => {
      const { stdout } = await host.namespace.exec('ip', ['-s', '-j', 'link', 'show', 'dev', device]);
      return (JSON.parse(stdout) as [{ stats64: { tx: { dropped: number } } }])[0].stats64.tx.dropped;
    };
    await host.staysSilent(RULE, 12);
    expect(await dropped()).toBe(0);

    await lengthen(5);
    // Drops and length are told by different sources, and the settings of the device a little later.
    const isWhole = (advice: Advice) =>
      evidenceOf(advice, 'link.netClass.txQueueLen') === 5 && advice.changes.length > 0;
    const advice = await host.opened(RULE, isWhole);
    expect(advice.subject).toBe(device);
    expect(evidenceOf(advice, 'link.dev.txDropped')).toBeLessThanOrEqual(await dropped());
    const longer = { tunable: 'sysfs.tx_queue_len', namespace: 'host', device, current: '5', proposed: '1000' };
    expect(advice.changes).toEqual([expect.objectContaining(longer)]);

    await lengthen(1000);
    await host.closed(RULE);
  });
});
