import { describe, expect, test } from 'vitest';
import { type Advice, evidenceOf } from '../host/Advice.ts';
import { LabPair } from '../host/LabPair.ts';
import { labSupport } from '../namespace/support.ts';
import { startWorkload } from '../workload/start.ts';

const support = labSupport();
const RULE = 'qdisc-drops';

describe.skipIf(!support.ok)(`${RULE}${support.reason && ` (skipped: ${support.reason})`}`, () => {
  test('a shaper that holds back is wanted, one whose queue overflows is told of', async () => {
    await using pair = await LabPair.start();
    const { host, peer, peerAddress: address } = pair;
    const { device } = pair.link.a;
    const tc = (...words: string[]) => host.namespace.exec('tc', words);
    const dropped = async () =>
      Number((await tc('-s', 'qdisc', 'show', 'dev', device)).stdout.match(/dropped (\d+)/)?.[1]);
    await using sink = startWorkload('tcpBulkReceiver', { address, seconds: 900 }, peer);
    const { port } = await sink.ready;

    // TCP goes as fast as the shaper lets it, and the queue behind the rate holds its whole window.
    await tc('qdisc', 'replace', 'dev', device, 'root', 'tbf', 'rate', '20mbit', 'burst', '32kb', 'limit', '8mb');
    const labels = { device, kind: 'tbf' };
    {
      await using bulk = startWorkload('tcpBulkSender', { address, port, seconds: 900 }, host.namespace);
      await bulk.ready;
      await host.measured('link.qdisc.overlimits', (overlimits) => overlimits > 1000, labels);
      await host.staysSilent(RULE, 3);
    }
    expect(await dropped()).toBe(0);

    // 20 Mbit/s are some 1700 datagrams of 1400 bytes a second.
    await tc('qdisc', 'replace', 'dev', device, 'root', 'tbf', 'rate', '20mbit', 'burst', '32kb', 'limit', '40kb');
    const flood = { address, port: 9, size: 1400, perSecond: 3000, burst: 30, total: 10_000_000, seconds: 900 };
    await using flooding = startWorkload('udpBurst', flood, host.namespace);
    const shaped = await host.opened(RULE, ({ where }) => where.includes('(tbf '));
    expect(shaped.title).toBe(`${device} drops packets to send: more than the set rate of 20.0 Mbit/s lets through`);
    expect(evidenceOf(shaped, 'link.shaper.rateBytesPerSecond')).toBe(2_500_000);
    // The command does as it stands, whatever rate this machine makes the flood have, once a whole minute of it has been seen.
    const commandIn = ({ actions }: Advice) =>
      /"tc (qdisc change [^"]* rate (\d+)mbit [^"]*)"/.exec(actions.join(' ')) ?? [];
    const named = await host.opened(
      RULE,
      (advice) => advice.where.includes(`(pid ${flooding.pid}`) && Number(commandIn(advice)[2]) > 20,
    );
    expect(named.actions[0]).toContain(`(pid ${flooding.pid}`);
    expect(evidenceOf(shaped, 'link.qdisc.drops')).toBeLessThanOrEqual(await dropped());
    expect(shaped.changes).toEqual([]);

    const [, words = '', rate] = commandIn(named);
    expect(Number(rate)).toBeGreaterThan(20);
    await tc(...words.split(' '));
    expect((await tc('qdisc', 'show', 'dev', device)).stdout).toContain(` rate ${rate}Mbit `);

    await tc('qdisc', 'replace', 'dev', device, 'root', 'tbf', 'rate', '200mbit', 'burst', '64kb', 'limit', '8mb');
    const mended = await dropped();
    await host.closed(RULE);
    expect(await dropped()).toBe(mended);
  });
});
