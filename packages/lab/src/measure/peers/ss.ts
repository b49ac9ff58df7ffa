import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpuMsOfEndedChildren, rssMbOf } from '../usage.ts';
import { eachSecond, findProgram, type Peer } from './peer.ts';

/** TCP sockets with timers, tcp_info and memory, one a line: what an engineer types in a loop. */
const ARGS = ['-tinmHO'];

/**
 * The memory of a process that lives for milliseconds: looked at without pause until it has ended. It is done once,
 * before the window, for it takes a core.
 */
const largestRssMb = (path: string): number | undefined => {
  const { pid } = spawn(path, ARGS, { stdio: 'ignore' });
  if (pid === undefined) return undefined;
  let largest: number | undefined;
  // Node reaps its children between two turns of its loop: until we return it can be looked at.
  for (let now = rssMbOf(pid); now !== undefined; now = rssMbOf(pid)) largest = Math.max(largest ?? 0, now);
  return largest;
};

/** Of several, for one may be over before the first look. */
const largestOf = (path: string): number | undefined => {
  const seen = Array.from({ length: 5 }, () => largestRssMb(path)).filter((mb) => mb !== undefined);
  return seen.length === 0 ? undefined : Math.max(...seen);
};

/** `ss` started once a second, its output thrown away. */
export const ss: Peer = {
  subject: 'ss',
  path: findProgram('ss'),
  debianPackage: 'iproute2',
  start: async (path) => {
    const rssMb = largestOf(path);
    const stop = eachSecond(async () => {
      await once(spawn(path, ARGS, { stdio: 'ignore' }), 'close');
    });
    return { measured: () => ({ cpuMs: cpuMsOfEndedChildren, rssMb: () => rssMb }), [Symbol.asyncDispose]: stop };
  },
};
