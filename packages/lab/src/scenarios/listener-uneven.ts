import { counterSign } from '../scenario/signs.ts';
import type { Scenario } from '../scenario/types.ts';

/** Room for what comes in seconds in which a busy machine lets no program accept. */
const SHARED = { reusePort: true, backlog: 64 };
const CROWD = { perSecond: 30, total: 10_000, hold: false };

export const listenerUneven: Scenario = {
  name: 'listener-uneven',
  purpose: 'Two programs share a port, and one of them has stopped: the kernel still sends it half of the connections.',
  opens: ['tcp-listen-overflow'],
  lookAlike: 'Both of them accept.',
  sign: counterSign('TcpExt.ListenOverflows', 3),
  make: async (stage) => {
    const port = await stage.listen('stalledListener', { ...SHARED, acceptAfterMs: 0 });
    await stage.start('stalledListener', { ...SHARED, port });
    await stage.start('connectFlood', { port, ...CROWD });
  },
  makeLookAlike: async (stage) => {
    const port = await stage.listen('stalledListener', { ...SHARED, acceptAfterMs: 0 });
    await stage.start('stalledListener', { ...SHARED, port, acceptAfterMs: 0 });
    await stage.start('connectFlood', { port, ...CROWD });
  },
};
