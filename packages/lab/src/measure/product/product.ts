import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Program, startProgram, untilReady } from '../child.ts';
import { getJson } from './api.ts';

const ROOT = fileURLToPath(new URL('../../../../../', import.meta.url));
const SERVER = join(ROOT, 'apps', 'web', 'server', 'main.ts');
const AGENT = join(ROOT, 'apps', 'agent', 'src', 'main.ts');
const READY_LIMIT_MS = 60_000;

/** A server and an agent of their own, with their data in a temporary folder that goes with them. */
export interface Product extends AsyncDisposable {
  readonly url: string;
  readonly agent: Program;
  readonly hostId: string;
}

const startServer = async (folder: string): Promise<{ server: Program; url: string }> => {
  const args = [SERVER, '--port', '0', '--data', folder, '--log-level', 'warn'];
  const server = startProgram(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
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

/** Starts both and waits until the server has the agent's first sample. @throws Error with the reason of the one that failed */
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
    const words = [
      '--server',
      url,
      '--token-file',
      join(folder, 'agent.token'),
      '--data',
      folder,
      '--log-level',
      'warn',
    ];
    const agent = startProgram(process.execPath, [AGENT, ...words], {
      cwd: ROOT,
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    started.push(agent);
    const hostId = await untilReady(agent, { what: 'the agent', limitMs: READY_LIMIT_MS }, async () => {
      const host = (await getJson(`${url}/api/v1/hosts/self`)) as { id?: unknown; lastSampleMs?: unknown };
      if (typeof host.id !== 'string' || typeof host.lastSampleMs !== 'number') throw new Error('no sample yet');
      return host.id;
    });
    return { url, agent, hostId, [Symbol.asyncDispose]: stop };
  } catch (error) {
    await stop();
    throw error;
  }
};
