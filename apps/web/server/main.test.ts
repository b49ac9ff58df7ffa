import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { resources } from './testing/resources.ts';
import { tickOf } from './testing/TestAgent.ts';
import { ADMIN_TOKEN, bearing } from './testing/TestServer.ts';

const MAIN = join(import.meta.dirname, 'main.ts');

const use = resources();

interface Started {
  readonly child: ChildProcess;
  readonly url: string;
  readonly stderr: () => string;
}

interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stderr: string;
}

function start(args: readonly string[]): { readonly child: ChildProcess; readonly stderr: () => string } {
  const child = fork(MAIN, ['--no-pages', ...args], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    execArgv: [],
    env: { ...process.env, NETSTRATA_ADMIN_TOKEN: ADMIN_TOKEN },
  });
  let text = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  return { child, stderr: () => text };
}

async function ready(args: readonly string[]): Promise<Started> {
  const { child, stderr } = start(args);
  const message = await new Promise<{ readonly type: string; readonly url: string }>((resolve, reject) => {
    child.once('message', (said) => resolve(said as { readonly type: string; readonly url: string }));
    child.once('exit', () => reject(new Error(stderr())));
  });
  expect(message).toEqual({
    type: 'ready',
    url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    agentUrl: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    port: expect.any(Number),
    welcome: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/welcome\?code=nsi_[\w-]{43}$/),
  });
  return { child, url: message.url, stderr };
}

async function ended({
  child,
  stderr,
}: {
  readonly child: ChildProcess;
  readonly stderr: () => string;
}): Promise<Ended> {
  // Not `close`: after disconnect() a parent never gets it.
  const [[code, signal]] = await Promise.all([
    once(child, 'exit') as Promise<[number | null, string | null]>,
    child.stderr === null ? undefined : once(child.stderr, 'close'),
  ]);
  return { code, signal, stderr: stderr() };
}

describe('the server process', () => {
  it('killed at any moment has every acknowledged second, and after a resend every second, once', async () => {
    const folder = use.folder();
    const data = join(folder, 'data');
    const startMs = Math.floor(Date.now() / 1000) * 1000 - 60_000;
    const first = await ready(['--port', '0', '--data', data]);
    const token = readFileSync(join(data, 'agent.token'), 'utf8').trim();
    {
      const agent = await use.agent({ url: first.url, token });
      await agent.hello();
      expect(await agent.push([1, 2, 3].map((seq) => tickOf(seq, startMs)))).toEqual({ ok: true, committedSeq: 3 });
      // Not acknowledged when the server dies: it may be there or not.
      agent.push([tickOf(4, startMs)]).catch(() => {});
      first.child.kill('SIGKILL');
      expect(await ended(first)).toMatchObject({ signal: 'SIGKILL' });
    }
    const second = await ready(['--port', '0', '--data', data]);
    try {
      expect(readFileSync(join(data, 'agent.token'), 'utf8').trim()).toBe(token);
      const agent = await use.agent({ url: second.url, token });
      const reply = await agent.hello();
      const committed = reply.ok ? reply.committedSeq : 0;
      expect([3, 4]).toContain(committed);
      const rest = [1, 2, 3, 4, 5, 6].filter((seq) => seq > committed);
      await agent.push(rest.map((seq) => tickOf(seq, startMs)));
      const range = `from=${startMs + 1000}&to=${startMs + 7000}&step=1000`;
      const answer = await fetch(`${second.url}/api/v1/hosts/host-0001/metrics?ids=transport.tcp.outSegs&${range}`, {
        headers: bearing(ADMIN_TOKEN),
      });
      expect(await answer.json()).toMatchObject({
        series: [
          {
            points: [1, 2, 3, 4, 5, 6].map((seq) => [startMs + seq * 1000, 1000 + seq * 10]),
          },
        ],
      });
    } finally {
      second.child.kill('SIGTERM');
    }
    expect(await ended(second)).toMatchObject({ code: 0 });
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('ends cleanly on %s with agents connected', async (signal) => {
    const folder = use.folder();
    const data = join(folder, 'data');
    const server = await ready(['--port', '0', '--data', data]);
    const token = readFileSync(join(data, 'agent.token'), 'utf8').trim();
    const agent = await use.agent({ url: server.url, token });
    await agent.hello();
    server.child.kill(signal);
    expect(await ended(server)).toMatchObject({ code: 0, signal: null });
    await agent.ended;
  });

  it('ends when its launcher is gone', async () => {
    const folder = use.folder();
    const server = await ready(['--port', '0', '--data', join(folder, 'data')]);
    server.child.disconnect();
    expect(await ended(server)).toMatchObject({ code: 0, signal: null });
  });

  it('says in one sentence that a port is taken', async () => {
    const folder = use.folder();
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { readonly port: number };
    try {
      expect(await ended(start(['--port', String(port), '--data', join(folder, 'data')]))).toEqual({
        code: 1,
        signal: null,
        stderr: `Port ${port} of 127.0.0.1 is taken: end the program that uses it, or choose another with --port or NETSTRATA_PORT (0 picks a free one).\n`,
      });
    } finally {
      other.close();
    }
  });

  it('says in one sentence that the history is no database', async () => {
    const folder = use.folder();
    const data = join(folder, 'data');
    mkdirSync(data);
    writeFileSync(
      join(data, 'history.sqlite'),
      'this is no database, but long enough to look at it twice\n'.repeat(100),
    );
    const { code, stderr } = await ended(start(['--port', '0', '--data', data]));
    expect(code).toBe(1);
    expect(stderr).toBe(
      `${join(data, 'history.sqlite')} is not a database: move it away or choose another data folder.\n`,
    );
  });

  it('gives exit code 2 for a bad value', async () => {
    expect(await ended(start(['--host', 'example.org']))).toMatchObject({ code: 2 });
  });
});
