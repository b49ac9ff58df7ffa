import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';

const SERVER = fileURLToPath(new URL('../../web/server/main.ts', import.meta.url));
const AGENT = fileURLToPath(new URL('./start.mjs', import.meta.url));
const PATIENCE = { timeout: 180_000, interval: 100 };

const TOKEN = 'admin-token-of-a-kernel-test';
const BEARER = { Authorization: `Bearer ${TOKEN}` };

const start = (args: readonly string[]): ChildProcess => {
  const env = { ...process.env, NETSTRATA_ADMIN_TOKEN: TOKEN };
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  onTestFinished(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  });
  return child;
};

const kill = async (child: ChildProcess): Promise<void> => {
  child.kill('SIGKILL');
  await once(child, 'exit');
};

const startServer = async (data: string, port: number): Promise<{ child: ChildProcess; url: string; port: number }> => {
  const words = ['--no-pages', '--port', String(port), '--data', data, '--log-level', 'error'];
  const child = start([SERVER, ...words]);
  const [ready] = (await once(child, 'message')) as [{ url: string; port: number }];
  return { child, ...ready };
};

const folder = (): string => {
  const path = mkdtempSync(join(tmpdir(), 'netstrata-agent-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
};

const descriptors = (pid = 0): number => readdirSync(`/proc/${pid}/fd`).length;

interface StoredTick {
  readonly seq: number;
  readonly time_ms: number;
}

/** Every tick on disk that is not packed yet, which it is after minutes. */
const storedTicks = (data: string): readonly StoredTick[] => {
  const database = new DatabaseSync(join(data, 'history.sqlite'), { readOnly: true });
  try {
    const sql = 'SELECT seq, time_ms FROM tick_log ORDER BY time_ms, seq';
    return database.prepare(sql).all() as unknown as readonly StoredTick[];
  } finally {
    database.close();
  }
};

interface Self {
  readonly connected: boolean;
  readonly lastSampleMs: number;
}

interface Series {
  readonly id: string;
  readonly points: readonly (readonly [timeMs: number, value: number | null])[];
}

test('an agent that lost its server three times has delivered every tick, and holds no more files than before', async () => {
  const data = folder();
  let server = await startServer(data, 0);
  const words = ['--server', server.url, '--token-file', join(data, 'agent.token'), '--data', data];
  const agent = start([AGENT, ...words, '--interval', '500', '--log-level', 'error']);
  const self = async (): Promise<Self> => {
    const answer = await fetch(`${server.url}/api/v1/hosts/self`, { headers: BEARER });
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    return (await answer.json()) as Self;
  };
  const liveAfter = (ms: number) =>
    expect
      .poll(
        () =>
          self().then(
            (now) => now.connected && now.lastSampleMs > ms,
            () => false,
          ),
        PATIENCE,
      )
      .toBe(true);
  await liveAfter(0);
  const firstMs = (await self()).lastSampleMs;
  await liveAfter(firstMs + 6000);
  const before = descriptors(agent.pid);
  const downs: (readonly [fromMs: number, toMs: number])[] = [];
  for (let round = 0; round < 3; round++) {
    await kill(server.child);
    const downMs = Date.now();
    // A server that starts at once would leave no time for a tick without one.
    await expect.poll(() => Date.now() - downMs, PATIENCE).toBeGreaterThan(1500);
    server = await startServer(data, server.port);
    downs.push([downMs, Date.now()]);
    await liveAfter(downMs + 1500);
  }
  await expect.poll(() => descriptors(agent.pid), PATIENCE).toBe(before);

  // What is live is on disk a moment later.
  const lastMs = (await self()).lastSampleMs;
  await expect.poll(() => storedTicks(data).at(-1)?.time_ms ?? 0, PATIENCE).toBeGreaterThanOrEqual(lastMs);
  const ticks = storedTicks(data);
  expect(ticks.map(({ seq }) => seq)).toEqual(ticks.map((_, n) => (ticks[0]?.seq ?? 0) + n));
  for (const [fromMs, toMs] of downs)
    expect(ticks.filter(({ time_ms }) => time_ms > fromMs && time_ms < toMs)).not.toEqual([]);

  const ids = ['application.agent.droppedTicks', 'transport.tcp.activeOpens'];
  const path = `/api/v1/hosts/self/metrics?ids=${ids.join(',')}&from=${firstMs}&to=${lastMs}&step=1000`;
  const answer = (await (await fetch(`${server.url}${path}`, { headers: BEARER })).json()) as { series: Series[] };
  const known = (id: string) =>
    answer.series.find((one) => one.id === id)?.points.flatMap(([, value]) => (value === null ? [] : [value])) ?? [];
  expect(known('application.agent.droppedTicks').at(-1)).toBe(0);
  const opens = known('transport.tcp.activeOpens');
  expect(opens.length).toBeGreaterThan(3);
  expect(opens).toEqual(opens.toSorted((a, b) => a - b));
});

test('it ends when it is asked, and when the process that started it is gone', async () => {
  const data = folder();
  const words = ['--server', 'http://127.0.0.1:1', '--data', data, '--log-level', 'debug'];
  const asked = spawn(process.execPath, [AGENT, ...words], { stdio: ['ignore', 'ignore', 'pipe'] });
  onTestFinished(() => {
    asked.kill('SIGKILL');
  });
  let said = '';
  asked.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  await expect.poll(() => said, PATIENCE).toContain('started');
  asked.kill('SIGTERM');
  expect(await once(asked, 'exit')).toEqual([0, null]);

  const orphan = start([AGENT, ...words]);
  const runs = () => readFileSync(`/proc/${orphan.pid}/comm`, 'latin1') !== '';
  await expect.poll(() => descriptors(orphan.pid), PATIENCE).toBeGreaterThan(20);
  expect(runs()).toBe(true);
  orphan.disconnect();
  expect(await once(orphan, 'exit')).toEqual([0, null]);
});

test('what it cannot use is named in one line, with exit code 2', async () => {
  const child = spawn(process.execPath, [AGENT, '--interval', 'soon'], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  expect(await once(child, 'close')).toEqual([2, null]);
  expect(said).toBe('--interval is "soon": allowed is a whole number from 200 to 60000, in milliseconds.\n');
});
