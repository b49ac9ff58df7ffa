import { setTimeout } from 'node:timers/promises';
import { createNamespace, type Namespace } from '@netstrata/lab';
import { expect } from '@playwright/test';
import { Product } from '../product.ts';

/** Advice as the API gives it. */
export interface Advice {
  readonly id: string;
  readonly severity: 'info' | 'warning' | 'critical';
  readonly title: string;
  readonly why: string;
  readonly where: string;
  readonly evidence: readonly {
    readonly metric: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly value: number;
    readonly unit: string;
  }[];
  readonly changes: readonly {
    readonly tunable: string;
    readonly namespace: string;
    readonly current: string;
    readonly proposed: string;
  }[];
  readonly arithmetic: string;
  readonly actions: readonly string[];
}

/** Rules want ten seconds of history, several looks at the sockets, and to find a thing twice. */
const PATIENCE = { timeout: 45_000, intervals: [500] };
const LOOK_MS = 500;
/** The agent spaces its looks by what they cost; on a crowded machine they would be too far apart for a test. */
const CPU_BUDGET_PERCENT = 50;

/** A network namespace in which the product runs, so that counters, sysctls and sockets are the test's own. */
export class World implements AsyncDisposable {
  readonly namespace: Namespace;
  readonly product: Product;
  /** Titles of all advice that was seen open since the start. */
  readonly heard = new Set<string>();
  readonly #startMs = performance.now();
  #stopped = false;

  private constructor(namespace: Namespace, product: Product) {
    this.namespace = namespace;
    this.product = product;
    void this.#listen();
  }

  static async start(): Promise<World> {
    const namespace = await createNamespace();
    try {
      const product = await Product.start({ namespace, cpuBudget: CPU_BUDGET_PERCENT });
      const world = new World(namespace, product);
      const sampled = async () => {
        const host = await product.api<{ lastSampleMs: number | null }>('/api/v1/hosts/self');
        expect(host.lastSampleMs).not.toBeNull();
      };
      await expect(sampled).toPass(PATIENCE);
      return world;
    } catch (error) {
      await namespace[Symbol.asyncDispose]();
      throw error;
    }
  }

  get ageMs(): number {
    return performance.now() - this.#startMs;
  }

  async advice(): Promise<readonly Advice[]> {
    return (await this.product.api<{ advice: readonly Advice[] }>('/api/v1/hosts/self/advice')).advice;
  }

  /** The advice with this id that `is` as it should be, once it is. */
  async opened(id: string, is: (advice: Advice) => boolean = () => true): Promise<Advice> {
    let found: Advice | undefined;
    const look = async (): Promise<string> => {
      const open = await this.advice();
      found = open.find((advice) => advice.id === id && is(advice));
      return found ? id : open.map((advice) => `${advice.id}: ${advice.title}`).join('\n');
    };
    await expect.poll(look, PATIENCE).toBe(id);
    if (!found) throw new Error(`${id} was not opened`);
    return found;
  }

  async closed(id: string): Promise<void> {
    const ids = async () => (await this.advice()).map((advice) => advice.id);
    await expect.poll(ids, PATIENCE).not.toContain(id);
  }

  /** The value of a sysctl as the agent has told it last. */
  async known(name: string, value: string): Promise<void> {
    const told = async () => {
      const { tunables } = await this.product.api<{ tunables: { name: string; value: string | null }[] }>(
        '/api/v1/hosts/self/tunables',
      );
      return tunables.find((tunable) => tunable.name === name)?.value;
    };
    await expect.poll(told, PATIENCE).toBe(value);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopped = true;
    await this.product[Symbol.asyncDispose]();
    await this.namespace[Symbol.asyncDispose]();
  }

  /** Advice that comes and goes between two questions of a test is heard too. */
  async #listen(): Promise<void> {
    while (!this.#stopped) {
      for (const { title } of await this.advice().catch(() => [])) this.heard.add(title);
      await setTimeout(LOOK_MS);
    }
  }
}
