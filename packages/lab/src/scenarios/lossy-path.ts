import { delaySupport } from '../namespace/support.ts';
import { counterSign } from '../scenario/signs.ts';
import type { Scenario } from '../scenario/types.ts';

export const lossyPath: Scenario = {
  name: 'lossy-path',
  purpose: 'A path loses one packet in thirty, and the sender slows down for each.',
  opens: ['tcp-retrans-high', 'tcp-cc-bbr-fq'],
  lookAlike: 'A path as long that loses nothing.',
  link: { delayMs: 15, lossPercent: 3 },
  lookAlikeLink: { delayMs: 15 },
  needs: delaySupport,
  sign: counterSign('Tcp.RetransSegs', 50),
  make: async (stage) => {
    const { address } = stage.link.b;
    const port = await stage.listen('tcpBulkReceiver', { address }, stage.there);
    await stage.start('tcpBulkSender', { address, port, congestion: 'cubic' });
  },
  makeLookAlike: async (stage) => {
    const { address } = stage.link.b;
    const port = await stage.listen('tcpBulkReceiver', { address }, stage.there);
    await stage.start('tcpBulkSender', { address, port, congestion: 'cubic' });
  },
};
