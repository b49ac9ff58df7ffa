import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readlinkSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { run } from '../namespace/run.ts';

/** A network namespace as a container's: no name leads there, only the process that lives in it. */
export interface Container extends AsyncDisposable {
  /** What the agent calls it. */
  readonly name: string;
  /** Of the process that keeps it. */
  readonly pid: number;
  /** Starts a command inside. */
  spawn(command: string, args?: readonly string[], options?: object): ChildProcess;
}

const UNSHARE = 'unshare';
const NSENTER = 'nsenter';
const SECONDS = '900';
const LOOK_MS = 20;
const namespaceOf = (pid: number | 'self'): string => readlinkSync(`/proc/${pid}/ns/net`);

/** Makes one with `lo` up. It goes with its process. */
export const startContainer = async (): Promise<Container> => {
  const keeper = spawn(UNSHARE, ['--net', 'sleep', SECONDS], { stdio: 'ignore' });
  await once(keeper, 'spawn');
  const pid = keeper.pid ?? -1;
  while (namespaceOf(pid) === namespaceOf('self')) await setTimeout(LOOK_MS);
  const inside = ['-t', String(pid), '-n'];
  await run(NSENTER, [...inside, 'ip', 'link', 'set', 'lo', 'up']);
  return {
    name: `sleep (${namespaceOf(pid).match(/\d+/)?.[0]})`,
    pid,
    spawn: (command, args = [], options = {}) => spawn(NSENTER, [...inside, command, ...args], options),
    [Symbol.asyncDispose]: async () => {
      const gone = once(keeper, 'close');
      keeper.kill('SIGKILL');
      await gone;
    },
  };
};
