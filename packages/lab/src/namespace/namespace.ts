import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { namespacePrefix } from './owner.ts';
import { folderOf, guardNamespaces, NETNS_FOLDER, reapOrphans, removeNamespace } from './reaper.ts';
import { type CommandOutput, IP, run } from './run.ts';
import { labSupport } from './support.ts';

/**
 * A network namespace of its own: addresses, sockets, counters and per-namespace sysctls that nothing else on the
 * machine sees. `await using` removes it, with every process still in it, however the block is left; if this process
 * is killed, a guard does.
 */
export interface Namespace extends AsyncDisposable {
  readonly name: string;
  /** The file that stands for the namespace, for `setns`. */
  readonly path: string;
  /** A folder for files of the processes inside; it goes with the namespace. */
  readonly folder: string;
  /** Runs a command inside to its end. @throws Error with what it said, when it fails. */
  exec(command: string, args?: readonly string[]): Promise<CommandOutput>;
  /** Starts a command inside; `pid` is the command's own. It is killed with the namespace if it is still there. */
  spawn(command: string, args?: readonly string[], options?: SpawnOptions): ChildProcess;
  /** A file as processes inside see it, such as /proc/net/snmp. */
  readFile(path: string): Promise<string>;
  /** Reads a sysctl inside ("net.core.somaxconn"), after writing it when a value is given. Only those of a namespace exist here. */
  sysctl(name: string, value?: string | number): Promise<string>;
  /** Counters of a two-line table of /proc/net ("/proc/net/netstat") by group and name. */
  counters(path: '/proc/net/snmp' | '/proc/net/netstat'): Promise<ReadonlyMap<string, number>>;
}

let made = 0;
let reaped: Promise<unknown> | undefined;

/** Makes a namespace with `lo` up. @throws Error with the reason where `labSupport()` is not ok. */
export const createNamespace = async (): Promise<Namespace> => {
  const support = labSupport();
  if (!support.ok) throw new Error(`No network namespace can be made: ${support.reason}.`);
  reaped ??= reapOrphans();
  await reaped;
  guardNamespaces();
  made++;
  const name = `${namespacePrefix()}${made}`;
  await run('ip', ['netns', 'add', name]);
  try {
    await run('ip', ['-n', name, 'link', 'set', 'lo', 'up']);
    await mkdir(folderOf(name), { mode: 0o700 });
  } catch (error) {
    await removeNamespace(name);
    throw error;
  }
  return namespaceNamed(name);
};

const namespaceNamed = (name: string): Namespace => {
  const exec = (command: string, args: readonly string[] = []) => run('ip', ['netns', 'exec', name, command, ...args]);
  const readFile = async (path: string) => (await exec('cat', [path])).stdout;
  const running = new Set<ChildProcess>();
  return {
    name,
    path: `${NETNS_FOLDER}/${name}`,
    folder: folderOf(name),
    exec,
    readFile,
    spawn: (command, args = [], options = {}) => {
      const child = spawn(IP, ['netns', 'exec', name, command, ...args], options);
      running.add(child);
      child.once('close', () => running.delete(child));
      return child;
    },
    sysctl: async (key, value) => {
      const path = sysctlPath(key);
      if (value !== undefined) await exec('sh', ['-c', 'printf %s "$1" > "$2"', 'sysctl', String(value), path]);
      return (await readFile(path)).trim();
    },
    counters: async (path) => parseCounters(await readFile(path)),
    [Symbol.asyncDispose]: async () => {
      const gone = [...running].map((child) => new Promise((resolve) => child.once('close', resolve)));
      // One that has not gone in yet is not found there.
      for (const child of running) child.kill('SIGKILL');
      await removeNamespace(name);
      await Promise.all(gone);
    },
  };
};

/** As sysctl(8) reads a name: dots part it, unless it has slashes, so that a device's name may have dots. */
const sysctlPath = (name: string): string => {
  if (!/^net[./][\w./-]+$/.test(name) || name.includes('..')) throw new RangeError(`"${name}" is not a net sysctl.`);
  return `/proc/sys/${name.includes('/') ? name : name.replaceAll('.', '/')}`;
};

/** "Tcp: a b" above "Tcp: 1 2" becomes Tcp.a = 1 and Tcp.b = 2. */
export const parseCounters = (text: string): ReadonlyMap<string, number> => {
  const counters = new Map<string, number>();
  const lines = text.split('\n');
  for (let at = 0; at + 1 < lines.length; at += 2) {
    const [group = '', ...names] = (lines[at] ?? '').split(' ');
    const [, ...values] = (lines[at + 1] ?? '').split(' ');
    for (const [index, name] of names.entries()) counters.set(`${group.slice(0, -1)}.${name}`, Number(values[index]));
  }
  return counters;
};
