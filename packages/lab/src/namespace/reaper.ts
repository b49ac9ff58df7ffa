import { spawn } from 'node:child_process';
import { readdir, rm } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isOrphan, namespacePrefix } from './owner.ts';
import { run } from './run.ts';

/** Where iproute2 keeps the namespaces that have a name. */
export const NETNS_FOLDER = '/run/netns';

/** Where the processes of a namespace keep their files, which go with it. */
export const folderOf = (name: string): string => join(tmpdir(), name);

const namesNow = async (): Promise<string[]> => {
  try {
    return await readdir(NETNS_FOLDER);
  } catch {
    return [];
  }
};

const pidsIn = async (name: string): Promise<readonly number[]> => {
  const { stdout } = await run('ip', ['netns', 'pids', name]);
  return stdout.split('\n').filter(Boolean).map(Number);
};

/** Ends what still runs in a namespace and removes it. Nothing happens when it is gone already. */
export const removeNamespace = async (name: string): Promise<void> => {
  if (!(await namesNow()).includes(name)) return;
  // What has been killed may still make a file until it is gone, and its folder would not be empty.
  for (let pids = await pidsIn(name); pids.length > 0; pids = await pidsIn(name))
    for (const pid of pids) endProcess(pid);
  await rm(folderOf(name), { recursive: true, force: true });
  await run('ip', ['netns', 'del', name]);
};

const endProcess = (pid: number): void => {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself in between.
  }
};

/** Removes the namespaces of earlier runs that died before they could. @returns their names */
export const reapOrphans = async (): Promise<string[]> => {
  const orphans = (await namesNow()).filter(isOrphan);
  // Two runs may reap at once: the one that comes second finds nothing, which is what both want.
  await Promise.allSettled(orphans.map(removeNamespace));
  return orphans;
};

/**
 * `read` returns when the other end of the pipe is gone, that is when this process ended, in whatever way; the shell
 * outlives it (it is in a session of its own) just long enough to clean up. A shell, for it is there all along and a
 * megabyte is enough for it.
 */
const GUARD = `
while read -r _; do :; done
for path in ${NETNS_FOLDER}/"$1"*; do
  [ -e "$path" ] || continue
  name=\${path##*/}
  for pid in $(ip netns pids "$name"); do kill -9 "$pid"; done
  ip netns del "$name"
done
rm -rf "$2"*`;

let guarded = false;

/** Sees to it that the namespaces of this process are removed even when it is killed. */
export const guardNamespaces = (): void => {
  if (guarded) return;
  guarded = true;
  const prefix = namespacePrefix();
  const guard = spawn('sh', ['-c', GUARD, 'netstrata-lab-guard', prefix, folderOf(prefix)], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  guard.on('error', () => undefined);
  guard.unref();
  // The pipe alone must not keep a finished test run alive either.
  (guard.stdin as Socket).unref();
};
