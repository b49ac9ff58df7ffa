import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type KernelError, toKernelError } from '../KernelError.ts';
import { sysctlPath } from './sysctlPath.ts';

/** As the kernel prints it, with the tabs between numbers as single spaces and nothing around it. */
export function parseSysctl(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/**
 * A sysctl by its dotted name, in the network namespace of this process.
 *
 * Fails with a KernelError: `invalid-name` (not below net, vm or fs, or not a name at all), `not-found` (this kernel, or the module
 * behind it that is not loaded, has none), `permission`, `unreadable` (write-only, or without a value yet).
 */
export async function readSysctl(name: string, procRoot = '/proc'): Promise<string> {
  const path = join(procRoot, 'sys', ...sysctlPath(name));
  try {
    return parseSysctl(await readFile(path, 'utf8'));
  } catch (cause) {
    throw toKernelError(cause, 'read', path);
  }
}

/** As `readSysctl`, on the calling thread and in the network namespace that this is in. Fails likewise. */
export function readSysctlNow(name: string, procRoot = '/proc'): string {
  const path = join(procRoot, 'sys', ...sysctlPath(name));
  try {
    return parseSysctl(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw toKernelError(cause, 'read', path);
  }
}

export interface SysctlValues {
  readonly values: Readonly<Record<string, string>>;
  /** Those that could not be read. */
  readonly errors: Readonly<Record<string, KernelError>>;
}

/** Many at once; one that cannot be read costs only itself. */
export async function readSysctls(names: Iterable<string>, procRoot = '/proc'): Promise<SysctlValues> {
  const values: Record<string, string> = {};
  const errors: Record<string, KernelError> = {};
  const read = async (name: string) => {
    try {
      values[name] = await readSysctl(name, procRoot);
    } catch (cause) {
      errors[name] = toKernelError(cause, 'read', name);
    }
  };
  await Promise.all(Array.from(new Set(names), read));
  return { values, errors };
}
