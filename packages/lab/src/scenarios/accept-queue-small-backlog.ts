import { counterSign } from '../scenario/signs.ts';
import type { Scenario } from '../scenario/types.ts';

const BURSTS = { burst: 200, everyMs: 700 };
const CROWD = { perSecond: 40, total: 10_000, hold: false };

export const acceptQueueSmallBacklog: Scenario = {
  name: 'accept-queue-small-backlog',
  purpose: 'A program takes connections in bursts, and its backlog is too small for what comes between two of them.',
  opens: ['tcp-listen-overflow'],
  lookAlike: 'The same bursts with a backlog that holds them.',
  sign: counterSign('TcpExt.ListenOverflows', 5),
  make: async (stage) => {
    const port = await stage.listen('burstyAccept', { ...BURSTS, backlog: 8 });
    await stage.start('connectFlood', { ...CROWD, port });
  },
  makeLookAlike: async (stage) => {
    const port = await stage.listen('burstyAccept', { ...BURSTS, backlog: 256 });
    await stage.start('connectFlood', { ...CROWD, port });
  },
};
