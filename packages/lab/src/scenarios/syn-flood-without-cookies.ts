import { counterSign } from '../scenario/signs.ts';
import type { Scenario } from '../scenario/types.ts';

export const synFloodWithoutCookies: Scenario = {
  name: 'syn-flood-without-cookies',
  purpose:
    'More half-open connections than a listener may have, and SYN cookies are off: SYNs of new clients are dropped.',
  opens: ['tcp-syn-queue-full', 'setting-tcp-syncookies-off'],
  lookAlike: 'A crowd that completes its connections, with cookies on.',
  link: {},
  sign: counterSign('TcpExt.TCPReqQFullDrop', 20),
  make: async (stage) => {
    await stage.sysctl('net.ipv4.tcp_syncookies', 0);
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
