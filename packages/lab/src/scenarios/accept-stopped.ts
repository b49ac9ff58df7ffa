import { counterSign } from '../scenario/signs.ts';
import type { Scenario } from '../scenario/types.ts';

export const acceptStopped: Scenario = {
  name: 'accept-stopped',
  purpose: 'A program has stopped taking connections, and its accept queue stays full.',
  opens: ['tcp-listen-overflow'],
  lookAlike: 'A program that takes nothing while its queue still has room.',
  sign: counterSign('TcpExt.ListenOverflows', 5),
  make: async (stage) => {
    const port = await stage.listen('stalledListener', { backlog: 16 });
    await stage.start('connectFlood', { port, perSecond: 10, total: 10_000, hold: false });
  },
  makeLookAlike: async (stage) => {
    const port = await stage.listen('stalledListener', { backlog: 128 });
    await stage.start('connectFlood', { port, perSecond: 1000, total: 45 });
  },
};
