import { delaySupport } from '../namespace/support.ts';
import { socketFieldSign } from '../scenario/signs.ts';
import type { Scenario } from '../scenario/types.ts';

export const sendBufferSmall: Scenario = {
  name: 'send-buffer-small',
  purpose: 'The largest send buffer that the kernel allows is too small for the rate and the round trip.',
  opens: ['sock-sndbuf-limited'],
  lookAlike: 'A program that has less to send than the path would carry.',
  link: { delayMs: 20 },
  needs: delaySupport,
  sign: socketFieldSign(['-ti'], /sndbuf_limited:(\d+)ms/, 200),
  make: async (stage) => {
    await stage.sysctl('net.ipv4.tcp_wmem', '4096 16384 131072');
    const { address } = stage.link.b;
    const port = await stage.listen('tcpBulkReceiver', { address }, stage.there);
    await stage.start('tcpBulkSender', { address, port, pacedBytesPerSecond: 5_000_000 });
  },
  makeLookAlike: async (stage) => {
    const { address } = stage.link.b;
    const port = await stage.listen('tcpBulkReceiver', { address }, stage.there);
    await stage.start('tcpBulkSender', { address, port, bytesPerSecond: 500_000 });
  },
};
