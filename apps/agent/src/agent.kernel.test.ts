import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';

const SERVER = fileURLToPath(new URL('../../web/server/main.ts', import.meta.url));
const AGENT = fileURLToPath(new URL('./start.mjs', import.meta.url));
const PATIENCE = { timeout: 30_000, interval: 100 };

const start = (args: readonly string[]): ChildProcess => {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
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
    const answer = await fetch(`${server.url}/api/v1/hosts/self`);
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
  for (let round = 0; round < 3; round++) {
    await kill(server.child);
    const downMs = Date.now();
    server = await startServer(data, server.port);
    await liveAfter(downMs + 1500);
  }
  await expect.poll(() => descriptors(agent.pid), PATIENCE).toBe(before);

  const toMs = Math.floor((await self()).lastSampleMs / 1000) * 1000 - 1000;
  const fromMs = Math.ceil(firstMs / 1000) * 1000 + 1000;
  const seconds = Array.from({ length: (toMs - fromMs) / 1000 }, (_, n) => fromMs + n * 1000);
  const ids = ['application.agent.droppedTicks', 'transport.tcp.activeOpens'];
  const path = `/api/v1/hosts/self/metrics?ids=${ids.join(',')}&from=${fromMs}&to=${toMs}&step=1000`;
  const stored = async (): Promise<Series[]> => {
    const answer = (await (await fetch(`${server.url}${path}`)).json()) as { series: Series[] };
    return answer.series.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  };
  const known = ({ points }: Series) => points.flatMap(([timeMs, value]) => (value === null ? [] : [timeMs]));
  // What is live is on disk a moment later.
  const complete = async () => (await stored()).map((one) => known(one).filter((timeMs) => timeMs < toMs));
  await expect.poll(complete, PATIENCE).toEqual(ids.map(() => seconds));
  const [dropped, opens] = await stored();
  expect([dropped?.id, opens?.id]).toEqual(ids);
  expect(dropped?.points.findLast(([, value]) => value !== null)?.[1]).toBe(0);
}, 180_000);

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
}, 90_000);

test('what it cannot use is named in one line, with exit code 2', async () => {
  const child = spawn(process.execPath, [AGENT, '--interval', 'soon'], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  expect(await once(child, 'close')).toEqual([2, null]);
  expect(said).toBe('--interval is "soon": allowed is a whole number from 200 to 60000, in milliseconds.\n');
});
