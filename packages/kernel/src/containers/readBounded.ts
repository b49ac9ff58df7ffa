import { closeSync, fstatSync, openSync, readFileSync, type Stats } from 'node:fs';

/** The text of a regular file; undefined where it is none, may not be read, or has more than so many bytes. */
export function readBounded(path: string, mostBytes: number): string | undefined {
  let fd: number | undefined;
  try {
    fd = openSync(path, 'r');
    const stats: Stats = fstatSync(fd);
    return stats.isFile() && stats.size <= mostBytes ? readFileSync(fd, 'utf8') : undefined;
  } catch {
    return undefined;
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}
