import { counterSign } from '../scenario/signs.ts';
import type { Scenario } from '../scenario/types.ts';

export const noRoute: Scenario = {
  name: 'no-route',
  purpose: 'A program sends to a network that this host has no route to.',
  opens: ['ip-out-no-routes'],
  lookAlike: 'A program that sends to a closed port of a host that is there.',
  sign: counterSign('Ip.OutNoRoutes', 50),
  make: async (stage) => {
    await stage.start('udpScatter', { network: '203.0.113.0/24', perSecond: 50, total: 1_000_000 });
  },
  makeLookAlike: async (stage) => {
    await stage.start('udpBurst', { port: 9, perSecond: 50, total: 1_000_000 });
  },
};
