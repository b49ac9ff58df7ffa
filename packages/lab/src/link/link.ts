import type { Namespace } from '../namespace/namespace.ts';
import { run } from '../namespace/run.ts';
import { hasTun } from '../namespace/support.ts';
import { planLink } from './plan.ts';
import { startRelay } from './start-relay.ts';
import type { Link, LinkEnd, LinkOptions, LinkPlan } from './types.ts';

let linked = 0;

/** A number for the addresses of a link: links of one process never share a network. */
const nextNumber = (): number => {
  linked++;
  if (linked > 65_000) throw new Error('Too many links were made by this process.');
  return linked;
};

const endsOf = (a: Namespace, b: Namespace, number: number): readonly [LinkEnd, LinkEnd] => {
  const end = (namespace: Namespace, host: 1 | 2): LinkEnd => ({
    namespace,
    device: `lab${number}`,
    address: `10.${200 + (number >> 14)}.${(number >> 6) & 255}.${(number & 63) * 4 + host}`,
    address6: `fd00:1ab::${number.toString(16)}:${host}`,
  });
  return [end(a, 1), end(b, 2)];
};

/**
 * Links two namespaces. Without delay and loss a veth pair carries the packets, with tbf where a rate is given; with
 * them netem does where the kernel has it, else a relay between two TUN devices.
 * @throws Error with what the kernel lacks when neither is there.
 */
export const link = async (a: Namespace, b: Namespace, options: LinkOptions = {}): Promise<Link> => {
  const plan = planLink(options);
  const [endA, endB] = endsOf(a, b, nextNumber());
  if (plan.largestBytes !== undefined) {
    if (!hasTun()) throw new Error('A link that swallows packets needs /dev/net/tun, and it is not there.');
    return linkByRelay(endA, endB, plan);
  }
  if (plan.delayMs > 0 || plan.lossPercent > 0) {
    const veth = await linkByVeth(endA, endB, plan);
    if (await addNetem(veth, plan)) return { ...veth, kind: 'netem' };
    await veth[Symbol.asyncDispose]();
    if (!hasTun()) throw new Error('Delay and loss need netem or /dev/net/tun, and this kernel has neither.');
    return linkByRelay(endA, endB, plan);
  }
  const veth = await linkByVeth(endA, endB, plan);
  if (plan.rateMbit !== undefined) await orTakeDown(veth, () => addTbf(veth, plan));
  return veth;
};

const orTakeDown = async <Result>(half: Link, step: () => Promise<Result>): Promise<Result> => {
  try {
    return await step();
  } catch (error) {
    await half[Symbol.asyncDispose]();
    throw error;
  }
};

const bringUp = async (end: LinkEnd, { mtu, txQueueLength }: LinkPlan): Promise<void> => {
  const { namespace, device } = end;
  const ip = (...args: string[]) => run('ip', ['-n', namespace.name, ...args]);
  await ip('addr', 'add', `${end.address}/30`, 'dev', device);
  await ip('-6', 'addr', 'add', `${end.address6}/112`, 'dev', device, 'nodad');
  await ip('link', 'set', device, 'mtu', String(mtu), 'txqueuelen', String(txQueueLength), 'up');
};

const linkByVeth = async (a: LinkEnd, b: LinkEnd, plan: LinkPlan): Promise<Link> => {
  const pair = ['type', 'veth', 'peer', 'name', b.device, 'netns', b.namespace.name];
  await run('ip', ['link', 'add', a.device, 'netns', a.namespace.name, ...pair]);
  const up: Link = {
    a,
    b,
    kind: 'veth',
    stats: async () => undefined,
    [Symbol.asyncDispose]: async () => {
      // One end takes the other along; it is gone already when its namespace is.
      await run('ip', ['-n', a.namespace.name, 'link', 'del', a.device]).catch(() => undefined);
    },
  };
  await orTakeDown(up, async () => {
    await bringUp(a, plan);
    await bringUp(b, plan);
  });
  return up;
};

const addQdisc = async ({ a, b }: Link, words: readonly string[]): Promise<void> => {
  for (const { namespace, device } of [a, b])
    await run('tc', ['-n', namespace.name, 'qdisc', 'add', 'dev', device, 'root', ...words]);
};

/** The burst must hold what the rate gives between two clock ticks, and the largest segment the stack hands over. */
const addTbf = (veth: Link, { rateMbit = 0, queueBytes }: LinkPlan): Promise<void> => {
  const burst = Math.max(65_536, Math.ceil((rateMbit * 1e6) / 8 / 100));
  return addQdisc(veth, [
    'tbf',
    'rate',
    `${Math.round(rateMbit * 1000)}kbit`,
    'burst',
    `${burst}`,
    'limit',
    `${Math.max(queueBytes, burst)}`,
  ]);
};

/** @returns false when the kernel has no netem */
const addNetem = async (veth: Link, plan: LinkPlan): Promise<boolean> => {
  const rate = plan.rateMbit === undefined ? [] : ['rate', `${Math.round(plan.rateMbit * 1000)}kbit`];
  const delay = ['delay', `${plan.delayMs}ms`, 'loss', `${plan.lossPercent}%`];
  const reorder = plan.reorderPercent === 0 ? [] : ['reorder', `${plan.reorderPercent}%`];
  const limit = ['limit', `${Math.ceil((plan.queueBytes * 3) / plan.mtu) + 1000}`];
  try {
    await addQdisc(veth, ['netem', ...delay, ...reorder, ...rate, ...limit]);
    return true;
  } catch (error) {
    if (error instanceof Error && /kind is unknown|No such file/.test(error.message)) return false;
    await veth[Symbol.asyncDispose]();
    throw error;
  }
};

const linkByRelay = async (a: LinkEnd, b: LinkEnd, plan: LinkPlan): Promise<Link> => {
  const relay = await startRelay({
    a: { path: a.namespace.path, device: a.device },
    b: { path: b.namespace.path, device: b.device },
    plan,
  });
  const up: Link = { a, b, kind: 'relay', stats: relay.stats, [Symbol.asyncDispose]: relay.stop };
  await orTakeDown(up, async () => {
    await bringUp(a, plan);
    await bringUp(b, plan);
  });
  return up;
};
