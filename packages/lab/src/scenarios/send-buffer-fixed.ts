import { delaySupport } from '../namespace/support.ts';
import { socketFieldSign } from '../scenario/signs.ts';
import type { Scenario } from '../scenario/types.ts';

const PACED = { pacedBytesPerSecond: 2_000_000 };

export const sendBufferFixed: Scenario = {
  name: 'send-buffer-fixed',
  purpose: 'A program fixed a send buffer (SO_SNDBUF) that is too small for the round trip.',
  opens: ['sock-sndbuf-limited'],
  lookAlike: 'The same program without the option: the kernel lets the buffer grow.',
  link: { delayMs: 20 },
  needs: delaySupport,
  sign: socketFieldSign(['-ti'], /sndbuf_limited:(\d+)ms/, 200),
  make: async (stage) => {
    const { address } = stage.link.b;
    const port = await stage.listen('tcpBulkReceiver', { address }, stage.there);
    await stage.start('tcpBulkSender', { address, port, ...PACED, sndbuf: 40_000 });
  },
  makeLookAlike: async (stage) => {
    const { address } = stage.link.b;
    const port = await stage.listen('tcpBulkReceiver', { address }, stage.there);
    await stage.start('tcpBulkSender', { address, port, ...PACED });
  },
};
