import { describe, expect, test } from 'vitest';
import { evidenceOf } from '../host/Advice.ts';
import { LabPair } from '../host/LabPair.ts';
import { nftSupport } from '../namespace/support.ts';
import { startWorkload } from '../workload/start.ts';

const support = nftSupport();
const RULE = 'tcp-retrans-fail';

describe.skipIf(!support.ok)(`${RULE}${support.reason && ` (skipped: ${support.reason})`}`, () => {
  test('a firewall of the host that drops what leaves is told from a network that does', async () => {
    await using pair = await LabPair.start();
    const { host, peer, peerAddress } = pair;
    await using answers = startWorkload('responder', { address: peerAddress, seconds: 900 }, peer);
    const { port } = await answers.ready;
    const asking = { address: peerAddress, port, connections: 60, perSecond: 600, seconds: 900 };
    await using asks = startWorkload('requester', asking, host.namespace);
    await host.staysSilent(RULE, 5);

    const nft = (...words: string[]) => host.namespace.exec('nft', words);
    await nft('add', 'table', 'ip', 'lab');
    await nft('add', 'chain', 'ip', 'lab', 'out', '{ type filter hook output priority 0; }');
    await nft('add', 'rule', 'ip', 'lab', 'out', 'tcp', 'dport', String(port), 'drop');
    // What has never been sent is not sent again: it takes connections that begin now.
    await using late = startWorkload('requester', asking, host.namespace);
    await late.ready;
    const advice = await host.opened(RULE);
    expect(advice.changes).toEqual([]);
    expect(evidenceOf(advice, 'transport.tcpExt.tcpRetransFail')).toBeGreaterThan(60);

    await nft('delete', 'table', 'ip', 'lab');
    await host.standsStill('TcpExt.TCPRetransFail', 4);
    await host.closed(RULE);
    expect((await asks.stop()).requests).toBeGreaterThan(500);
  });
});
