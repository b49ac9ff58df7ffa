import { counterSign } from '../scenario/signs.ts';
import type { Scenario } from '../scenario/types.ts';

const SMALL = { requestBytes: 100, responseBytes: 500 };

export const shortConnections: Scenario = {
  name: 'short-connections',
  purpose: 'A client opens a connection for every request, hundreds a second.',
  opens: ['app-short-connections'],
  lookAlike: 'The same requests over connections that stay.',
  sign: counterSign('Tcp.ActiveOpens', 1500),
  make: async (stage) => {
    const port = await stage.listen('responder', SMALL);
    await stage.start('requester', { port, ...SMALL, perSecond: 700, keepAlive: false });
  },
  makeLookAlike: async (stage) => {
    const port = await stage.listen('responder', SMALL);
    await stage.start('requester', { port, ...SMALL, perSecond: 700, connections: 20 });
  },
};
