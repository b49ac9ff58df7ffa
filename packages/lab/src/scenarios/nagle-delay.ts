import { counterSign } from '../scenario/signs.ts';
import type { Scenario } from '../scenario/types.ts';

const ANSWER = { responseBytes: 200, writes: 2 };

export const nagleDelay: Scenario = {
  name: 'nagle-delay',
  purpose: 'Answers in two writes wait for the delayed acknowledgement of the first, forty milliseconds each.',
  opens: ['app-small-writes-nagle'],
  lookAlike: 'The same answers with TCP_NODELAY.',
  sign: counterSign('TcpExt.DelayedACKs', 60),
  make: async (stage) => {
    const port = await stage.listen('responder', ANSWER);
    await stage.start('requester', { port, responseBytes: 200, connections: 4, perSecond: 200 });
  },
  makeLookAlike: async (stage) => {
    const port = await stage.listen('responder', { ...ANSWER, noDelay: true });
    await stage.start('requester', { port, responseBytes: 200, connections: 4, perSecond: 200 });
  },
};
