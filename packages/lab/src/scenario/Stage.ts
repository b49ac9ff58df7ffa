import { link } from '../link/link.ts';
import { type RouteOptions, routeOver } from '../link/routeOver.ts';
import type { Link } from '../link/types.ts';
import { createNamespace, type Namespace } from '../namespace/namespace.ts';
import { startWorkload, type Workload } from '../workload/start.ts';
import type { OptionsOf, WorkloadName } from '../workload/types.ts';
import type { Scenario } from './types.ts';

/** What is made of a scenario: the trouble itself, or what only looks like it. */
export type ScenarioPart = 'trouble' | 'look-alike';

export interface StageOptions {
  readonly part: ScenarioPart;
  /** How long the workloads go on unless they are stopped, 1 to 3600. */
  readonly seconds: number;
}

/** Where a scenario plays: a host, perhaps a second machine with a link to it, and the workloads that run on both. */
export class Stage implements AsyncDisposable {
  readonly here: Namespace;
  readonly #between: Link | undefined;
  readonly #seconds: number;
  readonly #running: AsyncDisposable[] = [];
  readonly #before = new Map<string, string>();
  readonly #deferred: (() => Promise<void>)[] = [];

  private constructor(here: Namespace, between: Link | undefined, seconds: number) {
    this.here = here;
    this.#between = between;
    this.#seconds = seconds;
  }

  /** Sets a scenario up in a namespace and starts it. Disposing of the stage ends it and puts the sysctls back. */
  static async play(scenario: Scenario, here: Namespace, { part, seconds }: StageOptions): Promise<Stage> {
    const linkOptions = (part === 'look-alike' ? scenario.lookAlikeLink : undefined) ?? scenario.link;
    const there = linkOptions && (await createNamespace());
    let stage: Stage | undefined;
    try {
      const between = there && (await link(here, there, linkOptions));
      stage = new Stage(here, between, seconds);
      await (part === 'trouble' ? scenario.make(stage) : scenario.makeLookAlike(stage));
      return stage;
    } catch (error) {
      await (stage ?? there)?.[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** The link to the second machine. @throws Error when the scenario asked for none */
  get link(): Link {
    if (!this.#between) throw new Error('This scenario has no second machine.');
    return this.#between;
  }

  get there(): Namespace {
    return this.link.b.namespace;
  }

  /** Starts a workload on the host, or on the machine that is given, and waits until it is set up. */
  async start<Name extends WorkloadName>(
    name: Name,
    options: OptionsOf<Name>,
    where: Namespace = this.here,
  ): Promise<Workload<Name>> {
    const workload = startWorkload(name, { seconds: this.#seconds, ...options }, where);
    this.#running.push(workload);
    await workload.ready;
    return workload;
  }

  /** The same, for what listens. @returns its port */
  async listen<
    Name extends 'stalledListener' | 'burstyAccept' | 'udpSink' | 'tcpBulkReceiver' | 'slowReader' | 'responder',
  >(name: Name, options: OptionsOf<Name>, where: Namespace = this.here): Promise<number> {
    const { ready } = await this.start(name, options, where);
    const { port } = (await ready) as { readonly port: number };
    return port;
  }

  /** Sets a sysctl of the host until the stage is gone. */
  async sysctl(name: string, value: string | number): Promise<void> {
    if (!this.#before.has(name)) this.#before.set(name, await this.here.sysctl(name));
    await this.here.sysctl(name, value);
  }

  /** Does this when the stage ends, after the workloads have ended. */
  defer(undo: () => Promise<void>): void {
    this.#deferred.push(undo);
  }

  async route(network: string, options: RouteOptions = {}): Promise<void> {
    await routeOver(this.link, network, options);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#running.map((workload) => workload[Symbol.asyncDispose]()));
    for (const undo of this.#deferred.reverse()) await undo();
    // Backwards: of two bounds the upper one must give way first, and come back first.
    for (const [name, value] of [...this.#before].reverse()) await this.here.sysctl(name, value);
    if (!this.#between) return;
    await this.#between[Symbol.asyncDispose]();
    await this.there[Symbol.asyncDispose]();
  }
}
