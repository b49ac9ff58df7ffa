import { counterSign } from '../scenario/signs.ts';
import type { Scenario } from '../scenario/types.ts';

const BURSTS = { size: 8, perSecond: 20_000, burst: 2000, total: 10_000_000 };

export const udpRmemMax: Scenario = {
  name: 'udp-rmem-max',
  purpose: 'A program asks for a large receive buffer, net.core.rmem_max cuts it, and bursts overflow what is left.',
  opens: ['sock-rmem-max-cap', 'sock-udp-rcvbuf-errors'],
  lookAlike: 'The same bursts to a program that reads at once.',
  sign: counterSign('Udp.RcvbufErrors', 50),
  make: async (stage) => {
    const port = await stage.listen('udpSink', { mode: 'slow', perSecond: 1000, rcvbuf: 1_000_000_000 });
    await stage.start('udpBurst', { port, ...BURSTS });
  },
  makeLookAlike: async (stage) => {
    const port = await stage.listen('udpSink', { mode: 'fast', rcvbuf: 1_000_000_000 });
    await stage.start('udpBurst', { port, ...BURSTS });
  },
};
