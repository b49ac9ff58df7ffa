import type { Stage } from '../scenario/Stage.ts';
import { counterSign } from '../scenario/signs.ts';
import type { Scenario } from '../scenario/types.ts';

const forge = async (stage: Stage): Promise<void> => {
  const { address } = stage.link.a;
  const port = await stage.listen('udpSink', { address, mode: 'fast' });
  await stage.start('forgedPackets', { kind: 'udp', address, port, perSecond: 100, total: 1_000_000 }, stage.there);
};

export const reversePath: Scenario = {
  name: 'reverse-path',
  purpose: 'Packets come from a side where the answer would not go, and the reverse path filter drops them.',
  opens: ['rp-filter-drops'],
  lookAlike: 'The same packets with a way back.',
  link: {},
  sign: counterSign('TcpExt.IPReversePathFilter', 50),
  make: async (stage) => {
    await stage.sysctl('net.ipv4.conf.all.rp_filter', 1);
    await forge(stage);
  },
  makeLookAlike: async (stage) => {
    await stage.route('198.18.0.0/16', { answers: false });
    await stage.sysctl('net.ipv4.conf.all.rp_filter', 1);
    await forge(stage);
  },
};
