import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');
const SERVER = join(ROOT, 'apps/web/server/main.ts');
const AGENT = join(ROOT, 'apps/agent/src/main.ts');

/** The built product as a person runs it: a server and an agent, real processes on a data folder of their own. */
export class Product implements AsyncDisposable {
  readonly data = mkdtempSync(join(tmpdir(), 'netstrata-e2e-'));
  url = '';
  #port = 0;
  #server: ChildProcess | undefined;
  #agent: ChildProcess | undefined;

  static async start(): Promise<Product> {
    const product = new Product();
    await product.startServer();
    product.startAgent();
    return product;
  }

  /** Starts the server, on the port it had before if it ran before. */
  async startServer(): Promise<void> {
    const server = this.#spawn([SERVER, '--port', String(this.#port), '--data', this.data, '--log-level', 'warn']);
    this.#server = server;
    this.url = await new Promise<string>((resolve, reject) => {
      server.on('message', (note: { type?: string; url?: string; port?: number }) => {
        if (note.type !== 'ready' || !note.url || !note.port) return;
        this.#port = note.port;
        resolve(note.url);
      });
      server.once('exit', (code) => reject(new Error(`the server ended with ${code} before it was ready`)));
    });
  }

  startAgent(): void {
    this.#agent = this.#spawn([
      AGENT,
      ...['--server', this.url],
      ...['--token-file', join(this.data, 'agent.token')],
      ...['--data', this.data],
      ...['--log-level', 'warn'],
    ]);
  }

  async killServer(signal: NodeJS.Signals): Promise<void> {
    await end(this.#server, signal);
  }

  async killAgent(signal: NodeJS.Signals): Promise<void> {
    await end(this.#agent, signal);
  }

  /** A GET of the API, as a script would do it. */
  async api<T>(path: string): Promise<T> {
    const response = await fetch(new URL(path, this.url));
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await end(this.#agent, 'SIGTERM');
    await end(this.#server, 'SIGTERM');
    rmSync(this.data, { recursive: true, force: true });
  }

  #spawn(args: readonly string[]): ChildProcess {
    return spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  }
}

const end = async (child: ChildProcess | undefined, signal: NodeJS.Signals): Promise<void> => {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  child.kill(signal);
  await once(child, 'exit');
};
