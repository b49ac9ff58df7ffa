import { socketFieldSign } from '../scenario/signs.ts';
import type { Scenario } from '../scenario/types.ts';

export const peerReadsSlowly: Scenario = {
  name: 'peer-reads-slowly',
  purpose: 'A sender waits for a peer that reads slowly: its window stays nearly closed.',
  opens: ['sock-rwnd-limited-peer'],
  lookAlike: 'A peer that follows, and a program that sends little.',
  link: {},
  sign: socketFieldSign(['-ti'], /rwnd_limited:(\d+)ms/, 1000),
  make: async (stage) => {
    const { address } = stage.link.b;
    const reading = { address, bytesPerSecond: 200_000, rcvbuf: 100_000 };
    const port = await stage.listen('slowReader', reading, stage.there);
    await stage.start('tcpBulkSender', { address, port, congestion: 'cubic' });
  },
  makeLookAlike: async (stage) => {
    const { address } = stage.link.b;
    const port = await stage.listen('tcpBulkReceiver', { address }, stage.there);
    await stage.start('tcpBulkSender', { address, port, bytesPerSecond: 200_000, congestion: 'cubic' });
  },
};
