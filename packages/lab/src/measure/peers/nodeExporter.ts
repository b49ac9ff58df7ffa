import { startProgram, untilReady } from '../child.ts';
import { freePort } from '../freePort.ts';
import { processMeasured } from '../subject.ts';
import { eachSecond, findProgram, type Peer } from './peer.ts';

/** Its default collectors and those of the network that are off by default. */
const COLLECTORS = ['--collector.tcpstat', '--collector.qdisc', '--collector.ethtool'];

/** node_exporter, scraped once a second. */
export const nodeExporter: Peer = {
  subject: 'node_exporter',
  path: findProgram('prometheus-node-exporter') ?? findProgram('node_exporter'),
  debianPackage: 'prometheus-node-exporter',
  start: async (path) => {
    const port = await freePort();
    const program = startProgram(path, [`--web.listen-address=127.0.0.1:${port}`, '--log.level=error', ...COLLECTORS]);
    const scrape = async (): Promise<void> => {
      const answer = await fetch(`http://127.0.0.1:${port}/metrics`);
      if (!answer.ok) throw new Error(`node_exporter answered ${answer.status}`);
      await answer.arrayBuffer();
    };
    try {
      await untilReady(program, { what: 'node_exporter', limitMs: 15_000 }, scrape);
    } catch (error) {
      await program[Symbol.asyncDispose]();
      throw error;
    }
    const stop = eachSecond(scrape);
    return {
      measured: () => processMeasured(program.pid),
      [Symbol.asyncDispose]: async () => {
        await stop();
        await program[Symbol.asyncDispose]();
      },
    };
  },
};
