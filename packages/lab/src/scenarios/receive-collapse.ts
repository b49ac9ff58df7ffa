import { counterSign } from '../scenario/signs.ts';
import type { Scenario } from '../scenario/types.ts';

const TINY = { size: 20, perSecond: 2000, noDelay: true };

export const receiveCollapse: Scenario = {
  name: 'receive-collapse',
  purpose:
    'Tiny segments fill a small receive buffer whose reader is slow, and the kernel packs them together again and again.',
  opens: ['app-not-reading'],
  lookAlike: 'Tiny segments to a reader that follows.',
  sign: counterSign('TcpExt.PruneCalled', 5),
  make: async (stage) => {
    const port = await stage.listen('slowReader', { bytesPerSecond: 5000, rcvbuf: 20_000 });
    await stage.start('smallWrites', { port, ...TINY });
  },
  makeLookAlike: async (stage) => {
    const port = await stage.listen('tcpBulkReceiver', {});
    await stage.start('smallWrites', { port, ...TINY });
  },
};
