import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { link } from '../link/link.ts';
import { createNamespace, type Namespace } from '../namespace/namespace.ts';
import { Stage } from '../scenario/Stage.ts';
import { SCENARIOS } from '../scenarios/index.ts';
import { startWorkload } from '../workload/start.ts';
import { Product } from './Product.ts';
import { until } from './until.ts';

const AGENT = join(import.meta.dirname, '../../../../apps/agent/src/start.mjs');
const JOINED_LIMIT_MS = 180_000;
/** Names, processes and namespaces of its own: the agent sees of the others nothing. It ends with what it is started by. */
const APART = ['--uts', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc'];
const BEGIN = 'printf %s "$0" > /proc/sys/kernel/hostname && mount -t tmpfs none /run/netns && exec "$@"';

export interface FleetHost {
  readonly hostname: string;
  /** Requests a second of its ordinary traffic. */
  readonly requestsPerSecond: number;
  /** The name of a scenario that plays on it. */
  readonly scenario?: string;
}

/**
 * Several hosts: each a network namespace with a name, traffic and an agent of its own, which joined by a token and reports over a link to
 * one server in another namespace.
 */
export class LabFleet implements AsyncDisposable {
  readonly product: Product;
  readonly #seconds: number;
  readonly #all: AsyncDisposableStack;
  readonly #agents = new Map<string, ChildProcess>();

  private constructor(product: Product, all: AsyncDisposableStack, seconds: number) {
    this.product = product;
    this.#all = all;
    this.#seconds = seconds;
  }

  /** Starts them, and waits until all of them are seen. Their traffic ends after so many seconds, whatever becomes of us. */
  static async start(hosts: readonly FleetHost[], seconds: number): Promise<LabFleet> {
    const all = new AsyncDisposableStack();
    try {
      const center = all.use(await createNamespace());
      const product = all.use(await Product.start({ namespace: center, listen: '0.0.0.0', agent: false }));
      const fleet = new LabFleet(product, all, seconds);
      for (const host of hosts) await fleet.#join(host, center);
      await fleet.#seen(hosts.length);
      return fleet;
    } catch (error) {
      await all.disposeAsync();
      throw error;
    }
  }

  /** The agent of a host ends, as when the machine is switched off. */
  async leave(hostname: string): Promise<void> {
    const agent = this.#agents.get(hostname);
    if (agent === undefined) throw new Error(`There is no host ${hostname} in the fleet.`);
    agent.kill('SIGKILL');
    await once(agent, 'exit');
  }

  async #join({ hostname, requestsPerSecond, scenario }: FleetHost, center: Namespace): Promise<void> {
    const own = this.#all.use(await createNamespace());
    const { a } = this.#all.use(await link(center, own));
    const { token } = await this.product.post<{ token: string }>('/api/v1/enrolments', { allowApply: false });
    const server = `http://${a.address}:${this.product.port}`;
    const agent = [AGENT, '--server', server, '--token', token, '--data', own.folder, '--log-level', 'error'];
    const words = [...APART, 'sh', '-c', BEGIN, hostname, process.execPath, ...agent];
    const env = { ...process.env, NETSTRATA_HOST_ID: `fleet-${hostname}` };
    this.#agents.set(hostname, own.spawn('unshare', words, { env, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] }));
    const seconds = this.#seconds;
    const served = { requestsPerSecond, connections: 8, shortPerSecond: 2, udpPerSecond: 10, responseBytes: 9000 };
    this.#all.use(startWorkload('mixedLoad', { ...served, seconds }, own));
    if (scenario === undefined) return;
    const played = SCENARIOS.find(({ name }) => name === scenario);
    if (played === undefined) throw new Error(`There is no scenario ${scenario}.`);
    this.#all.use(await Stage.play(played, own, { part: 'trouble', seconds }));
  }

  async #seen(count: number): Promise<void> {
    const look = async () => {
      const { hosts } = await this.product.api<{ hosts: readonly { readonly live: boolean }[] }>('/api/v1/hosts');
      return hosts.filter(({ live }) => live).length === count ? true : undefined;
    };
    const instead = async () => JSON.stringify(await this.product.api('/api/v1/hosts'));
    await until(look, { what: `${count} hosts that report`, limitMs: JOINED_LIMIT_MS, instead });
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#all.disposeAsync();
  }
}
