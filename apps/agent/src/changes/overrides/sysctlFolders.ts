import { readdirSync, realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { readPlain } from '../Disk.ts';

/** Where files of sysctls are looked for. A name in an earlier folder takes the place of the same name in the later ones. */
export const SYSCTL_FOLDERS = [
  '/etc/sysctl.d',
  '/run/sysctl.d',
  '/usr/local/lib/sysctl.d',
  '/usr/lib/sysctl.d',
  '/lib/sysctl.d',
] as const;
/** `sysctl --system` reads it last of all; systemd where a link in /etc/sysctl.d leads to it. */
export const SYSCTL_CONF = '/etc/sysctl.conf';

const MOST_FILES = 500;
const MOST_BYTES = 256 * 1024;

export interface SysctlPlaces {
  readonly folders: readonly string[];
  readonly conf: string;
}

/**
 * The files that are read after `path` when the machine starts, in their order, so that what they set wins: from all folders together by
 * name, then sysctl.conf. All of them where `path` lies in none of the folders. Never fails: what cannot be read sets nothing here.
 */
export function filesAfter(
  path: string,
  { folders, conf }: SysctlPlaces,
): readonly { readonly path: string; readonly text: string }[] {
  const byName = new Map<string, string>();
  for (const folder of folders)
    for (const name of confNames(folder)) if (!byName.has(name)) byName.set(name, join(folder, name));
  const ours = folders.includes(dirname(path)) ? basename(path) : '';
  const later = [...byName.keys()].filter((name) => name > ours && byName.get(name) !== path).sort();
  const seen = new Set<string>();
  const found: { readonly path: string; readonly text: string }[] = [];
  for (const each of [...later.map((name) => byName.get(name) ?? ''), conf]) {
    const real = realPath(each);
    if (real === undefined || seen.has(real)) continue;
    seen.add(real);
    const text = textOf(real);
    if (text !== undefined) found.push({ path: each, text });
  }
  return found;
}

function confNames(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.conf') && !name.startsWith('.'))
      .slice(0, MOST_FILES);
  } catch {
    return [];
  }
}

function realPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}

/** A file that is a link to /dev/null is switched off. */
export function textOf(path: string): string | undefined {
  try {
    return readPlain(path, MOST_BYTES)?.bytes.toString('utf8');
  } catch {
    return undefined;
  }
}
