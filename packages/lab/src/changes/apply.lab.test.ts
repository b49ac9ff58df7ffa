import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LabHost } from '../host/LabHost.ts';
import { listenerOn } from '../host/ss.ts';
import { until } from '../host/until.ts';
import { labSupport } from '../namespace/support.ts';
import { startWorkload } from '../workload/start.ts';

const support = labSupport();
const SOMAXCONN = 'net.core.somaxconn';
const LISTENING = { backlog: 4096, burst: 200, everyMs: 700 };
const CROWD = { perSecond: 40, hold: false, total: 10_000, giveUpMs: 3000 };
const VERDICT_LIMIT_MS = 240_000;

/** A change as the API gives it. */
interface Change {
  readonly id: string;
  readonly state: string;
  readonly problem?: string;
  readonly decidedBy?: string;
  readonly confirmByMs?: number;
  readonly persisted?: { readonly path: string };
  readonly undo?: { readonly reason: string; readonly settings: readonly { readonly outcome: string }[] };
  readonly verdict?: {
    readonly state: string;
    readonly reason: string;
    readonly windowMs: number;
    readonly evidence: readonly {
      readonly metric: string;
      readonly before: number | null;
      readonly after: number | null;
    }[];
  };
}
interface Answer {
  readonly change: Change;
}

/** Of the counter that the verdict is about, before the change: with less there is none. */
const HISTORY_SECONDS = 20;

async function secondsOf(host: LabHost): Promise<number> {
  interface Stored {
    readonly series: readonly { readonly points: readonly (readonly [timeMs: number, value: number | null])[] }[];
  }
  const { series } = await host.api<Stored>('/metrics?ids=socket.tcpExt.listenOverflows');
  return series[0]?.points.filter(([, value]) => value !== null).length ?? 0;
}

describe.skipIf(!support.ok)(`a change by the API${support.reason && ` (skipped: ${support.reason})`}`, () => {
  let host: LabHost;
  beforeAll(async () => {
    host = await LabHost.start({ allowApply: true });
  });
  afterAll(async () => host?.[Symbol.asyncDispose]());

  const changeOf = async (id: string) => (await host.api<Answer>(`/changes/${id}`)).change;
  const whenChange = (id: string, what: string, is: (change: Change) => boolean) =>
    until(
      async () => {
        const change = await changeOf(id);
        return is(change) ? change : undefined;
      },
      { what, limitMs: VERDICT_LIMIT_MS, instead: async () => JSON.stringify(await changeOf(id)) },
    );

  test('cures the accept queue that the advice is about, is seen to have helped, and is kept for the next boot', async () => {
    const { namespace } = host;
    expect(await host.sysctl(SOMAXCONN, 16)).toBe('16');
    const before = startWorkload('burstyAccept', LISTENING, namespace);
    const { port } = await before.ready;
    const crowd = startWorkload('connectFlood', { ...CROWD, port }, namespace);
    const advice = await host.opened(`tcp-listen-overflow:127.0.0.1:${port}`, ({ changes }) => changes.length > 0);
    const [proposed] = advice.changes;
    expect(proposed).toMatchObject({ tunable: SOMAXCONN, current: '16', proposed: '4096' });

    await until(async () => ((await secondsOf(host)) >= HISTORY_SECONDS ? true : undefined), {
      what: `${HISTORY_SECONDS} s of the counter to compare with`,
      limitMs: VERDICT_LIMIT_MS,
      instead: async () => `${await secondsOf(host)} s`,
    });
    const wanted = { tunable: SOMAXCONN, value: '4096', expectedBefore: '16' };
    const preview = await host.post<{ mayApply: boolean; settings: readonly object[] }>('/changes/preview', {
      changes: [wanted],
    });
    expect(preview).toMatchObject({
      mayApply: true,
      settings: [
        { tunable: SOMAXCONN, current: '16', proposed: '4096', takesEffect: 'next-listen', scope: 'namespace' },
      ],
      persistPath: host.product.sysctlFile,
    });

    const { change } = await host.post<Answer>('/changes', {
      changes: [wanted],
      because: advice.title,
      adviceId: advice.id,
      confirmWithinSeconds: 300,
    });
    expect(change).toMatchObject({ state: 'pending' });
    expect(await namespace.sysctl(SOMAXCONN)).toBe('4096');

    // It acts when the program listens again.
    await crowd.stop();
    await before.stop();
    await using _after = startWorkload('burstyAccept', { ...LISTENING, port }, namespace);
    await _after.ready;
    await using _again = startWorkload('connectFlood', { ...CROWD, port }, namespace);
    const improved = await whenChange(
      change.id,
      'a verdict "improved"',
      ({ verdict }) => verdict?.state === 'improved',
    );
    const symptom = improved.verdict?.evidence.find(({ metric }) => metric === 'socket.tcpExt.listenOverflows');
    expect(symptom?.before).toBeGreaterThan(1);
    expect(symptom?.after).toBeLessThan((symptom?.before ?? 0) / 2);
    expect(await listenerOn(namespace, port)).toMatchObject({ backlog: 4096, drops: 0 });

    const kept = await host.post<Answer>(`/changes/${change.id}/confirm`, { persist: true });
    expect(kept.change).toMatchObject({ state: 'kept', persisted: { path: host.product.sysctlFile } });
    expect(await namespace.sysctl(SOMAXCONN)).toBe('4096');
    const lines = readFileSync(host.product.sysctlFile, 'utf8').split('\n');
    expect(lines.filter((line) => line !== '' && !line.startsWith('#'))).toEqual(['net.core.somaxconn = 4096']);

    const undone = await host.post<Answer>(`/changes/${change.id}/undo`, {});
    expect(undone.change).toMatchObject({
      state: 'undone',
      undo: { reason: 'asked', settings: [{ outcome: 'restored' }] },
    });
    expect(await namespace.sysctl(SOMAXCONN)).toBe('16');
    // Nothing was left to keep in it.
    expect(existsSync(host.product.sysctlFile)).toBe(false);
  });

  test('that nobody confirms is taken back by the host itself', async () => {
    const { namespace } = host;
    await host.sysctl(SOMAXCONN, 128);
    const { change } = await host.post<Answer>('/changes', {
      changes: [{ tunable: SOMAXCONN, value: '1024', expectedBefore: '128' }],
      because: 'nobody will confirm this',
      confirmWithinSeconds: 10,
    });
    expect(await namespace.sysctl(SOMAXCONN)).toBe('1024');
    const undone = await whenChange(change.id, 'the change taken back', ({ state }) => state === 'undone');
    expect(undone).toMatchObject({
      decidedBy: 'host',
      undo: { reason: 'not-confirmed', settings: [{ outcome: 'restored' }] },
    });
    expect(await namespace.sysctl(SOMAXCONN)).toBe('128');
    const { rows } = await host.api<{ rows: readonly { action: string; actor: string; because: string }[] }>(
      '/api/v1/audit?action=change.undo&limit=1',
    );
    expect(rows).toMatchObject([{ actor: expect.stringMatching(/^host:/), because: 'nobody confirmed it in time' }]);
  });

  test('whose agent is killed is taken back when that starts again, and the server hears of it', async () => {
    const { namespace, product } = host;
    await host.sysctl(SOMAXCONN, 128);
    const { change } = await host.post<Answer>('/changes', {
      changes: [{ tunable: SOMAXCONN, value: '2048', expectedBefore: '128' }],
      because: 'the agent will be killed',
      confirmWithinSeconds: 300,
    });
    expect(await namespace.sysctl(SOMAXCONN)).toBe('2048');
    await product.killAgent('SIGKILL');
    expect(await namespace.sysctl(SOMAXCONN)).toBe('2048');
    product.startAgent();
    const undone = await whenChange(change.id, 'the change taken back', ({ state }) => state === 'undone');
    expect(undone).toMatchObject({ decidedBy: 'host', undo: { reason: 'agent-restarted' } });
    expect(await namespace.sysctl(SOMAXCONN)).toBe('128');
  });

  test('whose server is killed is taken back without it, and told when it is there again', async () => {
    const { namespace, product } = host;
    await host.sysctl(SOMAXCONN, 128);
    const { change } = await host.post<Answer>('/changes', {
      changes: [{ tunable: SOMAXCONN, value: '2048', expectedBefore: '128' }],
      because: 'the server will be killed',
      confirmWithinSeconds: 300,
    });
    await product.killServer('SIGKILL');
    const back = async () => ((await namespace.sysctl(SOMAXCONN)) === '128' ? true : undefined);
    const instead = async () => `It is ${await namespace.sysctl(SOMAXCONN)}.`;
    await until(back, { what: 'the value before', limitMs: VERDICT_LIMIT_MS, instead });
    await product.startServer();
    const undone = await whenChange(change.id, 'the change taken back', ({ state }) => state === 'undone');
    expect(undone).toMatchObject({ decidedBy: 'host', undo: { reason: 'connection-lost' } });
  });

  test('of a value that is another by now is refused, and nothing is changed', async () => {
    await host.sysctl(SOMAXCONN, 256);
    const stale = host.post('/changes', {
      changes: [{ tunable: SOMAXCONN, value: '1024', expectedBefore: '128' }],
      because: 'seen long ago',
    });
    await expect(stale).rejects.toThrow(/409 .*256/);
    expect(await host.namespace.sysctl(SOMAXCONN)).toBe('256');
  });
});
