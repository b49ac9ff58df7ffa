import { counterSign } from '../scenario/signs.ts';
import type { Scenario } from '../scenario/types.ts';

export const ordinaryTraffic: Scenario = {
  name: 'ordinary-traffic',
  purpose: 'Nothing goes wrong: requests, short connections and datagrams as on any day.',
  opens: [],
  lookAlike: 'A host without traffic.',
  sign: counterSign('Tcp.ActiveOpens', 30),
  make: async (stage) => {
    await stage.start('mixedLoad', {});
  },
  makeLookAlike: async (stage) => {
    await stage.start('idleSockets', { pairs: 5 });
  },
};
