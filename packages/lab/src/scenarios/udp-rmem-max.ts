import { counterSign } from '../scenario/signs.ts';
import type { Scenario } from '../scenario/types.ts';

/** Faster than the flow, so that only bursts wait. */
const READER = { mode: 'slow', perSecond: 4000, rcvbuf: 1_000_000_000 } as const;
const FLOW = { size: 1400, perSecond: 2000, total: 10_000_000 };

export const udpRmemMax: Scenario = {
  name: 'udp-rmem-max',
  purpose: 'A program asks for a large receive buffer, net.core.rmem_max cuts it, and bursts overflow what is left.',
  opens: ['sock-udp-rcvbuf-errors'],
  lookAlike: 'The same flow in bursts that the buffer holds.',
  sign: counterSign('Udp.RcvbufErrors', 50),
  make: async (stage) => {
    const port = await stage.listen('udpSink', READER);
    await stage.start('udpBurst', { port, ...FLOW, burst: 10_000 });
  },
  makeLookAlike: async (stage) => {
    const port = await stage.listen('udpSink', READER);
    await stage.start('udpBurst', { port, ...FLOW, burst: 1000 });
  },
};
