import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { onTestFinished, type TestContext } from 'vitest';

interface Finished {
  readonly error?: Error;
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface Running extends NodeJS.EventEmitter {
  readonly pid?: number | undefined;
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly exitCode: number | null;
  readonly signalCode: string | null;
  kill(signal: NodeJS.Signals): boolean;
}

/**
 * What is used of node:child_process. The test hands it in, because in this package only tests may start processes, and a file
 * beside them is none.
 */
export interface ChildProcesses {
  readonly spawnSync: (
    command: string,
    args: readonly string[],
    options: { encoding: 'utf8'; env: NodeJS.ProcessEnv; maxBuffer: number; cwd: string },
  ) => Finished;
  readonly spawn: (
    command: string,
    args: readonly string[],
    options: { stdio: ['pipe', 'pipe', 'inherit'] },
  ) => Running;
}

/** A child process that answers each line with a line. */
export interface Companion {
  readonly pid: number;
  readonly ask: (line: string) => Promise<string>;
  readonly kill: (signal: NodeJS.Signals) => void;
  /** Ends it, and waits until it has ended. */
  readonly end: () => Promise<void>;
}

/** Whether addresses such as ::1 can be used. */
export const hasIpv6 = existsSync('/proc/net/if_inet6');

const MOST_OUTPUT_BYTES = 64 * 1024 * 1024;

/** What a companion runs. */
const PROGRAMS = {
  endpoint: new URL('./endpoint.ts', import.meta.url),
  trace: new URL('./traceProgram.ts', import.meta.url),
} as const;

export class Commands {
  readonly #children: ChildProcesses;

  constructor(children: ChildProcesses) {
    this.#children = children;
  }

  run(command: readonly string[], env: Readonly<Record<string, string>> = {}): Finished {
    const [program = '', ...args] = command;
    const options = {
      encoding: 'utf8',
      cwd: '/',
      maxBuffer: MOST_OUTPUT_BYTES,
      env: { ...process.env, ...env },
    } as const;
    return this.#children.spawnSync(program, args, options);
  }

  /** What a command prints. Skips the test, with the reason, where the command is not installed. */
  output(context: TestContext, command: readonly string[], env?: Readonly<Record<string, string>>): string {
    const { error, status, stdout, stderr } = this.run(command, env);
    if (error !== undefined && 'code' in error && error.code === 'ENOENT')
      context.skip(`${command[0]} is not installed`);
    if (status !== 0) throw new Error(`${command.join(' ')}: ${error?.message ?? stderr}`);
    return stdout;
  }

  /** Skips the test where this process may not make a network namespace. */
  needNamespaces(context: TestContext): void {
    const { error, status, stderr } = this.run(['unshare', '--net', 'true']);
    if (error !== undefined) context.skip('unshare is not installed');
    if (status !== 0) context.skip(`no network namespace can be made: ${stderr.trim()}`);
  }

  /** Starts a program behind the words of `prefix`; it ends with the test at the latest. */
  companion(prefix: readonly string[] = [], which: keyof typeof PROGRAMS = 'endpoint'): Companion {
    const [program = '', ...args] = [...prefix, process.execPath, PROGRAMS[which].pathname];
    const child = this.#children.spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    const answers: ((line: string) => void)[] = [];
    createInterface(child.stdout).on('line', (line) => answers.shift()?.(line));
    const end = async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    };
    onTestFinished(end);
    return {
      pid: child.pid ?? 0,
      ask: (line) => {
        child.stdin.write(`${line}\n`);
        return new Promise((resolve) => answers.push(resolve));
      },
      kill: (signal) => {
        child.kill(signal);
      },
      end,
    };
  }
}
