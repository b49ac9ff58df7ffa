import { socketFieldSign } from '../scenario/signs.ts';
import type { Scenario } from '../scenario/types.ts';

export const peerStopped: Scenario = {
  name: 'peer-stopped',
  purpose: 'A peer reads nothing any more, and the kernel probes its closed window.',
  opens: ['sock-rwnd-limited-peer'],
  lookAlike: 'A connection on which nobody has anything to say.',
  link: {},
  sign: socketFieldSign(['-to'], /^ESTAB +\d+ +(\d+) .*timer:\(persist/m, 10_000),
  make: async (stage) => {
    const { address } = stage.link.b;
    const port = await stage.listen('slowReader', { address, bytesPerSecond: 0, rcvbuf: 20_000 }, stage.there);
    await stage.start('tcpBulkSender', { address, port });
  },
  makeLookAlike: async (stage) => {
    const { address } = stage.link.b;
    const port = await stage.listen('tcpBulkReceiver', { address }, stage.there);
    await stage.start('connectFlood', { address, port, total: 5, stay: true });
  },
};
