import { close, open, read, readSync, statfs } from 'node:fs';
import type { FileCalls } from '@netstrata/kernel';

/** include/uapi/linux/magic.h */
const PROC_SUPER_MAGIC = 0x9fa0;

/**
 * File calls that read procfs on the calling thread. The trip over the threadpool costs ten times the CPU of reading one of
 * these files, which print counters from memory and wait for nothing. A file that only looks as if it were in procfs (lxcfs puts some
 * of its own there, by FUSE) may hang, so it is read on the threadpool.
 */
export function directCalls(): FileCalls {
  const inProcfs = new Set<number>();
  return {
    open: (path, flags, done) => {
      // First, since a file that this kernel lacks is asked for again at each tick.
      open(path, flags, (error, fd) => {
        if (error !== null) {
          done(error, fd);
          return;
        }
        statfs(path, (problem, stats) => {
          if (problem === null && stats.type === PROC_SUPER_MAGIC) inProcfs.add(fd);
          done(null, fd);
        });
      });
    },
    read: (fd, buffer, offset, length, position, done) => {
      if (!inProcfs.has(fd)) {
        read(fd, buffer, offset, length, position, done);
        return;
      }
      let bytes: number;
      try {
        bytes = readSync(fd, buffer, offset, length, position);
      } catch (error) {
        done(error instanceof Error ? error : new Error(String(error)), 0);
        return;
      }
      done(null, bytes);
    },
    close: (fd, done) => {
      inProcfs.delete(fd);
      close(fd, done);
    },
  };
}
