import { nftSupport } from '../namespace/support.ts';
import type { Stage } from '../scenario/Stage.ts';
import type { Scenario } from '../scenario/types.ts';

/** A little more than the table holds; it is as large as the one of the whole machine. */
const TIMES_LIMIT = 1.05;
const limitOf = async ({ here }: Stage): Promise<number> => Number(await here.sysctl('net.netfilter.nf_conntrack_max'));

const track = async (stage: Stage, rule: string): Promise<void> => {
  const { here } = stage;
  const chain = '{ type filter hook prerouting priority -300; }';
  await here.exec('nft', ['add', 'table', 'ip', 'lab']);
  stage.defer(async () => void (await here.exec('nft', ['delete', 'table', 'ip', 'lab'])));
  await here.exec('nft', ['add', 'chain', 'ip', 'lab', 'first', chain]);
  await here.exec('nft', ['add', 'rule', 'ip', 'lab', 'first', rule]);
};

const flood = async (stage: Stage, perSecond: number): Promise<void> => {
  const { address } = stage.link.a;
  const total = Math.min(1_000_000, Math.ceil((await limitOf(stage)) * TIMES_LIMIT));
  const port = await stage.listen('udpSink', { address, mode: 'fast', rcvbuf: 4_000_000 });
  const senders = { kind: 'udp', address, port, size: 8, perSecond, total } as const;
  await stage.start('forgedPackets', { ...senders, sources: '198.18.0.0/16' }, stage.there);
};

const TRACKED: Scenario['sign'] = {
  what: 'tracked connections in percent of nf_conntrack_max',
  read: async (stage) => {
    const count = Number(await stage.here.sysctl('net.netfilter.nf_conntrack_count'));
    return Math.round((100 * count) / (await limitOf(stage)));
  },
  least: 90,
};

export const connectionsTrackedFull: Scenario = {
  name: 'connections-tracked-full',
  purpose: 'Packets of senders that never come back fill the table of tracked connections.',
  opens: ['conntrack-full'],
  lookAlike: 'Packets of as many senders, told not to be tracked.',
  link: {},
  needs: nftSupport,
  only: 'conntrack',
  sign: TRACKED,
  make: async (stage) => {
    await stage.route('198.18.0.0/16', { answers: false });
    await track(stage, 'ct state new counter');
    await stage.sysctl('net.netfilter.nf_conntrack_udp_timeout', 300);
    await flood(stage, 20_000);
  },
  makeLookAlike: async (stage) => {
    await stage.route('198.18.0.0/16', { answers: false });
    await track(stage, 'notrack');
    await flood(stage, 2000);
  },
};
