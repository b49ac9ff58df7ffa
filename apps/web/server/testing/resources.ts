import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, vi } from 'vitest';
import type { ServerOptions } from '../createServer.ts';
import { connectAgent, type TestAgent } from './TestAgent.ts';
import { connectBrowser, type TestBrowser } from './TestBrowser.ts';
import { startServer, type TestServer } from './TestServer.ts';

export interface Resources {
  /** The path of a new folder. */
  folder(): string;
  server(folder: string, options?: Partial<ServerOptions>): Promise<TestServer>;
  agent(server: { readonly url: string; readonly token: string }): Promise<TestAgent>;
  browser(server: { readonly url: string }): Promise<TestBrowser>;
}

/** Real servers start threads and open databases: on a busy machine that takes its time, and proves nothing wrong. */
const TIME_LIMIT_MS = 30_000;

/** Real folders, servers and clients, taken away in reverse order after each test, or after all tests of the file. */
export function resources(until: 'test' | 'file' = 'test'): Resources {
  vi.setConfig({ testTimeout: TIME_LIMIT_MS, hookTimeout: TIME_LIMIT_MS });
  const undo: (() => unknown)[] = [];
  const tidy = async (): Promise<void> => {
    for (const step of undo.splice(0).toReversed()) await step();
  };
  if (until === 'test') afterEach(tidy);
  else afterAll(tidy);
  return {
    folder: () => {
      const path = mkdtempSync(join(tmpdir(), 'netstrata-server-'));
      undo.push(() => rmSync(path, { recursive: true, force: true }));
      return path;
    },
    server: async (folder, options = {}) => {
      const server = await startServer(folder, options);
      undo.push(() => server.stop());
      return server;
    },
    agent: async (server) => {
      const agent = await connectAgent(server);
      undo.push(() => agent.leave());
      return agent;
    },
    browser: async (server) => {
      const browser = await connectBrowser(server);
      undo.push(() => browser.leave());
      return browser;
    },
  };
}
