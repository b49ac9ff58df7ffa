import { counterSign } from '../scenario/signs.ts';
import type { Scenario } from '../scenario/types.ts';

const TINY = { size: 20, perSecond: 8000 };

export const tinySegments: Scenario = {
  name: 'tiny-segments',
  purpose: 'A program sends every few bytes as a segment of their own.',
  opens: ['app-cork-batching'],
  lookAlike: 'The same writes kept together by TCP_CORK.',
  sign: counterSign('TcpExt.TCPOrigDataSent', 15_000),
  make: async (stage) => {
    const port = await stage.listen('tcpBulkReceiver', {});
    await stage.start('smallWrites', { port, ...TINY, noDelay: true });
  },
  makeLookAlike: async (stage) => {
    const port = await stage.listen('tcpBulkReceiver', {});
    await stage.start('smallWrites', { port, ...TINY, cork: true });
  },
};
