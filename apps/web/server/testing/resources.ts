import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AgentIdentity } from '@netstrata/protocol/handshake';
import { afterAll, afterEach } from 'vitest';
import type { ServerOptions } from '../createServer.ts';
import { connectAgent, type TestAgent } from './TestAgent.ts';
import { connectBrowser, type Proof, type TestBrowser } from './TestBrowser.ts';
import { startServer, type TestServer } from './TestServer.ts';

export interface Resources {
  /** The path of a new folder. */
  folder(): string;
  server(folder: string, options?: Partial<ServerOptions>): Promise<TestServer>;
  agent(server: { readonly url: string; readonly token: string }, identity?: AgentIdentity): Promise<TestAgent>;
  browser(server: { readonly url: string }, proof?: Proof): Promise<TestBrowser>;
}

/** Real folders, servers and clients, taken away in reverse order after each test, or after all tests of the file. */
export function resources(until: 'test' | 'file' = 'test'): Resources {
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
    agent: async (server, identity) => {
      const agent = await connectAgent(server, identity);
      undo.push(() => agent.leave());
      return agent;
    },
    browser: async (server, proof) => {
      const browser = await connectBrowser(server, proof);
      undo.push(() => browser.leave());
      return browser;
    },
  };
}
