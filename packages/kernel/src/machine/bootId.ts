import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { toKernelError } from '../KernelError.ts';
import { excerpt, malformed } from '../text/lines.ts';

const PATH = '/proc/sys/kernel/random/boot_id';
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** /proc/sys/kernel/random/boot_id: a random UUID for each boot, the same in every container of the machine. */
export function parseBootId(text: string): string {
  const id = text.trim();
  if (!UUID.test(id)) throw malformed(PATH, `${excerpt(text)} is not a UUID`);
  return id;
}

/** Fails with a KernelError. */
export function readBootId(procRoot = '/proc'): string {
  const path = join(procRoot, 'sys/kernel/random/boot_id');
  try {
    return parseBootId(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw toKernelError(cause, 'read', path);
  }
}
