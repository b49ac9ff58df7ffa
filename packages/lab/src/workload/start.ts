import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Namespace } from '../namespace/namespace.ts';
import type { CommandOf, DoneOf, OptionsOf, ReadyOf, WorkloadEvent, WorkloadName } from './types.ts';

/** A workload in a process of its own. Disposing of it stops it; it also ends when this process does. */
export interface Workload<Name extends WorkloadName> extends AsyncDisposable {
  readonly pid: number;
  /** What it says once all is set up. Rejects with its complaint when it ends before. */
  readonly ready: Promise<ReadyOf<Name>>;
  /** Its last words. Rejects when it failed, or was killed before it could say them. */
  readonly done: Promise<DoneOf<Name>>;
  /** Everything it said so far, oldest first. */
  readonly events: readonly WorkloadEvent[];
  /** The next event of that name from now on. Rejects when the workload ends without it. */
  next(event: string): Promise<WorkloadEvent>;
  /** Tells it something; see `commands` of the workload. */
  tell(command: CommandOf<Name>): void;
  /** Asks it to end, insists after half a minute, and gives its last words. */
  stop(): Promise<DoneOf<Name>>;
}

const INSIST_AFTER_MS = 30_000;

/**
 * Starts a workload, inside a namespace when one is given.
 * @example await using flood = startWorkload('connectFlood', { port, total: 50 }, namespace); await flood.done;
 */
export const startWorkload = <Name extends WorkloadName>(
  name: Name,
  options: OptionsOf<Name>,
  namespace?: Pick<Namespace, 'spawn'>,
): Workload<Name> => {
  const program = fileURLToPath(new URL(`../workloads/${name}.ts`, import.meta.url));
  const args = [program, JSON.stringify(options)];
  const stdio = { stdio: 'pipe' } as const;
  const child = namespace ? namespace.spawn(process.execPath, args, stdio) : spawn(process.execPath, args, stdio);
  return new WorkloadProcess<Name>(name, child);
};

class WorkloadProcess<Name extends WorkloadName> implements Workload<Name> {
  readonly pid: number;
  readonly ready: Promise<ReadyOf<Name>>;
  readonly done: Promise<DoneOf<Name>>;
  readonly events: WorkloadEvent[] = [];
  readonly #child: ChildProcess;
  readonly #closed: Promise<void>;
  readonly #waiting = new Map<string, PromiseWithResolvers<WorkloadEvent>>();
  #failure: Error | undefined;

  constructor(name: Name, child: ChildProcess) {
    this.#child = child;
    this.pid = child.pid ?? -1;
    this.ready = this.next('ready') as unknown as Promise<ReadyOf<Name>>;
    this.done = this.next('done') as unknown as Promise<DoneOf<Name>>;
    let complaint = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      complaint += chunk.toString();
    });
    child.stdin?.on('error', () => undefined);
    child.on('error', (error) => this.#fail(error));
    if (child.stdout) createInterface({ input: child.stdout }).on('line', (line) => this.#hear(line));
    this.#closed = new Promise((resolve) => {
      child.once('close', (code, signal) => {
        const why = complaint.trim() || (signal ? `killed by ${signal}` : `exit code ${code}`);
        this.#fail(new Error(`The workload ${name} ended: ${why}`));
        resolve();
      });
    });
  }

  next(event: string): Promise<WorkloadEvent> {
    if (this.#failure) return Promise.reject(this.#failure);
    let waiting = this.#waiting.get(event);
    if (!waiting) {
      waiting = Promise.withResolvers<WorkloadEvent>();
      // A promise that nobody looks at must not end the test run when the workload is stopped.
      waiting.promise.catch(() => undefined);
      this.#waiting.set(event, waiting);
    }
    return waiting.promise;
  }

  tell(command: CommandOf<Name>): void {
    this.#child.stdin?.write(`${command}\n`);
  }

  async stop(): Promise<DoneOf<Name>> {
    this.#child.kill('SIGTERM');
    const insist = setTimeout(() => this.#child.kill('SIGKILL'), INSIST_AFTER_MS);
    await this.#closed;
    clearTimeout(insist);
    return this.done;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop().catch(() => undefined);
  }

  #hear(line: string): void {
    const event = JSON.parse(line) as WorkloadEvent;
    this.events.push(event);
    this.#waiting.get(event.event)?.resolve(event);
    this.#waiting.delete(event.event);
  }

  #fail(error: Error): void {
    this.#failure = error;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
