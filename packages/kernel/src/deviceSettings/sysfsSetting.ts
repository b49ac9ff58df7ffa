import { constants } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { KernelError, toKernelError } from '../KernelError.ts';
import type { SysfsPlace } from './settingPlace.ts';

const NUMBER = /^\d{1,20}$/;
const MASK = /^[0-9a-f]{1,8}(,[0-9a-f]{8}){0,255}$/i;
/** Such as `0-3,8-11`. */
const RANGES = /^\d{1,5}(-\d{1,5})?(,\d{1,5}(-\d{1,5})?)*$/;
/** What a file of sysfs refuses a value with. */
const REFUSED = new Set(['EINVAL', 'ERANGE', 'EOVERFLOW', 'EOPNOTSUPP', 'EBUSY', 'ENOMEM', 'EIO']);

export interface SysfsFile {
  /** The folder of the device. */
  readonly folder: string;
  readonly place: SysfsPlace;
  /** What errors call it. */
  readonly path: string;
}

/** Takes the kernel's locks: on a thread of Node's pool. Fails with a KernelError: `not-found` where the device has no such thing. */
export async function readSetting({ folder, place, path }: SysfsFile): Promise<string> {
  let text: string;
  try {
    text = (await readFile(join(folder, place.file), 'latin1')).trim();
  } catch (cause) {
    throw toKernelError(cause, 'read', path);
  }
  if (!(place.kind === 'mask' ? MASK : NUMBER).test(text))
    throw new KernelError({ code: 'malformed', operation: 'read', path });
  return text;
}

/** As one write, which the kernel takes or refuses (`rejected`). Creates nothing. */
export async function writeSetting({ folder, place, path }: SysfsFile, value: string): Promise<void> {
  if (!(place.kind === 'mask' ? MASK : NUMBER).test(value))
    throw new KernelError({ code: 'rejected', operation: 'set', path, detail: `that is no ${place.kind}` });
  try {
    const file = await open(join(folder, place.file), constants.O_WRONLY | constants.O_NOFOLLOW);
    try {
      await file.write(value);
    } finally {
      await file.close();
    }
  } catch (cause) {
    const errno = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
    if (REFUSED.has(errno)) throw new KernelError({ code: 'rejected', operation: 'set', path, detail: errno, cause });
    throw toKernelError(cause, 'set', path);
  }
}

/** How many CPUs the machine has room for, those included that are not plugged in: as many bits has a mask. */
export async function possibleCpus(root: string): Promise<number> {
  const path = join(root, 'devices/system/cpu/possible');
  try {
    const text = (await readFile(path, 'latin1')).trim();
    if (RANGES.test(text)) return Math.max(...text.split(/[-,]/).map(Number)) + 1;
  } catch (cause) {
    throw toKernelError(cause, 'read', path);
  }
  throw new KernelError({ code: 'malformed', operation: 'read', path });
}
