import { socketFieldSign } from '../scenario/signs.ts';
import type { Scenario } from '../scenario/types.ts';

export const unixDatagramsFull: Scenario = {
  name: 'unix-datagrams-full',
  purpose: 'The queue of a Unix datagram socket is full, since its reader does not read.',
  opens: ['sock-unix-dgram-full'],
  lookAlike: 'A reader that reads what comes.',
  sign: socketFieldSign(['-xa'], /^u_dgr +\S+ +\d+ +(\d+)/m, 5000),
  make: async (stage) => {
    await stage.start('unixQueue', { kind: 'dgram', perSecond: 100 });
  },
  makeLookAlike: async (stage) => {
    await stage.start('unixQueue', { kind: 'dgram', perSecond: 100, reads: true });
  },
};
