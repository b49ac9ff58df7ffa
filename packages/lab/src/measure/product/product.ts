import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Program, startProgram, untilReady } from '../child.ts';
import { cpuMsOf, rssMbOf } from '../usage.ts';
import { ADMIN_TOKEN, getJson } from './api.ts';

const ROOT = fileURLToPath(new URL('../../../../../', import.meta.url));
const SERVER = join(ROOT, 'apps', 'web', 'server', 'main.ts');
const AGENT = join(ROOT, 'apps', 'agent', 'src', 'start.mjs');
const READY_LIMIT_MS = 60_000;

/** A server and an agent of their own, with their data in a temporary folder that goes with them. */
export interface Product extends AsyncDisposable {
  readonly url: string;
  readonly agent: Program;
  readonly hostId: string;
  readonly firstStart: FirstStart;
}

const startServer = async (folder: string): Promise<{ server: Program; url: string }> => {
  const args = [SERVER, '--no-pages', '--port', '0', '--data', folder, '--log-level', 'warn'];
  const server = startProgram(process.execPath, args, {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env: { ...process.env, NETSTRATA_ADMIN_TOKEN: ADMIN_TOKEN },
  });
  const patience = AbortSignal.timeout(READY_LIMIT_MS);
  const ended = once(server.child, 'exit', { signal: patience }).then(() => {
    throw new Error(`the server ended: ${server.complaint() || 'it gave no reason'}`);
  });
  const ready = once(server.child, 'message', { signal: patience }).then(([message]: unknown[]) => {
    const url = (message as { url?: unknown } | undefined)?.url;
    if (typeof url !== 'string') throw new Error('the server did not say where it listens');
    return url;
  });
  ended.catch(() => undefined);
  try {
    return { server, url: await Promise.race([ready, ended]) };
  } catch (error) {
    await server[Symbol.asyncDispose]();
    throw error;
  }
};

/** What an agent needed when nothing of its code had been compiled and kept yet. */
export interface FirstStart {
  readonly rssMb: number | undefined;
  /** From its start to its first sample. */
  readonly cpuMs: number;
}

interface AgentPlace {
  readonly url: string;
  readonly folder: string;
}

/** Starts an agent and waits until the server has a sample of it. */
const startAgent = async ({ url, folder }: AgentPlace): Promise<{ agent: Program; hostId: string }> => {
  const startMs = Date.now();
  const data = ['--token-file', join(folder, 'agent.token'), '--data', folder];
  const agent = startProgram(process.execPath, [AGENT, '--server', url, ...data, '--log-level', 'warn'], {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env: { ...process.env, NODE_COMPILE_CACHE: join(folder, 'compile-cache') },
  });
  try {
    const hostId = await untilReady(agent, { what: 'the agent', limitMs: READY_LIMIT_MS }, async () => {
      const host = (await getJson(`${url}/api/v1/hosts/self`)) as { id?: unknown; lastSampleMs?: unknown };
      const sampled = typeof host.lastSampleMs === 'number' && host.lastSampleMs >= startMs;
      if (typeof host.id !== 'string' || !sampled) throw new Error('no sample yet');
      return host.id;
    });
    return { agent, hostId };
  } catch (error) {
    await agent[Symbol.asyncDispose]();
    throw error;
  }
};

/** An agent that compiles all of its code and ends: the next finds the code in the folder. */
const startForTheFirstTime = async (place: AgentPlace): Promise<FirstStart> => {
  const { agent } = await startAgent(place);
  try {
    return { rssMb: rssMbOf(agent.pid), cpuMs: cpuMsOf(agent.pid) };
  } finally {
    await agent[Symbol.asyncDispose]();
  }
};

/** Starts both, the agent as on any day but its first. @throws Error with the reason of the one that failed */
export const startProduct = async (): Promise<Product> => {
  for (const program of [SERVER, AGENT]) if (!existsSync(program)) throw new Error(`${program} is missing`);
  const folder = await mkdtemp(join(tmpdir(), 'netstrata-bench-'));
  const started: Program[] = [];
  const stop = async (): Promise<void> => {
    for (const program of started.reverse()) await program[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const { server, url } = await startServer(folder);
    started.push(server);
    const firstStart = await startForTheFirstTime({ url, folder });
    const { agent, hostId } = await startAgent({ url, folder });
    started.push(agent);
    return { url, agent, hostId, firstStart, [Symbol.asyncDispose]: stop };
  } catch (error) {
    await stop();
    throw error;
  }
};
