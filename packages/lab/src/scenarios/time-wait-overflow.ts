import { counterSign } from '../scenario/signs.ts';
import type { Scenario } from '../scenario/types.ts';

export const timeWaitOverflow: Scenario = {
  name: 'time-wait-overflow',
  purpose: 'More connections in TIME-WAIT than net.ipv4.tcp_max_tw_buckets lets the kernel remember.',
  opens: ['setting-tw-buckets-lowered'],
  lookAlike: "As many under the kernel's default.",
  sign: counterSign('TcpExt.TCPTimeWaitOverflow', 20),
  make: async (stage) => {
    await stage.sysctl('net.ipv4.tcp_max_tw_buckets', 100);
    const port = await stage.listen('responder', {});
    await stage.start('requester', { port, perSecond: 100, keepAlive: false });
  },
  makeLookAlike: async (stage) => {
    const port = await stage.listen('responder', {});
    await stage.start('requester', { port, perSecond: 100, keepAlive: false });
  },
};
