import { delaySupport } from '../namespace/support.ts';
import type { Scenario } from '../scenario/types.ts';

const PACED = { pacedBytesPerSecond: 12_000_000, congestion: 'cubic' };
const PEER_WAITS: Scenario['sign'] = {
  what: 'rwnd_limited of the sender on the other machine, in ms',
  read: async ({ there }) => {
    const { stdout } = await there.exec('ss', ['-HtinO']);
    return Number(/rwnd_limited:(\d+)ms/.exec(stdout)?.[1] ?? 0);
  },
  least: 1000,
};

export const receiveBufferFixed: Scenario = {
  name: 'receive-buffer-fixed',
  purpose: 'A program fixed a receive buffer (SO_RCVBUF) that is too small for the rate and the round trip.',
  opens: ['sock-rcvbuf-locked'],
  lookAlike: 'The same program without the option: the kernel lets the buffer grow.',
  link: { delayMs: 20 },
  needs: delaySupport,
  sign: PEER_WAITS,
  make: async (stage) => {
    const { address } = stage.link.a;
    const port = await stage.listen('tcpBulkReceiver', { address, rcvbuf: 65_536 });
    await stage.start('tcpBulkSender', { address, port, ...PACED }, stage.there);
  },
  makeLookAlike: async (stage) => {
    const { address } = stage.link.a;
    const port = await stage.listen('tcpBulkReceiver', { address });
    await stage.start('tcpBulkSender', { address, port, ...PACED }, stage.there);
  },
};
