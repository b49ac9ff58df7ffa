import { counterSign } from '../scenario/signs.ts';
import type { Scenario } from '../scenario/types.ts';

export const acceptReset: Scenario = {
  name: 'accept-reset',
  purpose: 'A full accept queue answers with resets, since net.ipv4.tcp_abort_on_overflow is on.',
  opens: ['setting-tcp-abort-on-overflow', 'tcp-listen-overflow'],
  lookAlike: "Connections to a closed port: reset as well, but by nobody's fault.",
  sign: counterSign('TcpExt.ListenDrops', 5),
  make: async (stage) => {
    await stage.sysctl('net.ipv4.tcp_abort_on_overflow', 1);
    const port = await stage.listen('stalledListener', { backlog: 8 });
    await stage.start('connectFlood', { port, perSecond: 10, total: 10_000, hold: false });
  },
  makeLookAlike: async (stage) => {
    await stage.start('connectFlood', { port: 9, perSecond: 10, total: 10_000, hold: false });
  },
};
