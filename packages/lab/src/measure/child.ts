import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';

/** A program of the bench, with a pid to measure and an end. */
export interface Program extends AsyncDisposable {
  readonly pid: number;
  readonly child: ChildProcess;
  /** The tail of what it wrote to standard error. */
  complaint(): string;
}

const running = new Set<ChildProcess>();

/** Ends every program at once, without asking: for the end of the bench by a signal. */
export const killPrograms = (): void => {
  for (const child of running) child.kill('SIGKILL');
};

const GRACE_MS = 5000;
const TAIL_CHARACTERS = 2000;

/** Starts a program; standard output is thrown away. Disposing of it asks it to end, and insists after five seconds. */
export const startProgram = (command: string, args: readonly string[], options: SpawnOptions = {}): Program => {
  const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'], ...options });
  running.add(child);
  let tail = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    tail = (tail + chunk.toString()).slice(-TAIL_CHARACTERS);
  });
  const gone = new Promise<void>((resolve) => {
    const forget = (): void => {
      running.delete(child);
      resolve();
    };
    child.once('error', forget);
    child.once('close', forget);
  });
  return {
    pid: child.pid ?? -1,
    child,
    complaint: () => tail.trim(),
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGTERM');
      const insist = setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
      await gone;
      clearTimeout(insist);
    },
  };
};

/** Whether a program is still there; one that ended must not be measured as idle. */
export const isRunning = ({ child }: Program): boolean =>
  child.pid !== undefined && child.exitCode === null && child.signalCode === null;

/** Tries until it works, for at most so long. @throws Error with the last reason, or what the program said if it ended */
export const untilReady = async <Result>(
  program: Program,
  { what, limitMs }: { what: string; limitMs: number },
  attempt: () => Promise<Result>,
): Promise<Result> => {
  const startMs = performance.now();
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (!isRunning(program)) throw new Error(`${what} ended: ${program.complaint() || 'it gave no reason'}`);
      if (performance.now() - startMs > limitMs)
        throw new Error(`${what} did not answer within ${limitMs / 1000} s`, { cause: error });
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
};
