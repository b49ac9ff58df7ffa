import { counterSign } from '../scenario/signs.ts';
import type { Scenario } from '../scenario/types.ts';

export const udpSlowReader: Scenario = {
  name: 'udp-slow-reader',
  purpose: 'A program reads datagrams more slowly than they arrive, for good.',
  opens: ['sock-udp-rcvbuf-errors'],
  lookAlike: 'The same flow to a program that follows.',
  sign: counterSign('Udp.RcvbufErrors', 50),
  make: async (stage) => {
    const port = await stage.listen('udpSink', { mode: 'slow', perSecond: 50, rcvbuf: 20_000 });
    await stage.start('udpBurst', { port, perSecond: 300, total: 1_000_000 });
  },
  makeLookAlike: async (stage) => {
    // Room for what comes in seconds in which a busy machine lets no program read.
    const port = await stage.listen('udpSink', { mode: 'fast', rcvbuf: 4_000_000 });
    await stage.start('udpBurst', { port, perSecond: 300, total: 1_000_000 });
  },
};
