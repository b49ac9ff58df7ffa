import { socketFieldSign } from '../scenario/signs.ts';
import type { Scenario } from '../scenario/types.ts';

export const unsentBacklog: Scenario = {
  name: 'unsent-backlog',
  purpose:
    'A server writes far ahead of a slow path, so that what it writes last waits for seconds in its own send buffer.',
  opens: [],
  lookAlike: 'The same server and path with net.ipv4.tcp_notsent_lowat.',
  link: { rateMbit: 5 },
  sign: socketFieldSign(['-ti'], /notsent:(\d+)/, 500_000),
  make: async (stage) => {
    const { address } = stage.link.b;
    const port = await stage.listen('tcpBulkReceiver', { address }, stage.there);
    await stage.start('tcpBulkSender', { address, port, sndbuf: 1_500_000 });
  },
  makeLookAlike: async (stage) => {
    await stage.sysctl('net.ipv4.tcp_notsent_lowat', 65_536);
    const { address } = stage.link.b;
    const port = await stage.listen('tcpBulkReceiver', { address }, stage.there);
    await stage.start('tcpBulkSender', { address, port, sndbuf: 1_500_000 });
  },
};
