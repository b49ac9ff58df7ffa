import { closeSync, openSync, readdirSync } from 'node:fs';
import { RLIMIT_NOFILE } from '../libc/constants.ts';
import { checked, libc } from '../libc/libc.ts';
import { runWorkload } from '../workload/main.ts';

const openNow = (): number => readdirSync('/proc/self/fd').length - 1;

runWorkload<'openFiles'>(({ options, say }) => {
  const limit = options.number('limit', [64, 20_000], 256);
  const share = options.number('share', [0, 1], 0.95);
  const limits = Buffer.alloc(16);
  for (const at of [0, 8]) limits.writeBigUInt64LE(BigInt(limit), at);
  checked('setrlimit RLIMIT_NOFILE', libc.setrlimit(RLIMIT_NOFILE, limits));
  const opened: number[] = [];
  for (let left = Math.floor(limit * share) - openNow(); left > 0; left--) opened.push(openSync('/dev/null', 'r'));
  return {
    ready: { open: openNow(), limit },
    obey: () => {
      for (const fd of opened.splice(0)) closeSync(fd);
      say('closed', { open: openNow() });
    },
    end: () => ({}),
  };
});
