import type { Stage } from '../scenario/Stage.ts';
import type { Scenario } from '../scenario/types.ts';

const NETWORK = '10.99.0.0/16';
const addNetwork = async ({ here, link }: Stage): Promise<void> =>
  void (await here.exec('ip', ['addr', 'add', '10.99.255.254/16', 'dev', link.a.device]));

const UNANSWERED: Scenario['sign'] = {
  what: 'neighbours that do not answer',
  read: async ({ here }) => (await here.exec('ip', ['neigh'])).stdout.match(/ (INCOMPLETE|FAILED)/g)?.length ?? 0,
  least: 5,
};

export const neighboursSilent: Scenario = {
  name: 'neighbours-silent',
  purpose: 'A program sends without pause to addresses on the link where nobody answers.',
  // The counters that tell it exist in the first namespace only.
  opens: [],
  lookAlike: 'As much to one neighbour that is there.',
  link: {},
  sign: UNANSWERED,
  make: async (stage) => {
    await addNetwork(stage);
    await stage.start('udpScatter', { network: NETWORK, addresses: 5, perSecond: 3000, total: 1_000_000 });
  },
  makeLookAlike: async (stage) => {
    await stage.start('udpBurst', { address: stage.link.b.address, port: 9, perSecond: 1000, total: 1_000_000 });
  },
};
