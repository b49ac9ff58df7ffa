import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { nsfsDevice } from './nsfs.ts';

/** Where iproute2, container network plugins and podman mount namespaces on files, and where docker does. */
export const NAMESPACE_FOLDERS = ['/run/netns', '/var/run/netns', '/run/docker/netns'] as const;

/** A folder with more files is read in part. */
const MOST_FILES = 1024;

/**
 * The files that network namespaces are mounted on, by the namespace's inode number. A namespace stays alive on such a file without any
 * process in it. What is no mount (a file left over by a reboot, or one that is just being made) is passed by, and so are
 * folders that are not there or may not be read: docker's is open to root alone.
 *
 * The mounts may be those of user or other namespaces: only the kind of the file system tells that a network namespace is among them,
 * so that opening one of another kind fails later.
 */
export function mountedNamespaces(
  procRoot: string,
  folders: readonly string[] = NAMESPACE_FOLDERS,
): ReadonlyMap<number, readonly string[]> {
  const device = nsfsDevice(procRoot);
  const found = new Map<number, string[]>();
  const seen = new Set<string>();
  for (const folder of folders) {
    for (const path of filesIn(folder, seen)) {
      const stats = statOf(path);
      if (stats === undefined || stats.dev !== device) continue;
      const paths = found.get(stats.ino);
      if (paths === undefined) found.set(stats.ino, [path]);
      else paths.push(path);
    }
  }
  return found;
}

/** Nothing of a folder that was read before: /var/run is a link to /run on most systems. */
function filesIn(folder: string, seen: Set<string>): readonly string[] {
  const stats = statOf(folder);
  if (stats === undefined || seen.has(`${stats.dev} ${stats.ino}`)) return [];
  seen.add(`${stats.dev} ${stats.ino}`);
  try {
    return readdirSync(folder)
      .slice(0, MOST_FILES)
      .map((file) => join(folder, file));
  } catch {
    return [];
  }
}

function statOf(path: string): { readonly dev: number; readonly ino: number } | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}
