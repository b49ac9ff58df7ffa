import { tunSupport } from '../namespace/support.ts';
import type { Scenario } from '../scenario/types.ts';

const TO_PEER = { port: 9, size: 200, perSecond: 2000, total: 10_000_000 };
/** Of a TUN device and of the queue before it, whichever is full first. */
const DROPPED: Scenario['sign'] = {
  what: 'packets dropped on their way out',
  read: async ({ here, link }) => {
    const { stdout: device } = await here.exec('ip', ['-s', '-j', 'link', 'show', 'dev', link.a.device]);
    const { stdout: qdisc } = await here.exec('tc', ['-s', '-j', 'qdisc', 'show', 'dev', link.a.device]);
    const [{ stats64 }] = JSON.parse(device) as [{ stats64: { tx: { dropped: number } } }];
    const queues = JSON.parse(qdisc) as readonly { readonly drops?: number }[];
    return stats64.tx.dropped + queues.reduce((sum, { drops = 0 }) => sum + drops, 0);
  },
  least: 200,
};

export const deviceQueueShort: Scenario = {
  name: 'device-queue-short',
  purpose: 'A device may keep so few packets waiting (txqueuelen) that every burst loses some.',
  opens: ['link-send-drops'],
  lookAlike: 'Datagrams that come one after the other.',
  link: { largestBytes: 9000, txQueueLength: 5 },
  needs: tunSupport,
  sign: DROPPED,
  make: async (stage) => {
    await stage.start('udpBurst', { ...TO_PEER, address: stage.link.b.address, burst: 400 });
  },
  makeLookAlike: async (stage) => {
    await stage.start('udpBurst', { ...TO_PEER, address: stage.link.b.address, perSecond: 90, burst: 1 });
  },
};
