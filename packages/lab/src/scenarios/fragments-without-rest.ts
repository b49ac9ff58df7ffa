import { counterSign } from '../scenario/signs.ts';
import type { Scenario } from '../scenario/types.ts';

export const fragmentsWithoutRest: Scenario = {
  name: 'fragments-without-rest',
  purpose: 'Parts of datagrams whose rest never comes fill the memory for fragments.',
  opens: ['ip-forward-frag-fail'],
  lookAlike: 'Large datagrams that arrive in many parts, all of them.',
  link: {},
  sign: counterSign('Ip.ReasmFails', 50),
  make: async (stage) => {
    await stage.sysctl('net.ipv4.ipfrag_low_thresh', 40_000);
    await stage.sysctl('net.ipv4.ipfrag_high_thresh', 60_000);
    const { address } = stage.link.a;
    await stage.start(
      'forgedPackets',
      { kind: 'fragment', address, port: 9, perSecond: 300, total: 1_000_000 },
      stage.there,
    );
  },
  makeLookAlike: async (stage) => {
    const { address } = stage.link.a;
    const port = await stage.listen('udpSink', { address, mode: 'fast' });
    await stage.start('udpBurst', { address, port, size: 8000, perSecond: 100, total: 1_000_000 }, stage.there);
  },
};
