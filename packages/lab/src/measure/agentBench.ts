import { isRunning } from './child.ts';
import type { BenchOptions } from './options.ts';
import { netdata } from './peers/netdata.ts';
import { nodeExporter } from './peers/nodeExporter.ts';
import type { Peer } from './peers/peer.ts';
import { ss } from './peers/ss.ts';
import { wireBytesPerTick } from './product/api.ts';
import { connectLive, valuesPerSample } from './product/browser.ts';
import { type FirstStart, type Product, startProduct } from './product/product.ts';
import { holdSockets } from './sockets.ts';
import { measureFor, processMeasured, type Row } from './subject.ts';

const PEERS: readonly Peer[] = [ss, nodeExporter, netdata];
/** Compilers and caches of all kinds settle within this, and the agent gives back what only its start needed. */
const WARM_UP_S = 45;
const SETTLE_S = 3;

const pause = (seconds: number) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));
const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** One line about what is going on; the table comes at the end. */
type Say = (line: string) => void;

/** All subjects with so many sockets open. */
interface Round {
  readonly seconds: number;
  readonly sockets: number;
  readonly say: Say;
}

const wireBytesPerValue = async ({ url, hostId }: Product, fromMs: number): Promise<number> => {
  const perTick = await wireBytesPerTick(`${url}/api/v1/hosts/self`, { fromMs, toMs: Date.now() });
  if (perTick === undefined) throw new Error('too few samples are stored');
  return perTick / (await valuesPerSample(url, hostId));
};

/** The agent with nobody looking, then with a page open on the stack and the sockets of its host. */
const measureAgent = async (product: Product, { seconds, sockets, say }: Round): Promise<Row[]> => {
  const measured = processMeasured(product.agent.pid);
  const window = async (subject: 'agent' | 'agent-watched'): Promise<Row> => {
    const fromMs = Date.now();
    const cost = await measureFor(measured, seconds);
    if (!isRunning(product.agent)) throw new Error(`the agent ended: ${product.agent.complaint()}`);
    const wireBytesPerSample = await wireBytesPerValue(product, fromMs).catch((error: unknown) => {
      say(`wire bytes of ${subject} are unknown: ${reasonOf(error)}`);
      return null;
    });
    return { subject, sockets, ...cost, wireBytesPerSample };
  };
  const unwatched = await window('agent');
  const page = await connectLive(product.url);
  try {
    const seen = Promise.all([page.next('stack:update'), page.next('sockets:update')]);
    await page.open({ view: 'stack', hostId: product.hostId });
    await page.open({ view: 'sockets', hostId: product.hostId });
    await seen;
    await pause(SETTLE_S);
    return [unwatched, await window('agent-watched')];
  } finally {
    page.close();
  }
};

/** Once for each installation: the table has the agent of every later start. */
const firstStartLine = ({ rssMb, cpuMs }: FirstStart): string =>
  `first start of the agent, nothing compiled yet: ${rssMb?.toFixed(1) ?? '-'} MB, ${(cpuMs / 1000).toFixed(2)} s of CPU`;

const measurePeer = async (peer: Peer, path: string, { seconds, sockets }: Round): Promise<Row> => {
  const running = await peer.start(path);
  try {
    await pause(SETTLE_S);
    const cost = await measureFor(running.measured(), seconds);
    return { subject: peer.subject, sockets, ...cost, wireBytesPerSample: null };
  } finally {
    await running[Symbol.asyncDispose]();
  }
};

/** Each subject alone, one after the other, with the same sockets open. What fails costs its own rows and says so. */
const measureRound = async (round: Round): Promise<Row[]> => {
  const { seconds, sockets, say } = round;
  const rows: Row[] = [];
  const longest = (seconds + 60) * (PEERS.length + 2);
  const held = await holdSockets(sockets, Math.min(3600, longest));
  try {
    say(`${sockets} sockets: the agent, unwatched and watched`);
    try {
      const product = await startProduct();
      try {
        say(firstStartLine(product.firstStart));
        await pause(WARM_UP_S);
        rows.push(...(await measureAgent(product, round)));
      } finally {
        await product[Symbol.asyncDispose]();
      }
    } catch (error) {
      say(`agent left out: ${reasonOf(error)}`);
    }
    for (const peer of PEERS) {
      if (peer.path === undefined) continue;
      say(`${sockets} sockets: ${peer.subject}`);
      try {
        rows.push(await measurePeer(peer, peer.path, round));
      } catch (error) {
        say(`${peer.subject} left out: ${reasonOf(error)}`);
      }
    }
  } finally {
    await held[Symbol.asyncDispose]();
  }
  return rows;
};

/** What the agent costs beside what others use, with none, some and many sockets open. */
export const runAgentBench = async (options: BenchOptions, say: Say): Promise<Row[]> => {
  for (const { subject, path, debianPackage } of PEERS)
    if (path === undefined) say(`${subject} left out: it is not installed (Debian package ${debianPackage})`);
  const rows: Row[] = [];
  for (const sockets of options.sockets) rows.push(...(await measureRound({ seconds: options.seconds, sockets, say })));
  return rows;
};
