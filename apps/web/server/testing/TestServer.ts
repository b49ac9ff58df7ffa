import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openLedger } from '@netstrata/db';
import type { AuditRow, Role } from '@netstrata/protocol';
import { createServer, type ServerOptions } from '../createServer.ts';
import { createLog } from '../start/log.ts';
import { ADMIN_TOKEN, BOOT_ID } from './identity.ts';

export { ADMIN_TOKEN, BOOT_ID };

export interface TestServer {
  readonly url: string;
  /** Where an agent of this machine finds it. */
  readonly agentUrl: string;
  readonly port: number;
  readonly token: string;
  /** What was logged. */
  readonly log: readonly string[];
  /** The link that makes the first admin. */
  readonly welcome: string | undefined;
  /** GET as an admin, answered with status and parsed JSON. */
  get(path: string): Promise<Answer>;
  /** POST of JSON as an admin, or of text as it is. */
  post(path: string, body: unknown, type?: string): Promise<Answer>;
  /** A token of somebody else than the admin. */
  tokenOf(role: Role): Promise<string>;
  /** GET or POST with whatever headers, nobody's unless they say so. */
  ask(path: string, headers?: Readonly<Record<string, string>>, body?: unknown): Promise<TestAnswer>;
  /** The newest rows of the audit first, read from its file. */
  audit(): readonly AuditRow[];
  stop(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

export interface TestAnswer extends Answer {
  readonly headers: Headers;
}

/** The headers by which a program proves itself. */
export const bearing = (token: string) => ({ Authorization: `Bearer ${token}` });

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
    adminToken: ADMIN_TOKEN,
    publicUrl: undefined,
    trustProxy: 0,
    maxPerAddress: 500,
    tls: undefined,
    oidc: undefined,
    bootId: BOOT_ID,
    log: createLog('debug', (line) => log.push(line)),
    ...options,
  });
  const send = async (path: string, init: RequestInit): Promise<TestAnswer> => {
    const response = await fetch(server.url + path, { redirect: 'manual', ...init });
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text), headers: response.headers };
  };
  const textOf = (body: unknown) => (typeof body === 'string' ? body : JSON.stringify(body));
  const post = async (path: string, given: unknown, type = 'application/json'): Promise<Answer> => {
    const headers = { 'Content-Type': type, ...bearing(ADMIN_TOKEN) };
    const { status, body } = await send(path, { method: 'POST', body: textOf(given), headers });
    return { status, body };
  };
  return {
    url: server.url,
    agentUrl: server.agentUrl,
    port: server.port,
    token: readFileSync(join(folder, 'data', 'agent.token'), 'utf8').trim(),
    log,
    welcome: server.welcome,
    get: async (path) => {
      const { status, body } = await send(path, { headers: bearing(ADMIN_TOKEN) });
      return { status, body };
    },
    post,
    tokenOf: async (role) => {
      const { body } = await post('/api/v1/tokens', { name: role, role, days: 1 });
      return (body as { readonly secret: string }).secret;
    },
    ask: (path, headers = {}, body = undefined) =>
      body === undefined
        ? send(path, { headers })
        : send(path, {
            method: 'POST',
            body: textOf(body),
            headers: { 'Content-Type': 'application/json', ...headers },
          }),
    audit: () => {
      const ledger = openLedger(join(folder, 'data', 'ledger.sqlite'));
      try {
        return ledger.audit.rows({ limit: 100 });
      } finally {
        ledger.close();
      }
    },
    stop: () => server.close(),
  };
}
