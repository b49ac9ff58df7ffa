import { describe, expect, test } from 'vitest';
import { LabHost } from '../host/LabHost.ts';
import { until } from '../host/until.ts';
import { labSupport } from '../namespace/support.ts';

const support = labSupport();
const PATIENCE_MS = 180_000;

interface Change {
  readonly id: string;
  readonly state: string;
  readonly undo?: { readonly reason: string; readonly settings: readonly { readonly outcome: string }[] };
}
interface Drift {
  readonly timeMs: number;
  readonly tunable: string;
  readonly device?: string;
  readonly before: string;
  readonly after: string;
  readonly by?: string;
}

/** A veth pair with room for four queues each way, of which one is used, and what the kernel says of it. */
async function veth({ namespace }: LabHost) {
  const said = async (command: string) => (await namespace.exec('sh', ['-c', command])).stdout.trim();
  await said('ip link add wan0 numrxqueues 4 numtxqueues 4 type veth peer name lan0 && ip link set wan0 up');
  await said('ethtool -L wan0 rx 1 tx 1');
  return {
    said,
    queues: () => said("ethtool -l wan0 | sed -n '/Current/,$ s/^RX:[[:space:]]*//p'"),
    length: () => said('cat /sys/class/net/wan0/tx_queue_len'),
    mask: () => said('cat /sys/class/net/wan0/queues/rx-0/rps_cpus'),
  };
}

const QUEUES = { tunable: 'ethtool.channels.rx', device: 'wan0' };
const LENGTH = { tunable: 'sysfs.tx_queue_len', device: 'wan0' };
const RPS = { tunable: 'sysfs.rps_cpus', device: 'wan0', queue: 0 };

const changed = (host: LabHost, id: string, state: string): Promise<Change> => {
  const look = () => host.api<{ change: Change }>(`/changes/${id}`).then(({ change }) => change);
  return until(async () => ((await look()).state === state ? look() : undefined), {
    what: `the change ${state}`,
    limitMs: PATIENCE_MS,
    instead: async () => JSON.stringify(await look()),
  });
};
/** What is set for the whole machine another test may change at any time, and every host is told. */
const isOfTheMachine = ({ tunable }: { readonly tunable: string }): boolean => tunable.startsWith('net.netfilter.');
const drifted = (host: LabHost, tunable: string): Promise<Drift> => {
  const all = () => host.api<{ drifts: readonly Drift[] }>('/drift').then(({ drifts }) => drifts);
  return until(async () => (await all()).find((each) => each.tunable === tunable), {
    what: `a drift of ${tunable}`,
    limitMs: PATIENCE_MS,
    instead: async () => JSON.stringify(await all()),
  });
};

describe.skipIf(!support.ok)(`settings of network devices${support.reason && ` (skipped: ${support.reason})`}`, () => {
  test('are previewed, applied as a unit, and put back when nobody confirms', async () => {
    await using host = await LabHost.start({ allowApply: true });
    const { queues, length, mask } = await veth(host);
    const before = { queues: '1', length: await length(), mask: await mask() };
    expect(await queues()).toBe(before.queues);
    const changes = [
      { ...QUEUES, value: '2', expectedBefore: '1' },
      { ...LENGTH, value: '2345', expectedBefore: before.length },
      { ...RPS, value: '1', expectedBefore: before.mask },
    ];
    const asked = [...changes, { ...QUEUES, value: '5', expectedBefore: '1' }];
    const preview = await host.post<object>('/changes/preview', { changes: asked });
    expect(preview).toMatchObject({
      mayApply: true,
      needsFreshProof: true,
      confirmWithinSeconds: 120,
      settings: [
        { ...QUEUES, current: '1', proposed: '2', scope: 'device', disruptive: true, limits: { max: 4 } },
        { ...LENGTH, current: before.length, proposed: '2345', disruptive: false },
        { ...RPS, current: before.mask, disruptive: false },
        { ...QUEUES, refusal: expect.stringContaining('5 is above 4') },
      ],
    });

    const request = { changes, because: 'more queues', confirmWithinSeconds: 10, acceptRisk: true };
    const { change } = await host.post<{ change: Change }>('/changes', request);
    expect(change.state).toBe('pending');
    expect([await queues(), await length(), BigInt(`0x${(await mask()).replaceAll(',', '')}`)]).toEqual([
      '2',
      '2345',
      1n,
    ]);
    const undone = await changed(host, change.id, 'undone');
    expect(undone.undo).toMatchObject({
      reason: 'not-confirmed',
      settings: [{ outcome: 'restored' }, { outcome: 'restored' }, { outcome: 'restored' }],
    });
    expect({ queues: await queues(), length: await length(), mask: await mask() }).toEqual(before);
  });

  test('that the driver refuses leave the whole unit undone, with the kernel’s words', async () => {
    await using host = await LabHost.start({ allowApply: true });
    const { queues, length } = await veth(host);
    const was = await length();
    // Neither receiving nor sending: allowed by the catalogue and the driver's most, and not by the kernel.
    const changes = [
      { ...LENGTH, value: '2345', expectedBefore: was },
      { ...QUEUES, value: '0', expectedBefore: '1' },
    ];
    const failed = host.post('/changes', { changes, because: 'none at all', acceptRisk: true });
    await expect(failed).rejects.toThrow('requested channel counts would result in no RX or TX channel');
    expect([await queues(), await length()]).toEqual(['1', was]);
  });
});

describe.skipIf(!support.ok)(`drift${support.reason && ` (skipped: ${support.reason})`}`, () => {
  test('a sysctl that somebody else writes is told, with who', async () => {
    await using host = await LabHost.start();
    const file = '/proc/sys/net/ipv4/tcp_fin_timeout';
    // The shell stays for a moment, so that its name can be read.
    const { stdout } = await host.namespace.exec('sh', ['-c', `echo $$; echo 33 >${file}; sleep 5; :`]);
    const drift = await drifted(host, 'net.ipv4.tcp_fin_timeout');
    expect(drift).toMatchObject({ before: '60', after: '33', by: `sh (pid ${stdout.trim()})` });
    const { rows } = await host.api<{ rows: readonly { target: string }[] }>('/api/v1/audit?action=setting.drift');
    expect(rows.filter(({ target }) => !isOfTheMachine({ tunable: target }))).toMatchObject([
      { actor: `process:${drift.by}`, target: 'net.ipv4.tcp_fin_timeout', after: '33' },
    ]);
  });

  test('what we change is no drift; what another changes of it later is, also on a device', async () => {
    await using host = await LabHost.start({ allowApply: true });
    const { said, length } = await veth(host);
    const changes = [
      { ...LENGTH, value: '2345', expectedBefore: await length() },
      { tunable: 'net.ipv4.tcp_fin_timeout', value: '30', expectedBefore: '60' },
    ];
    const { change } = await host.post<{ change: Change }>('/changes', { changes, because: 'bursts' });
    await host.post(`/changes/${change.id}/confirm`, {});
    await said('ip link set wan0 txqueuelen 77');
    expect(await drifted(host, 'sysfs.tx_queue_len')).toMatchObject({ device: 'wan0', before: '2345', after: '77' });
    const { drifts } = await host.api<{ drifts: readonly Drift[] }>('/drift');
    const own = drifts.filter((drift) => !isOfTheMachine(drift));
    expect(own).toHaveLength(1);
    expect(own[0]?.by).toBeUndefined();
  });
});
