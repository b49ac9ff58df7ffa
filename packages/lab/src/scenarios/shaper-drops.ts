import type { Scenario } from '../scenario/types.ts';

const TO_PEER = { port: 9, size: 1200, total: 10_000_000 };
const DROPPED: Scenario['sign'] = {
  what: 'packets dropped by the queue of the device',
  read: async ({ here, link }) => {
    const { stdout } = await here.exec('tc', ['-s', 'qdisc', 'show', 'dev', link.a.device]);
    return Number(/dropped (\d+)/.exec(stdout)?.[1] ?? Number.NaN);
  },
  least: 100,
};

export const shaperDrops: Scenario = {
  name: 'shaper-drops',
  purpose: 'Datagrams come faster than the shaper of a device lets out, and its queue drops them.',
  opens: ['qdisc-drops'],
  lookAlike: 'As slow a device with less to send.',
  link: { rateMbit: 5, queueBytes: 65_536 },
  sign: DROPPED,
  make: async (stage) => {
    await stage.start('udpBurst', { ...TO_PEER, address: stage.link.b.address, perSecond: 2000 });
  },
  makeLookAlike: async (stage) => {
    await stage.start('udpBurst', { ...TO_PEER, address: stage.link.b.address, perSecond: 200 });
  },
};
