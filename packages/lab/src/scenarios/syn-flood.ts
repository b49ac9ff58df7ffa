import { counterSign } from '../scenario/signs.ts';
import type { Scenario } from '../scenario/types.ts';

export const synFlood: Scenario = {
  name: 'syn-flood',
  purpose: 'More half-open connections than a listener may have; SYN cookies keep it reachable.',
  opens: ['tcp-syn-queue-full'],
  lookAlike: 'A crowd that completes its connections.',
  link: {},
  sign: counterSign('TcpExt.TCPReqQFullDoCookies', 20),
  make: async (stage) => {
    await stage.route('198.18.0.0/16', { answers: false });
    const { address } = stage.link.a;
    const port = await stage.listen('stalledListener', { address, backlog: 64, acceptAfterMs: 0 });
    await stage.start('forgedPackets', { kind: 'syn', address, port, perSecond: 200, total: 1_000_000 }, stage.there);
  },
  makeLookAlike: async (stage) => {
    const { address } = stage.link.a;
    const port = await stage.listen('stalledListener', { address, backlog: 64, acceptAfterMs: 0 });
    await stage.start('connectFlood', { address, port, perSecond: 100, total: 10_000, hold: false }, stage.there);
  },
};
