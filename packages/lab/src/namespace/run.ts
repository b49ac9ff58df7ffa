import { execFile } from 'node:child_process';

/** The command of iproute2 that makes namespaces and devices. */
export const IP = 'ip';

/** What a finished command wrote. */
export interface CommandOutput {
  readonly stdout: string;
  readonly stderr: string;
}

/** How long a command may take before it is ended; every command of the lab is short. */
const COMMAND_LIMIT_MS = 60_000;
const LARGEST_OUTPUT_BYTES = 64 * 1024 * 1024;

/** Runs a command to its end. @throws Error with the command and what it said, when it exits with anything but 0. */
export const run = (command: string, args: readonly string[]): Promise<CommandOutput> =>
  new Promise((resolve, reject) => {
    const limits = { timeout: COMMAND_LIMIT_MS, maxBuffer: LARGEST_OUTPUT_BYTES, killSignal: 'SIGKILL' as const };
    execFile(command, [...args], limits, (error, stdout, stderr) => {
      if (!error) return resolve({ stdout, stderr });
      const said = stderr.trim() || error.message;
      reject(new Error(`${command} ${args.join(' ')}: ${said}`, { cause: error }));
    });
  });
