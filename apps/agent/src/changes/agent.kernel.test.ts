import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ChangeRecord } from '@netstrata/protocol/types';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { createNamespace, labSupport, type Namespace } from '../../../../packages/lab/src/index.ts';
import { scratch } from './testing/keeperRig.ts';

const SERVER = fileURLToPath(new URL('../../../web/server/main.ts', import.meta.url));
const AGENT = fileURLToPath(new URL('../start.mjs', import.meta.url));
const TOKEN = 'nst_0123456789abcdef0123456789abcdef';
const PATIENCE = { timeout: 180_000, interval: 100 };
const SOMAXCONN = 'net.core.somaxconn';
const KEEPALIVE = 'net.ipv4.tcp_keepalive_probes';

const support = labSupport();
if (!support.ok) console.warn(`no agent changes anything: ${support.reason}`);
beforeEach((context) => {
  if (!support.ok) context.skip(support.reason);
});

const killed = async (child: ChildProcess, signal: NodeJS.Signals): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill(signal);
  await exit;
};

const start = (args: readonly string[]): ChildProcess => {
  const env = { ...process.env, NETSTRATA_ADMIN_TOKEN: TOKEN };
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  onTestFinished(() => killed(child, 'SIGKILL'));
  return child;
};

/** A server and an agent, both real, and a network namespace that is changed. */
async function product(options: { readonly allowed?: boolean } = {}) {
  const data = scratch();
  const server = start([SERVER, '--no-pages', '--port', '0', '--data', data, '--log-level', 'error']);
  const [{ url }] = (await once(server, 'message')) as [{ url: string }];
  const file = join(data, 'sysctl.d', '90-netstrata.conf');
  mkdirSync(join(data, 'sysctl.d'), { mode: 0o755 });
  const startAgent = async () => {
    const words = ['--server', url, '--token-file', join(data, 'agent.token'), '--data', data, '--interval', '500'];
    const allowed = options.allowed === false ? [] : ['--allow-apply'];
    const sinceMs = Date.now();
    const agent = start([AGENT, ...words, ...allowed, '--sysctl-file', file, '--log-level', 'error']);
    await expect
      .poll(
        () =>
          api<{ lastSampleMs: number | null }>('GET', '').then(
            ({ body }) => (body.lastSampleMs ?? 0) > sinceMs,
            () => false,
          ),
        PATIENCE,
      )
      .toBe(true);
    return agent;
  };
  const api = async <T>(
    method: 'GET' | 'POST',
    path: string,
    given?: unknown,
  ): Promise<{ status: number; body: T }> => {
    const headers = { Authorization: `Bearer ${TOKEN}`, 'Content-Type': 'application/json' };
    const body = given === undefined ? null : JSON.stringify(given);
    const answer = await fetch(`${url}/api/v1/hosts/self${path}`, { method, headers, body });
    return { status: answer.status, body: (await answer.json()) as T };
  };
  const namespace = await createNamespace();
  onTestFinished(() => namespace[Symbol.asyncDispose]());
  const inode = String(statSync(namespace.path).ino);
  /** Changes both settings as a unit. */
  const apply = async (confirmWithinSeconds = 120) => {
    const changes = [
      { tunable: SOMAXCONN, namespace: inode, expectedBefore: '4096', value: '8192' },
      { tunable: KEEPALIVE, namespace: inode, expectedBefore: '9', value: '5' },
    ];
    const { status, body } = await api<{ change: ChangeRecord }>('POST', '/changes', {
      changes,
      because: 'a test',
      confirmWithinSeconds,
      acceptRisk: true,
    });
    if (status !== 200 && options.allowed !== false) throw new Error(JSON.stringify(body));
    return { status, body, change: body.change };
  };
  const record = async (id: string) => (await api<{ change: ChangeRecord }>('GET', `/changes/${id}`)).body.change;
  const order = (id: string, action: string, given: object = {}) =>
    api<{ change: ChangeRecord }>('POST', `/changes/${id}/${action}`, given);
  return { data, file, server, startAgent, api, apply, record, order, namespace };
}

const valuesIn = async (namespace: Namespace) => [await namespace.sysctl(SOMAXCONN), await namespace.sysctl(KEEPALIVE)];

test('nobody confirms, and the kernel has its old values back', async () => {
  const { startAgent, apply, record, namespace } = await product();
  await startAgent();
  const { status, change } = await apply(10);
  expect([status, change.state]).toEqual([200, 'pending']);
  expect(await valuesIn(namespace)).toEqual(['8192', '5']);
  await expect.poll(() => valuesIn(namespace), PATIENCE).toEqual(['4096', '9']);
  await expect.poll(async () => (await record(change.id)).state, PATIENCE).toBe('undone');
  expect((await record(change.id)).undo).toMatchObject({
    reason: 'not-confirmed',
    settings: [
      { outcome: 'restored', value: '4096' },
      { outcome: 'restored', value: '9' },
    ],
  });
});

test('killed before anybody confirmed, the next agent puts back what it finds; told to end, it does so itself', async () => {
  const { startAgent, apply, record, namespace, data } = await product();
  const agent = await startAgent();
  const { change } = await apply();
  await killed(agent, 'SIGKILL');
  expect(await valuesIn(namespace)).toEqual(['8192', '5']);
  const second = await startAgent();
  expect(await valuesIn(namespace)).toEqual(['4096', '9']);
  await expect.poll(async () => (await record(change.id)).undo?.reason, PATIENCE).toBe('agent-restarted');
  const again = await apply();
  expect(await valuesIn(namespace)).toEqual(['8192', '5']);
  await killed(second, 'SIGTERM');
  expect(await valuesIn(namespace)).toEqual(['4096', '9']);
  expect(readdirSync(join(data, 'changes')).sort()).toEqual(
    [change.id, again.change.id].map((id) => `${id}.json`).sort(),
  );
});

test('without its server the agent does not wait for its whole time', async () => {
  const { startAgent, apply, server, namespace, data } = await product();
  await startAgent();
  const { change } = await apply();
  await killed(server, 'SIGKILL');
  const goneMs = performance.now();
  await expect.poll(() => valuesIn(namespace), PATIENCE).toEqual(['4096', '9']);
  expect(performance.now() - goneMs).toBeGreaterThan(10_000);
  await expect
    .poll(
      () => JSON.parse(readFileSync(join(data, 'changes', `${change.id}.json`), 'utf8')).change.undo?.reason,
      PATIENCE,
    )
    .toBe('connection-lost');
});

test('what is kept stays, and is undone later, but for what somebody else has set since', async () => {
  const { startAgent, apply, order, namespace } = await product();
  const agent = await startAgent();
  const { change } = await apply();
  expect((await order(change.id, 'confirm')).body.change.state).toBe('kept');
  await killed(agent, 'SIGTERM');
  await startAgent();
  expect(await valuesIn(namespace)).toEqual(['8192', '5']);
  await namespace.sysctl(SOMAXCONN, 777);
  const { body } = await order(change.id, 'undo');
  expect(body.change).toMatchObject({
    state: 'undone',
    undo: { reason: 'asked', settings: [{ outcome: 'changed-by-another', value: '777' }, { outcome: 'restored' }] },
  });
  expect(await valuesIn(namespace)).toEqual(['777', '9']);
  const even = await order(change.id, 'undo', { evenIfChanged: true });
  expect(even.body.change.undo?.settings).toMatchObject([{ outcome: 'restored' }, { outcome: 'restored' }]);
  expect(await valuesIn(namespace)).toEqual(['4096', '9']);
});

test('what root gives up at its start is not needed to change this machine and its files', async () => {
  const { startAgent, api, order, file } = await product();
  await startAgent();
  const path = '/proc/sys/net/core/message_burst';
  if (!existsSync(path)) return;
  const before = readFileSync(path, 'utf8').trim();
  const value = String(Number(before) + 1);
  const changes = [{ tunable: 'net.core.message_burst', expectedBefore: before, value }];
  try {
    const { body } = await api<{ change: ChangeRecord }>('POST', '/changes', { changes, because: 'a test' });
    expect(readFileSync(path, 'utf8').trim()).toBe(value);
    const known = async () =>
      (await api<{ tunables: { name: string; value: string }[] }>('GET', '/tunables')).body.tunables.find(
        ({ name }) => name === 'net.core.message_burst',
      )?.value;
    await expect.poll(known).toBe(value);
    await order(body.change.id, 'confirm');
    const kept = await order(body.change.id, 'persist');
    expect(kept.body.change.persisted?.path).toBe(file);
    expect(readFileSync(file, 'utf8')).toContain(`\nnet.core.message_burst = ${value}\n`);
    await order(body.change.id, 'undo');
    expect([readFileSync(path, 'utf8').trim(), existsSync(file)]).toEqual([before, false]);
  } finally {
    const { SysctlWriter } = await import('@netstrata/kernel');
    new SysctlWriter().write('net.core.message_burst', before);
  }
});

test('an agent without permission changes nothing, whatever the server says', async () => {
  const { startAgent, apply, namespace, data } = await product({ allowed: false });
  await startAgent();
  const { status, body } = await apply();
  expect([status, body]).toMatchObject([403, { error: { code: 'forbidden' } }]);
  expect(await valuesIn(namespace)).toEqual(['4096', '9']);
  expect(existsSync(join(data, 'changes'))).toBe(false);
});
