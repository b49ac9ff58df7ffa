import { delaySupport } from '../namespace/support.ts';
import { counterSign } from '../scenario/signs.ts';
import type { Scenario } from '../scenario/types.ts';

export const reorderedPath: Scenario = {
  name: 'reordered-path',
  purpose: 'A path lets some packets overtake others, and the sender takes them for lost.',
  opens: ['tcp-reordering'],
  lookAlike: 'A path as long that keeps the order.',
  link: { delayMs: 10, reorderPercent: 4 },
  lookAlikeLink: { delayMs: 10 },
  needs: delaySupport,
  sign: counterSign('TcpExt.TCPDSACKRecv', 20),
  make: async (stage) => {
    const { address } = stage.link.b;
    const port = await stage.listen('tcpBulkReceiver', { address }, stage.there);
    await stage.start('tcpBulkSender', { address, port, bytesPerSecond: 4_000_000, congestion: 'cubic' });
  },
  makeLookAlike: async (stage) => {
    const { address } = stage.link.b;
    const port = await stage.listen('tcpBulkReceiver', { address }, stage.there);
    await stage.start('tcpBulkSender', { address, port, bytesPerSecond: 4_000_000, congestion: 'cubic' });
  },
};
