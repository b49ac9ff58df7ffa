import { closeSync, openSync, readSync } from 'node:fs';

/** A sysfs attribute is at most a page; those that are read so are numbers and short words. */
const scratch = Buffer.alloc(4096);

/**
 * A small sysfs attribute; undefined where it is not there or cannot be told. Synchronous on purpose: for attributes that take no lock
 * a trip over the threadpool costs more than reading them all.
 */
export function readNow(path: string): string | undefined {
  let fd: number | undefined;
  try {
    fd = openSync(path, 'r');
    return scratch.toString('latin1', 0, readSync(fd, scratch, 0, scratch.length, 0));
  } catch {
    return undefined;
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}
