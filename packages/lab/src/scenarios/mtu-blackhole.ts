import { tunSupport } from '../namespace/support.ts';
import type { Stage } from '../scenario/Stage.ts';
import { counterSign } from '../scenario/signs.ts';
import type { Scenario } from '../scenario/types.ts';

/** Small answers pass on any path. */
const askLittle = async (stage: Stage, address: string): Promise<void> => {
  const port = await stage.listen('responder', { address, responseBytes: 200 }, stage.there);
  await stage.start('requester', { address, port, responseBytes: 200, perSecond: 10, connections: 1 });
};

/** Hosts of several networks behind the same path. */
const destinations = async (stage: Stage): Promise<readonly string[]> => {
  await stage.route('198.18.0.0/16');
  await stage.route('198.19.0.0/16');
  return ['198.18.0.1', '198.18.7.1', '198.19.0.1'];
};

export const mtuBlackhole: Scenario = {
  name: 'mtu-blackhole',
  purpose: 'A path swallows large packets without a word: small answers pass, and transfers hang.',
  opens: ['tcp-mtu-blackhole'],
  lookAlike: 'The same path with connections that carry little.',
  link: { largestBytes: 1300 },
  needs: tunSupport,
  sign: counterSign('TcpExt.TCPTimeouts', 6),
  make: async (stage) => {
    for (const address of await destinations(stage)) {
      await askLittle(stage, address);
      const port = await stage.listen('tcpBulkReceiver', { address }, stage.there);
      await stage.start('tcpBulkSender', { address, port });
    }
  },
  makeLookAlike: async (stage) => {
    for (const address of await destinations(stage)) await askLittle(stage, address);
  },
};
