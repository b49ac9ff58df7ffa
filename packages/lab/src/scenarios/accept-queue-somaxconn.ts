import { counterSign } from '../scenario/signs.ts';
import type { Scenario } from '../scenario/types.ts';

const BURSTS = { backlog: 4096, burst: 200, everyMs: 700 };
const CROWD = { perSecond: 40, total: 10_000, hold: false };

export const acceptQueueSomaxconn: Scenario = {
  name: 'accept-queue-somaxconn',
  purpose: 'A program asks for a long accept queue, and net.core.somaxconn cuts it short.',
  opens: ['tcp-listen-overflow', 'setting-somaxconn-tiny'],
  lookAlike: "The same program and crowd under the kernel's default.",
  sign: counterSign('TcpExt.ListenOverflows', 5),
  make: async (stage) => {
    await stage.sysctl('net.core.somaxconn', 16);
    const port = await stage.listen('burstyAccept', BURSTS);
    await stage.start('connectFlood', { ...CROWD, port });
  },
  makeLookAlike: async (stage) => {
    const port = await stage.listen('burstyAccept', BURSTS);
    await stage.start('connectFlood', { ...CROWD, port });
  },
};
