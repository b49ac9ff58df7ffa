import { counterSign } from '../scenario/signs.ts';
import type { Scenario } from '../scenario/types.ts';

export const udpBursts: Scenario = {
  name: 'udp-bursts',
  purpose: 'Bursts of datagrams overflow the receive buffer of a program that is busy elsewhere for a moment.',
  opens: ['sock-udp-rcvbuf-errors'],
  lookAlike: 'Datagrams to a closed port: lost too, but for want of a program.',
  sign: counterSign('Udp.RcvbufErrors', 50),
  make: async (stage) => {
    const port = await stage.listen('udpSink', { mode: 'slow', perSecond: 2000 });
    await stage.start('udpBurst', { port, perSecond: 600, burst: 1200, total: 1_000_000 });
  },
  makeLookAlike: async (stage) => {
    await stage.start('udpBurst', { port: 9, perSecond: 100, total: 1_000_000 });
  },
};
