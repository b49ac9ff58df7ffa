import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { link } from '../link/link.ts';
import type { Link } from '../link/types.ts';
import { ADMIN_TOKEN, BEARER } from '../measure/product/api.ts';
import { createNamespace, type Namespace } from '../namespace/namespace.ts';
import { labSupport } from '../namespace/support.ts';
import { startWorkload } from '../workload/start.ts';
import { Doorway } from './Doorway.ts';
import { until } from './until.ts';

const support = labSupport();
const ROOT = join(import.meta.dirname, '../../../..');
const SERVER = join(ROOT, 'apps/web/server/main.ts');
const AGENT = join(ROOT, 'apps/agent/src/start.mjs');
const PATIENCE = { timeout: 180_000, interval: 200 };
const SECOND = 'lab-second-host';

interface Started {
  readonly child: ChildProcess;
  readonly said: () => string;
}

const startIn = (
  namespace: Namespace,
  words: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Started => {
  const child = namespace.spawn(process.execPath, words, {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
  });
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  return { child, said: () => said };
};

const kill = async (child: ChildProcess, signal: NodeJS.Signals): Promise<void> => {
  child.kill(signal);
  await once(child, 'exit');
};

interface HostNow {
  readonly id: string;
  readonly self: boolean;
  readonly connected: boolean;
  readonly lastSampleMs: number | null;
  readonly mayApply: boolean;
}

describe.skipIf(!support.ok)(`a second host${support.reason && ` (skipped: ${support.reason})`}`, () => {
  let first: Namespace;
  let second: Namespace;
  let between: Link;
  let doorway: Doorway | undefined;
  let server: Started;
  let agent: Started;
  let port = 0;

  const startServer = async (): Promise<void> => {
    // Others than its own machine reach it.
    const words = [
      '--no-pages',
      '--host',
      '0.0.0.0',
      '--port',
      String(port),
      '--data',
      first.folder,
      '--log-level',
      'error',
    ];
    server = startIn(first, [SERVER, ...words], { NETSTRATA_ADMIN_TOKEN: ADMIN_TOKEN });
    const ended = once(server.child, 'exit').then(() => {
      throw new Error(`the server ended: ${server.said()}`);
    });
    ended.catch(() => {});
    const [note] = await Promise.race([once(server.child, 'message'), ended]);
    ({ port } = note as { port: number });
    doorway ??= await Doorway.open(first, port);
  };
  /** The agent of the second host. */
  const startSecond = (words: readonly string[] = []): void => {
    const url = `http://${between.a.address}:${port}`;
    const common = [
      '--server',
      url,
      '--data',
      second.folder,
      '--allow-apply',
      '--sysctl-file',
      `${second.folder}/90-netstrata.conf`,
    ];
    agent = startIn(second, [AGENT, ...common, ...words], { NETSTRATA_HOST_ID: SECOND });
  };
  const ask = async (path: string, body?: object): Promise<{ readonly status: number; readonly body: unknown }> => {
    const answer = await fetch(new URL(path, doorway?.url), {
      headers: { ...BEARER, ...(body && { 'Content-Type': 'application/json' }) },
      ...(body && { method: 'POST', body: JSON.stringify(body) }),
    });
    return { status: answer.status, body: await answer.json() };
  };
  const host = async (id: string): Promise<HostNow | undefined> => {
    const { body } = await ask('/api/v1/hosts').catch(() => ({ body: { hosts: [] } }));
    return (body as { hosts: readonly HostNow[] }).hosts.find((one) => (id === 'self' ? one.self : one.id === id));
  };
  const liveAfter = (id: string, ms: number) => {
    const look = async () => {
      const now = await host(id);
      return now?.connected === true && (now.lastSampleMs ?? 0) > ms ? true : undefined;
    };
    const instead = async () => `It is ${JSON.stringify(await host(id))}. The agent said: ${agent.said()}`;
    return until(look, { what: `a sample of ${id}`, limitMs: PATIENCE.timeout, instead });
  };

  beforeAll(async () => {
    [first, second] = await Promise.all([createNamespace(), createNamespace()]);
    between = await link(first, second);
    await startServer();
    const local = ['--server', `http://127.0.0.1:${port}`, '--token-file', join(first.folder, 'agent.token')];
    startIn(first, [AGENT, ...local, '--data', first.folder, '--log-level', 'warn'], {
      NETSTRATA_HOST_ID: 'lab-first-host',
    });
    const { body } = await ask('/api/v1/enrolments', { allowApply: true });
    startSecond(['--token', (body as { token: string }).token]);
    await Promise.all([liveAfter('self', 0), liveAfter(SECOND, 0)]);
  });
  afterAll(async () => {
    await doorway?.close();
    await between?.[Symbol.asyncDispose]();
    await second?.[Symbol.asyncDispose]();
    await first?.[Symbol.asyncDispose]();
  });

  test('joined by its token over the wire, is another host, and warns that the wire is open', async () => {
    expect(await host(SECOND)).toMatchObject({ self: false, mayApply: true });
    expect(await host('self')).toMatchObject({ id: 'lab-first-host', mayApply: false });
    expect(agent.said()).toContain('warn  agent: the way to the server is not encrypted');
    const { body } = await ask('/api/v1/agents');
    expect(body).toMatchObject({
      agents: [
        { hostId: 'lab-first-host', local: true },
        { hostId: SECOND, local: false, connected: true, mayApply: true, joinedFrom: between.b.address },
      ],
    });
  });

  test('answers for itself: its sockets, its settings, its tables', async () => {
    await using listener = startWorkload('stalledListener', { backlog: 7 }, second);
    const { port: listens } = await listener.ready;
    const count = async (id: string) => {
      const { body } = await ask(`/api/v1/hosts/${id}/sockets?filter=state:listen+port:${listens}`);
      return (body as { matched: number }).matched;
    };
    expect([await count(SECOND), await count('self')]).toEqual([1, 0]);
    await second.sysctl('net.core.somaxconn', 321);
    const somaxconn = async (id: string) => {
      const { body } = await ask(`/api/v1/hosts/${id}/tunables`);
      const { tunables } = body as { tunables: readonly { name: string; value: string }[] };
      return tunables.find(({ name }) => name === 'net.core.somaxconn')?.value;
    };
    await expect.poll(() => somaxconn(SECOND), PATIENCE).toBe('321');
    expect(await somaxconn('self')).toBe('4096');
    const devices = async (id: string) => JSON.stringify((await ask(`/api/v1/hosts/${id}/details/interfaces`)).body);
    expect(await devices(SECOND)).toContain(`"${between.b.device}"`);
    for (const path of [
      '',
      '/advice',
      '/bottleneck',
      '/advice/history',
      '/changes',
      '/metrics?ids=transport.tcp.outSegs',
    ])
      expect([path, (await ask(`/api/v1/hosts/${SECOND}${path}`)).status]).toEqual([path, 200]);
  });

  test('is changed by itself alone, and takes it back', async () => {
    await second.sysctl('net.core.somaxconn', 321);
    const before = await first.sysctl('net.core.somaxconn');
    const change = { tunable: 'net.core.somaxconn', value: '1000', expectedBefore: '321' };
    const { status, body } = await ask(`/api/v1/hosts/${SECOND}/changes`, {
      changes: [change],
      because: 'a longer queue',
    });
    expect({ status, body }).toMatchObject({ status: 200, body: { change: { hostId: SECOND, state: 'pending' } } });
    expect(await second.sysctl('net.core.somaxconn')).toBe('1000');
    expect(await first.sysctl('net.core.somaxconn')).toBe(before);
    const { id } = (body as { change: { id: string } }).change;
    expect((await ask(`/api/v1/hosts/self/changes/${id}/confirm`, {})).status).toBe(404);
    expect(await ask(`/api/v1/hosts/${SECOND}/changes/${id}/undo`, {})).toMatchObject({
      status: 200,
      body: { change: { state: 'undone' } },
    });
    expect(await second.sysctl('net.core.somaxconn')).toBe('321');
    // The agent of the first host was started without permission.
    const refused = await ask('/api/v1/hosts/self/changes', {
      changes: [{ ...change, expectedBefore: before }],
      because: 'no',
    });
    expect(refused.status).toBe(403);
    expect(await first.sysctl('net.core.somaxconn')).toBe(before);
  });

  test('comes back by its own key after it was killed, and after the server was', async () => {
    await kill(agent.child, 'SIGKILL');
    await expect.poll(async () => (await host(SECOND))?.connected, PATIENCE).toBe(false);
    let downMs = Date.now();
    startSecond();
    await liveAfter(SECOND, downMs);
    downMs = Date.now();
    await kill(server.child, 'SIGKILL');
    await startServer();
    await Promise.all([liveAfter(SECOND, downMs), liveAfter('self', downMs)]);
    expect(await host(SECOND)).toMatchObject({ self: false, mayApply: true });
  });

  test('that is revoked is out at once, and says why', async () => {
    expect(await ask(`/api/v1/agents/${SECOND}/revoke`, {})).toMatchObject({
      status: 200,
      body: { agent: { connected: false } },
    });
    expect(await host(SECOND)).toMatchObject({ connected: false });
    await expect
      .poll(agent.said, PATIENCE)
      .toContain('error agent: no connection to the server: its key was revoked at');
    const { body } = await ask('/api/v1/audit?action=agent.&limit=50');
    const actions = (body as { rows: readonly { action: string; outcome: string }[] }).rows;
    expect(actions).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ action: 'agent.join', outcome: 'done', hostId: SECOND }),
        expect.objectContaining({ action: 'agent.revoke', outcome: 'done', hostId: SECOND }),
        expect.objectContaining({ action: 'agent.connect', outcome: 'refused', actor: `host:${SECOND}` }),
      ]),
    );
  });
});
