import { describe, expect, test } from 'vitest';
import { LabPair } from '../host/LabPair.ts';
import { until } from '../host/until.ts';
import { tunSupport } from '../namespace/support.ts';
import { startWorkload } from '../workload/start.ts';

const support = tunSupport();
const PROBING = 'net.ipv4.tcp_mtu_probing';
const HUNG = 'transport.tcp.unansweredSockets';
/** Longer than the time to confirm, after which there would be no verdict any more. */
const LIMIT_MS = 300_000;

interface Answer {
  readonly change: {
    readonly id: string;
    readonly state: string;
    readonly verdict?: {
      readonly state: string;
      readonly reason: string;
      readonly evidence: readonly {
        readonly metric: string;
        readonly before: number | null;
        readonly after: number | null;
      }[];
    };
  };
}

describe.skipIf(!support.ok)(`probing for the packet size${support.reason && ` (skipped: ${support.reason})`}`, () => {
  test('switched on by hand is seen to have helped once the connections that hung go on, and never to have harmed', async () => {
    await using pair = await LabPair.start({ delayMs: 5, largestBytes: 1200 }, { allowApply: true });
    const { host, peer, peerAddress } = pair;
    await using receiver = startWorkload('tcpBulkReceiver', { address: peerAddress, seconds: 900 }, peer);
    const sending = { address: peerAddress, port: (await receiver.ready).port, seconds: 900 };
    await using _one = startWorkload('tcpBulkSender', sending, host.namespace);
    await using _two = startWorkload('tcpBulkSender', sending, host.namespace);
    await host.measured(HUNG, (hung) => hung === 2);
    // Two prove no black hole to a rule; a person may know better.
    await host.staysSilent('tcp-mtu-blackhole', 20);

    const { change } = await host.post<Answer>('/changes', {
      changes: [{ tunable: PROBING, value: '1', expectedBefore: '0' }],
      because: 'by hand',
    });
    const seen = new Set<string>();
    const look = async () => {
      const { verdict, state } = (await host.api<Answer>(`/changes/${change.id}`)).change;
      if (verdict !== undefined) seen.add(verdict.state);
      return state !== 'pending' || verdict?.state === 'improved' ? verdict : undefined;
    };
    const verdict = await until(look, {
      what: 'a verdict "improved"',
      limitMs: LIMIT_MS,
      instead: async () => JSON.stringify((await host.api<Answer>(`/changes/${change.id}`)).change),
    });
    expect(verdict.reason).toMatch(
      /^Connections that hang, on average: .+ before, .+ after\. IPv4 bytes sent: .+ before, .+ after\.$/,
    );
    expect([...seen]).toEqual(['too-early', 'improved']);
    const hung = verdict.evidence.find(({ metric }) => metric === HUNG);
    expect(hung?.before).toBeGreaterThan(0);
    expect(hung?.after).toBeLessThan((hung?.before ?? 0) / 2);
  });
});
