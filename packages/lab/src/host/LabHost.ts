import { setTimeout } from 'node:timers/promises';
import { connectLive, type LiveConnection } from '../measure/product/browser.ts';
import { createNamespace, type Namespace } from '../namespace/namespace.ts';
import { record, ruleOf } from '../report/record.ts';
import { type ScenarioPart, Stage } from '../scenario/Stage.ts';
import type { Scenario } from '../scenario/types.ts';
import { type Advice, allInWords, isNamed, isOfTheMachine } from './Advice.ts';
import { Product } from './Product.ts';
import { type Patience, until } from './until.ts';

const SELF = '/api/v1/hosts/self';
/**
 * Rules want ten seconds of history, several looks at the sockets, and to find a thing twice; on a crowded machine all of it
 * takes longer. A wait ends when what it waits for is there: only a failure takes as long.
 */
/** A cause that is gone leaves nothing that moves a counter for longer. */
const REST_MS = 60_000;
const PATIENCE_MS = 180_000;
/** Advice stays open for half a minute, or a minute, after what it is about was seen last. */
const CLOSING_MS = 240_000;
/** With less history than this rules never speak, and their silence proves nothing. */
const HISTORY_MS = 14_000;
const LOOK_MS = 500;
/** Longer than any test plays. */
const PLAY_SECONDS = 900;
/** The agent spaces its looks by what they cost; on a crowded machine they would be too far apart for a test. */
const CPU_BUDGET_PERCENT = 50;

export interface LabHostOptions {
  /** With pages, which needs a build. Default false. */
  readonly pages?: boolean;
  /** Where a browser finds it. Default 0: a free one. */
  readonly port?: number;
  /** Whether its agent may change settings. Default false. */
  readonly allowApply?: boolean;
}

interface Series {
  readonly labels: Readonly<Record<string, string>>;
  readonly points: readonly (readonly [timeMs: number, value: number | null])[];
}

/**
 * A host of its own: a network namespace with the product in it, server and agent, so that counters, sysctls and sockets
 * are a test's own. It is watched all along, as with its page open, so that the agent looks at sockets every second.
 */
export class LabHost implements AsyncDisposable {
  readonly namespace: Namespace;
  readonly product: Product;
  /** All advice that was ever seen open, as it was seen first, by id. */
  readonly heard = new Map<string, Advice>();
  readonly #startMs = performance.now();
  readonly #page: LiveConnection;
  readonly #ended = new AbortController();
  /** Of the advice that was waited for last. */
  #rule: string | undefined;

  private constructor(namespace: Namespace, product: Product, page: LiveConnection) {
    this.namespace = namespace;
    this.product = product;
    this.#page = page;
    void this.#listen();
  }

  /** Starts it and waits for its first sample. @throws Error where no namespace can be made; see `labSupport` */
  static async start(options: LabHostOptions = {}): Promise<LabHost> {
    const namespace = await createNamespace();
    try {
      const { pages = false, port = 0, allowApply = false } = options;
      const product = await Product.start({ namespace, cpuBudget: CPU_BUDGET_PERCENT, pages, port, allowApply });
      const sampled = async () => {
        const { hosts } = await product.api<{ hosts: { id: string; lastSampleMs: number | null }[] }>('/api/v1/hosts');
        return hosts.find(({ lastSampleMs }) => lastSampleMs !== null)?.id;
      };
      const instead = async () => 'Its agent sent nothing.';
      const hostId = await until(sampled, { what: 'a first sample', limitMs: PATIENCE_MS, instead });
      const page = await connectLive(product.url);
      await page.open({ view: 'stack', hostId });
      return new LabHost(namespace, product, page);
    } catch (error) {
      await namespace[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** How long it has been watched: rules say nothing in their first seconds. */
  get ageMs(): number {
    return performance.now() - this.#startMs;
  }

  /** All advice heard so far that is about this host alone; see `isOfTheMachine`. */
  get ownNews(): readonly Advice[] {
    return [...this.heard.values()].filter((advice) => !isOfTheMachine(advice));
  }

  /** A GET of the API: "/sockets?filter=state:listen" of this host, or a path from "/api/" on. */
  api<T>(path: string): Promise<T> {
    return this.product.api<T>(path.startsWith('/api/') ? path : `${SELF}${path}`);
  }

  /** A POST of the API of this host: "/changes". */
  post<T>(path: string, body: object): Promise<T> {
    return this.product.post<T>(`${SELF}${path}`, body);
  }

  /** What is advised now, the worst first. */
  async advice(): Promise<readonly Advice[]> {
    const { advice } = await this.api<{ advice: readonly Advice[] }>('/advice');
    for (const each of advice) if (!this.heard.has(each.id)) this.heard.set(each.id, each);
    return advice;
  }

  /** The advice of this rule, or with this id, that `is` as it should be, once it is. @throws Error with all that is open instead */
  async opened(ruleOrId: string, is: (advice: Advice) => boolean = () => true): Promise<Advice> {
    const look = async () => (await this.advice()).find((advice) => isNamed(advice, ruleOrId) && is(advice));
    const advice = await until(look, this.#patience(`advice ${ruleOrId}`, PATIENCE_MS));
    this.#rule = advice.rule;
    const { id, rule, title, severity, evidence, changes } = advice;
    record({ kind: 'opened', rule, advice: { id, title, severity, evidence, changes } });
    return advice;
  }

  /** Waits until no advice of this rule, or with this id, is open. */
  async closed(ruleOrId: string): Promise<void> {
    const look = async () => ((await this.advice()).some((advice) => isNamed(advice, ruleOrId)) ? undefined : true);
    await until(look, this.#patience(`the end of advice ${ruleOrId}`, CLOSING_MS));
    record({ kind: 'closed', rule: ruleOf(ruleOrId) });
  }

  /** Listens for so long, and until rules have history enough to speak. @throws Error when the rule, or advice with this id, speaks */
  async staysSilent(ruleOrId: string, seconds: number): Promise<void> {
    const untilMs = Math.max(performance.now() + seconds * 1000, this.#startMs + HISTORY_MS);
    do {
      const open = await this.advice();
      if (open.some((advice) => isNamed(advice, ruleOrId)))
        throw new Error(`${ruleOrId} was to stay silent. Open now is:\n${allInWords(open)}`);
      await setTimeout(LOOK_MS);
    } while (performance.now() < untilMs);
    record({ kind: 'silent', rule: ruleOf(ruleOrId), seconds });
  }

  /** Makes a scenario here, until the stage that it returns is disposed of. */
  play(scenario: Scenario, part: ScenarioPart = 'trouble'): Promise<Stage> {
    return Stage.play(scenario, this.namespace, { part, seconds: PLAY_SECONDS });
  }

  /** Reads a sysctl of the host, after writing it when a value is given; then the agent knows it too. */
  async sysctl(name: string, value?: string | number): Promise<string> {
    const now = await this.namespace.sysctl(name, value);
    if (value !== undefined) await this.known(name, now);
    return now;
  }

  /** Waits until the agent has told the value of a sysctl, as the kernel prints it. */
  async known(name: string, value: string): Promise<void> {
    let told: string | null | undefined;
    const same = (text: string) => text.trim().replaceAll(/\s+/g, ' ');
    const look = async () => {
      const { tunables } = await this.api<{ tunables: { name: string; value: string | null }[] }>('/tunables');
      told = tunables.find((tunable) => tunable.name === name)?.value;
      return told !== null && told !== undefined && same(told) === same(value) ? true : undefined;
    };
    const instead = async () => `The agent has told ${told ?? 'none'}.`;
    await until(look, { what: `${name} known to be ${value}`, limitMs: PATIENCE_MS, instead });
  }

  /** Sets what advice proposes, and waits until the agent knows. */
  async apply({ id, rule, changes }: Advice): Promise<void> {
    if (changes.length === 0) throw new Error(`${id} proposes no change.`);
    for (const { tunable, proposed } of changes) await this.sysctl(tunable, proposed);
    record({ kind: 'applied', rule, changes });
  }

  /** The newest known value of a metric, of the series with these labels; undefined when there is none. */
  async metric(id: string, labels: Readonly<Record<string, string>> = {}): Promise<number | undefined> {
    const toMs = Date.now() + 1000;
    const range = `from=${toMs - 30_000}&to=${toMs}&step=1000`;
    const { series } = await this.api<{ series: readonly Series[] }>(`/metrics?ids=${id}&${range}`);
    const found = series.find((each) => Object.entries(labels).every(([name, value]) => each.labels[name] === value));
    return found?.points.findLast(([, value]) => value !== null)?.[1] ?? undefined;
  }

  /** Waits until a metric `is` as it should be. @returns its value */
  async measured(
    id: string,
    is: (value: number) => boolean,
    labels: Readonly<Record<string, string>> = {},
  ): Promise<number> {
    let value: number | undefined;
    const look = async () => {
      value = await this.metric(id, labels);
      return value !== undefined && is(value) ? value : undefined;
    };
    const instead = async () => `It is ${value ?? 'unknown'}.`;
    return until(look, { what: `${id} as it should be`, limitMs: PATIENCE_MS, instead });
  }

  /** A counter of the kernel in this host, by its name in /proc/net/snmp or /proc/net/netstat: "TcpExt.ListenOverflows". */
  async counter(name: string): Promise<number> {
    const tables = await Promise.all(
      (['/proc/net/snmp', '/proc/net/netstat'] as const).map((path) => this.namespace.counters(path)),
    );
    const value = tables.map((table) => table.get(name)).find((found) => found !== undefined);
    if (value === undefined) throw new Error(`This kernel has no counter ${name}.`);
    return value;
  }

  /**
   * Waits until a counter of the kernel has not moved for so many seconds: where a load was held up, what it sends all at once may move
   * it once more. @throws Error when it goes on moving
   */
  async standsStill(name: string, seconds: number): Promise<void> {
    let newest = await this.counter(name);
    const look = async () => {
      const before = newest;
      await setTimeout(seconds * 1000);
      newest = await this.counter(name);
      return newest === before ? newest : undefined;
    };
    const instead = async () => `It is ${newest}.`;
    await until(look, { what: `${name} standing still for ${seconds} s`, limitMs: REST_MS, instead });
    if (this.#rule !== undefined) record({ kind: 'still', rule: this.#rule, counter: name, seconds });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#ended.abort();
    this.#page.close();
    await this.product[Symbol.asyncDispose]();
    await this.namespace[Symbol.asyncDispose]();
  }

  #patience(what: string, limitMs: number): Patience {
    const instead = async () => `Open now is:\n${allInWords(await this.advice())}`;
    return { what, limitMs, instead };
  }

  /** Advice that comes and goes between two questions of a test is heard too. */
  async #listen(): Promise<void> {
    while (!this.#ended.signal.aborted) {
      await this.advice().catch(() => []);
      await setTimeout(LOOK_MS);
    }
  }
}
