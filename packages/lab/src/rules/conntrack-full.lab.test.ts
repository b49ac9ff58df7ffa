import { readFile, writeFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { evidenceOf } from '../host/Advice.ts';
import { LabPair } from '../host/LabPair.ts';
import { conntrackSupport } from '../namespace/support.ts';
import { onlyOne } from '../scenario/onlyOne.ts';
import { startWorkload } from '../workload/start.ts';

const support = conntrackSupport();
const RULE = 'conntrack-full';
const MAX = 'net.netfilter.nf_conntrack_max';
const MAX_FILE = '/proc/sys/net/netfilter/nf_conntrack_max';
const SMALL = 3000;
/** What an unanswered UDP entry lives for, unless set otherwise. */
const TIMEOUT_SECONDS = 30;

describe.skipIf(!support.ok)(`${RULE}${support.reason && ` (skipped: ${support.reason})`}`, () => {
  test('a table that is full loses new connections, and is cured by the value that is proposed', async () => {
    // Entries of another table that live long keep the kernel's one worker from clearing this one in time.
    await using _only = await onlyOne('conntrack');
    await using pair = await LabPair.start();
    const { host, peer, hostAddress: address } = pair;
    const { namespace } = host;
    await pair.route('198.18.0.0/16');
    const nft = (...words: string[]) => namespace.exec('nft', words);
    await nft('add', 'table', 'ip', 'lab');
    await nft('add', 'chain', 'ip', 'lab', 'input', '{ type filter hook input priority 0; }');
    await nft('add', 'rule', 'ip', 'lab', 'input', 'ct', 'state', 'new', 'counter');
    // What this test asks the server over loopback would be lost in a full table with the rest.
    for (const hook of ['prerouting', 'output']) {
      await nft('add', 'chain', 'ip', 'lab', hook, `{ type filter hook ${hook} priority -300; }`);
      await nft('add', 'rule', 'ip', 'lab', hook, hook === 'output' ? 'oif' : 'iif', 'lo', 'notrack');
    }

    // The limit is one for the whole machine, and the count each namespace's own: a table is short of it by a lower limit.
    const before = await readFile(MAX_FILE, 'utf8');
    try {
      await writeFile(MAX_FILE, String(SMALL));
      await host.known(MAX, String(SMALL));
      const datagrams = { address, port: 9, kind: 'udp', size: 8, total: 100_000, seconds: 900 } as const;
      const ordinary = { ...datagrams, sources: '198.18.0.0/17', perSecond: 60 };
      await using _ordinary = startWorkload('forgedPackets', ordinary, peer);
      await host.measured('network.nfConntrack.count', (count) => count > 0.9 * 60 * TIMEOUT_SECONDS);
      await host.staysSilent(RULE, 3);

      await using _more = startWorkload(
        'forgedPackets',
        { ...datagrams, sources: '198.18.128.0/17', perSecond: 90 },
        peer,
      );
      // The kernel clears what is over in batches: right after one the table has room for a moment.
      const counted = (each: Parameters<typeof evidenceOf>[0]) => evidenceOf(each, 'network.nfConntrack.count') ?? 0;
      const advice = await host.opened(
        RULE,
        (each) => each.title.includes('table of tracked connections is full') && counted(each) > 0.95 * SMALL,
      );
      const dropped = evidenceOf(advice, 'network.nfConntrack.drop') ?? Number.NaN;
      expect(dropped + (evidenceOf(advice, 'network.nfConntrack.earlyDrop') ?? Number.NaN)).toBeGreaterThan(0);
      expect(advice.title).toMatch(
        dropped > 0 ? /^New connections are lost/ : /each new one evicts one without an answer$/,
      );
      expect(counted(advice)).toBeGreaterThan(0.95 * SMALL);
      expect(advice.severity).toBe('critical');
      const [change] = advice.changes;
      expect(change).toMatchObject({ tunable: MAX, namespace: 'host', current: String(SMALL) });
      expect(Number(change?.proposed)).toBeGreaterThanOrEqual(8192);

      await writeFile(MAX_FILE, change?.proposed ?? '');
      await host.known(MAX, change?.proposed ?? '');
      await host.closed(RULE);
      const evicted = async () =>
        [...(await namespace.exec('conntrack', ['-S'])).stdout.matchAll(/ (?:drop|early_drop)=(\d+)/g)].reduce(
          (sum, [, n]) => sum + Number(n),
          0,
        );
      const once = await evicted();
      await host.measured('network.nfConntrack.count', (count) => count > 1.2 * SMALL);
      expect(await evicted()).toBe(once);
      await host.staysSilent(RULE, 3);
    } finally {
      await writeFile(MAX_FILE, before);
    }
  });
});
