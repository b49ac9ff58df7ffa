import { socketFieldSign } from '../scenario/signs.ts';
import type { Scenario } from '../scenario/types.ts';

export const unixStreamFull: Scenario = {
  name: 'unix-stream-full',
  purpose: 'The send buffer of a Unix stream is full, since its reader does not read.',
  opens: ['sock-unix-stream-full'],
  lookAlike: 'A reader that reads what comes.',
  sign: socketFieldSign(['-xa'], /^u_str +\S+ +(\d+)/m, 100_000),
  make: async (stage) => {
    await stage.start('unixQueue', { kind: 'stream', size: 4096, perSecond: 100 });
  },
  makeLookAlike: async (stage) => {
    await stage.start('unixQueue', { kind: 'stream', size: 4096, perSecond: 100, reads: true });
  },
};
