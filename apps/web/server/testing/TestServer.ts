import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createServer, type ServerOptions } from '../createServer.ts';
import { createLog } from '../start/log.ts';

export const BOOT_ID = '3f0c1b52-8f4e-4a6e-9d0c-5b1a2c3d4e5f';

export interface TestServer {
  readonly url: string;
  readonly port: number;
  readonly token: string;
  /** What was logged. */
  readonly log: readonly string[];
  /** GET, answered with status and parsed JSON. */
  get(path: string): Promise<{ readonly status: number; readonly body: unknown }>;
  /** POST of JSON, or of text as it is. */
  post(path: string, body: unknown, type?: string): Promise<{ readonly status: number; readonly body: unknown }>;
  stop(): Promise<void>;
}

/** The real server without pages, on a free port, on a real store in `folder`. */
export async function startServer(folder: string, options: Partial<ServerOptions>): Promise<TestServer> {
  const log: string[] = [];
  const server = await createServer({
    port: 0,
    host: '127.0.0.1',
    dataFolder: join(folder, 'data'),
    intervalMs: 1000,
    dev: false,
    pages: false,
    selfId: undefined,
    bootId: BOOT_ID,
    log: createLog('debug', (line) => log.push(line)),
    ...options,
  });
  return {
    url: server.url,
    port: server.port,
    token: readFileSync(join(folder, 'data', 'agent.token'), 'utf8').trim(),
    log,
    get: async (path) => {
      const response = await fetch(server.url + path);
      return { status: response.status, body: await response.json() };
    },
    post: async (path, body, type = 'application/json') => {
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      const response = await fetch(server.url + path, {
        method: 'POST',
        body: text,
        headers: { 'Content-Type': type },
      });
      return { status: response.status, body: await response.json() };
    },
    stop: () => server.close(),
  };
}
