import { socketsSign } from '../scenario/signs.ts';
import type { Scenario } from '../scenario/types.ts';

export const finWait2: Scenario = {
  name: 'fin-wait-2',
  purpose: 'Connections that this host has closed wait for a peer that never closes its side.',
  opens: ['tcp-fin-wait2'],
  lookAlike: 'A peer that closes when this host does.',
  link: {},
  sign: socketsSign(['-t', 'state', 'fin-wait-2'], 50),
  make: async (stage) => {
    const { address } = stage.link.b;
    const port = await stage.listen('slowReader', { address, bytesPerSecond: 0 }, stage.there);
    await stage.start('connectFlood', { address, port, total: 10_000, perSecond: 40, hold: false });
  },
  makeLookAlike: async (stage) => {
    const { address } = stage.link.b;
    const port = await stage.listen('tcpBulkReceiver', { address }, stage.there);
    await stage.start('connectFlood', { address, port, total: 10_000, perSecond: 40, hold: false });
  },
};
