import { spawn, spawnSync } from 'node:child_process';
import { expect, test, vi } from 'vitest';
import type { QdiscRow } from '../rtnetlinkRows.ts';
import { Commands } from '../testing/commands.ts';
import { vethNamespace } from '../testing/vethNamespace.ts';

const commands = new Commands({ spawn, spawnSync });

interface TcQdisc {
  readonly kind: string;
  readonly handle: string;
  readonly dev: string;
  readonly root?: true;
  readonly parent?: string;
  readonly bytes: number;
  readonly packets: number;
  readonly drops: number;
  readonly overlimits: number;
  readonly requeues: number;
  readonly backlog: number;
  readonly qlen: number;
}
type Shown = Pick<QdiscRow, 'device' | 'kind' | 'handle' | 'parent'> & Partial<QdiscRow>;

function ofTc(row: TcQdisc): Shown {
  const { dev: device, kind, handle } = row;
  const parent = row.root === true ? 'root' : row.parent === 'ffff:fff1' ? 'ingress' : (row.parent ?? '');
  // Known of noqueue: that it is there.
  if (kind === 'noqueue') return { device, kind, handle, parent };
  const { bytes, packets, drops, overlimits, requeues, backlog: backlogBytes, qlen } = row;
  return { device, kind, handle, parent, bytes, packets, drops, overlimits, requeues, backlogBytes, qlen };
}
/** What both tell; tc's words for what fq and fq_codel count beyond that are its own. */
function shared(row: QdiscRow): Shown {
  const { device, kind, handle, parent, bytes, packets, drops, overlimits, requeues, backlogBytes, qlen } = row;
  const counts = { bytes, packets, drops, overlimits, requeues, backlogBytes, qlen };
  return { device, kind, handle, parent, ...(bytes === undefined ? {} : counts) };
}
const byPlace = (rows: readonly Shown[]) =>
  rows.toSorted((a, b) => `${a.device} ${a.parent}`.localeCompare(`${b.device} ${b.parent}`));

const LEAF = 'tc qdisc add dev veth0 parent 1:10 handle 10:';
/** A queue that holds a few packets, behind a class that lets none of them go for minutes. */
const behindHtb = (kind: string, limit: string) => [
  'tc qdisc add dev veth0 root handle 1: htb default 10',
  'tc class add dev veth0 parent 1: classid 1:10 htb rate 100bit',
  `${LEAF} ${kind} ${limit}`,
];
/** Packets that come in on a device, given on to one that is down: dropped. */
const intoNothing = (kind: string, parent: string) => [
  `tc qdisc add dev veth1 ${kind}`,
  'ip link add sink type veth peer name drain',
  `tc filter add dev veth1 ${parent} protocol ip u32 match u32 0 0 action mirred egress redirect dev sink`,
];
const SLOW = 'tbf rate 100bit burst 2000 limit 3000';
const BOTH_QUEUES = ['1:1', '1:2'];

interface QdiscCase {
  readonly kind: string;
  /** How such a one is made that drops. */
  readonly made: readonly string[];
  readonly pair?: string;
}
const CASES: readonly QdiscCase[] = [
  ...['pfifo', 'pfifo_head_drop', 'fq_codel', 'codel', 'pie', 'fq_pie', 'hhf', 'netem', 'fq', 'skbprio'].map(
    (kind) => ({
      kind,
      made: behindHtb(kind, 'limit 5'),
    }),
  ),
  { kind: 'bfifo', made: behindHtb('bfifo', 'limit 3000') },
  { kind: 'pfifo_fast', made: ['ip link set veth0 txqueuelen 5', ...behindHtb('pfifo_fast', '')] },
  { kind: 'sfq', made: behindHtb('sfq', 'limit 5') },
  { kind: 'cake', made: behindHtb('cake', 'bandwidth 1mbit memlimit 10000') },
  { kind: 'red', made: behindHtb('red', 'limit 3000 min 1500 max 2500 avpkt 1000 burst 2 bandwidth 1mbit') },
  {
    kind: 'prio',
    made: [
      'tc qdisc add dev veth0 root handle 1: prio',
      ...['1', '2', '3'].map((n) => `tc qdisc add dev veth0 parent 1:${n} ${SLOW}`),
    ],
  },
  { kind: 'tbf', made: [`tc qdisc add dev veth0 root handle 1: ${SLOW}`] },
  { kind: 'htb', made: behindHtb('pfifo', 'limit 5') },
  {
    kind: 'mq',
    pair: 'numtxqueues 2',
    made: [
      'tc qdisc add dev veth0 root handle 1: mq',
      ...BOTH_QUEUES.map((parent) => `tc qdisc replace dev veth0 parent ${parent} ${SLOW}`),
    ],
  },
  { kind: 'ingress', made: intoNothing('ingress', 'parent ffff:') },
  { kind: 'clsact', made: intoNothing('clsact', 'ingress') },
];

test.for([
  [
    'tbf',
    'tbf rate 20mbit burst 32kb limit 40kb',
    { rateBytesPerSecond: 2_500_000, burstBytes: 32_768, limitBytes: 40_960 },
  ],
  ['tbf', 'tbf rate 40gbit burst 16mb limit 32mb', { rateBytesPerSecond: 5e9, limitBytes: 33_554_432 }],
  ['cake', 'cake bandwidth 20mbit', { rateBytesPerSecond: 2_500_000, burstBytes: undefined }],
] as const)('the rate of %s is what tc was told: %s', async ([kind, shaper, expected], context) => {
  commands.output(context, ['tc', '-V']);
  const { script, ours } = await vethNamespace(context, commands);
  try {
    script(`tc qdisc add dev veth0 root ${shaper}`);
  } catch (cause) {
    if (/qdisc kind is unknown/i.test(String(cause))) context.skip(`this kernel has no ${kind}`);
    throw cause;
  }
  const { qdiscs } = await ours();
  expect(qdiscs.find((row) => row.kind === kind)).toMatchObject(expected);
});

test('what a class of htb lets out is the rate of the queue below it, and that of the top class the rate of the device', async (context) => {
  commands.output(context, ['tc', '-V']);
  const { script, ours } = await vethNamespace(context, commands);
  try {
    script(
      'tc qdisc add dev veth0 root handle 1: htb default 10',
      'tc class add dev veth0 parent 1: classid 1:1 htb rate 40gbit quantum 60000',
      'tc class add dev veth0 parent 1:1 classid 1:10 htb rate 10mbit ceil 20mbit',
      'tc qdisc add dev veth0 parent 1:10 handle 10: pfifo limit 5',
    );
  } catch (cause) {
    if (/qdisc kind is unknown/i.test(String(cause))) context.skip('this kernel has no htb');
    throw cause;
  }
  const { qdiscs } = await ours();
  const rateOf = (handle: string) => qdiscs.find((row) => row.handle === handle)?.rateBytesPerSecond;
  expect([rateOf('1:'), rateOf('10:')]).toEqual([5e9, 2_500_000]);
});

test.for(CASES)(
  '$kind is what `tc -s -j qdisc` says, with packets that were dropped',
  async ({ kind, made, pair }, context) => {
    commands.output(context, ['tc', '-V']);
    const { script, json, ours } = await vethNamespace(context, commands, pair);
    try {
      script(...made);
    } catch (cause) {
      if (/qdisc kind is unknown/i.test(String(cause))) context.skip(`this kernel has no ${kind}`);
      throw cause;
    }
    script(
      'ip neigh add 192.0.2.9 lladdr 02:00:00:00:00:09 nud permanent dev veth0',
      'exec 3>/dev/udp/192.0.2.9/9; for n in $(seq 30); do printf %900s x >&3; done',
    );
    const tc = () => byPlace(json<TcQdisc[]>('tc', '-s', '-j', 'qdisc').map(ofTc));
    const rows = await vi.waitFor(async () => {
      const before = tc();
      const { qdiscs } = await ours();
      expect(tc()).toEqual(before);
      expect(byPlace(qdiscs.map(shared))).toEqual(before);
      return before;
    }, 60_000);
    expect(rows.find((row) => row.kind === kind)?.drops).toBeGreaterThan(0);
    expect(rows.find(({ device }) => device === 'lo')).toEqual({
      device: 'lo',
      kind: 'noqueue',
      handle: '0:',
      parent: 'root',
    });
  },
);
