import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ADMIN_TOKEN, BEARER } from '../measure/product/api.ts';
import type { Namespace } from '../namespace/namespace.ts';
import { Doorway } from './Doorway.ts';

const ROOT = join(import.meta.dirname, '../../../..');
const SERVER = join(ROOT, 'apps/web/server/main.ts');
const AGENT = join(ROOT, 'apps/agent/src/start.mjs');
/** A warning that a lab earns with each setting it writes; all else that an agent says is passed on. */
const DRIFT = 'a setting was changed by somebody else';

export interface ProductOptions {
  /** Runs server and agent in this namespace: they see its sockets, counters and sysctls, and listen on its loopback. */
  readonly namespace?: Namespace;
  /** Percent of a core that the agent may use. Default: its own. */
  readonly cpuBudget?: number;
  /** False serves agents and the API alone, which starts sooner and needs no build. Default true. */
  readonly pages?: boolean;
  /** Where a browser finds it. Default 0: a free one. */
  readonly port?: number;
  /** Where the server listens. Default: on loopback alone. */
  readonly listen?: '0.0.0.0';
  /** False starts the server alone. Default true. */
  readonly agent?: boolean;
  /** Whether the agent may change settings, which it keeps for the next boot in a file of the data folder. Default false. */
  readonly allowApply?: boolean;
  /** What the server finds in its environment besides ours. */
  readonly env?: Readonly<Record<string, string>>;
}

/** The product as a person runs it: a server and an agent, real processes on a data folder of their own. */
export class Product implements AsyncDisposable {
  readonly data: string;
  /** Where a browser finds it. */
  url = '';
  /** The link that makes the first admin, while there is none. */
  welcome: string | undefined;
  /** Where its agent finds it: the same, unless both run in a namespace. */
  #inside = '';
  readonly #options: ProductOptions;
  #port: number;
  #server: ChildProcess | undefined;
  #agent: ChildProcess | undefined;
  #doorway: Doorway | undefined;

  private constructor(options: ProductOptions) {
    this.#options = options;
    this.#port = options.namespace ? 0 : (options.port ?? 0);
    this.data = options.namespace?.folder ?? mkdtempSync(join(tmpdir(), 'netstrata-e2e-'));
  }

  static async start(options: ProductOptions = {}): Promise<Product> {
    const product = new Product(options);
    try {
      await product.startServer();
      if (options.agent ?? true) product.startAgent();
      return product;
    } catch (error) {
      await product[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** Starts the server, on the port it had before if it ran before. */
  async startServer(): Promise<void> {
    const { namespace, pages = true, port, listen, env } = this.#options;
    const args = ['--port', String(this.#port), '--data', this.data, '--log-level', 'warn'];
    const more = [...(pages ? [] : ['--no-pages']), ...(listen ? ['--host', listen] : [])];
    const server = this.#spawn([SERVER, ...args, ...more], {
      env: { ...process.env, ...env, NETSTRATA_ADMIN_TOKEN: ADMIN_TOKEN },
    });
    this.#server = server;
    this.#inside = await new Promise<string>((resolve, reject) => {
      server.on('message', (note: { type?: string; url?: string; port?: number; welcome?: string }) => {
        if (note.type !== 'ready' || !note.url || !note.port) return;
        this.#port = note.port;
        this.welcome = note.welcome;
        resolve(note.url);
      });
      server.once('exit', (code) => reject(new Error(`the server ended with ${code} before it was ready`)));
    });
    if (namespace) this.#doorway ??= await Doorway.open(namespace, this.#port, port);
    this.url = this.#doorway?.url ?? this.#inside;
    this.welcome = this.welcome?.replace(this.#inside, this.url);
  }

  /** Where agents find the server, on an address of its namespace. */
  get port(): number {
    return this.#port;
  }

  startAgent(): void {
    const { cpuBudget, allowApply = false } = this.#options;
    const args = [
      AGENT,
      ...['--server', this.#inside],
      ...['--token-file', join(this.data, 'agent.token')],
      ...['--data', this.data],
      ...['--log-level', 'warn'],
      ...(allowApply ? ['--allow-apply', '--sysctl-file', this.sysctlFile] : []),
      ...(cpuBudget === undefined ? [] : ['--cpu-budget', String(cpuBudget)]),
    ];
    const agent = this.#spawn(args, { stdio: ['ignore', 'inherit', 'pipe', 'ipc'] });
    if (agent.stderr)
      createInterface({ input: agent.stderr }).on('line', (line) => {
        if (!line.includes(DRIFT)) process.stderr.write(`${line}\n`);
      });
    this.#agent = agent;
  }

  /** Where an agent that may change settings keeps them for the next boot. */
  get sysctlFile(): string {
    return join(this.data, '90-netstrata.conf');
  }

  /** Stops and continues it without ending it (SIGSTOP, SIGCONT): a server that hangs. */
  signalServer(signal: NodeJS.Signals): void {
    this.#server?.kill(signal);
  }

  async killServer(signal: NodeJS.Signals): Promise<void> {
    await end(this.#server, signal);
  }

  async killAgent(signal: NodeJS.Signals): Promise<void> {
    await end(this.#agent, signal);
  }

  /** A GET of the API, as a script of an admin would do it. */
  async api<T>(path: string): Promise<T> {
    const response = await fetch(new URL(path, this.url), { headers: BEARER });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  }

  /** A POST of the API, as a script of an admin would do it. */
  async post<T>(path: string, body: object): Promise<T> {
    const headers = { ...BEARER, 'Content-Type': 'application/json' };
    const response = await fetch(new URL(path, this.url), { method: 'POST', headers, body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await end(this.#agent, 'SIGTERM');
    await end(this.#server, 'SIGTERM');
    await this.#doorway?.close();
    rmSync(this.data, { recursive: true, force: true });
  }

  #spawn(args: readonly string[], more: SpawnOptions): ChildProcess {
    const options: SpawnOptions = { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit', 'ipc'], ...more };
    return this.#options.namespace?.spawn(process.execPath, args, options) ?? spawn(process.execPath, args, options);
  }
}

const end = async (child: ChildProcess | undefined, signal: NodeJS.Signals): Promise<void> => {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  child.kill(signal);
  await once(child, 'exit');
};
