import { ADMIN_TOKEN } from '@netstrata/lab';
import { type HostFacts, LAYERS } from '@netstrata/metrics';
import type { SeriesDef, Tick } from '@netstrata/protocol';
import { connectAgent, type TestAgent } from '../apps/web/server/testing/TestAgent.ts';
import { connectBrowser, type TestBrowser } from '../apps/web/server/testing/TestBrowser.ts';

/** One host of a fleet: what its kernel counts besides what this machine's does. */
export interface FleetHost {
  readonly hostname: string;
  /** Added to counters, so many a second, by the id of their metric. */
  readonly perSecond?: Readonly<Record<string, number>>;
}

interface Member {
  readonly agent: TestAgent;
  perSecond: NonNullable<FleetHost['perSecond']>;
  /** Since when it counts that. */
  sinceMs: number;
  seq: number;
}

interface Place {
  readonly url: string;
  /** Proves an agent of this machine. */
  readonly token: string;
}

/**
 * Many hosts on one machine: each an agent of the real protocol that reports, every second, what the real agent of this machine has counted,
 * with a trouble of its own where the test says so.
 */
export class Fleet implements AsyncDisposable {
  readonly #place: Place;
  readonly #browser: TestBrowser;
  readonly #facts: HostFacts;
  readonly #members = new Map<string, Member>();
  readonly #series: SeriesDef[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #values: number[] = [];
  #still = false;
  #lastMs = 0;

  private constructor(place: Place, browser: TestBrowser, facts: HostFacts) {
    this.#place = place;
    this.#browser = browser;
    this.#facts = facts;
  }

  static async start(place: Place, hosts: readonly FleetHost[]): Promise<Fleet> {
    const browser = await connectBrowser(place, { auth: { token: ADMIN_TOKEN } });
    for (const layer of LAYERS) await browser.open({ view: 'layer', hostId: 'self', layer });
    await browser.open({ view: 'stack', hostId: 'self' });
    const { facts } = await browser.received('stack:update');
    const fleet = new Fleet(place, browser, facts);
    for (const host of hosts) await fleet.join(host);
    browser.socket.on('layer:update', ({ layer, values, timeMs }) => {
      for (const { metric, labels, value } of values) fleet.#note({ metric, labels }, value ?? Number.NaN);
      // The last layer of a tick: all five are of the same moment then.
      if (layer === LAYERS.at(-1)) fleet.#tell(timeMs);
    });
    return fleet;
  }

  /** A host comes, or comes again. */
  async join(host: FleetHost): Promise<void> {
    const hostId = `fleet-${host.hostname}`;
    const agent = await connectAgent(this.#place);
    const facts = { ...this.#facts, hostId, hostname: host.hostname, bootId: `boot-of-${host.hostname}` };
    const reply = await agent.hello({ session: `session-${hostId}-${Date.now()}`, facts });
    if (!reply.ok) throw new Error(reply.error.message);
    this.#members.set(host.hostname, { agent, perSecond: host.perSecond ?? {}, sinceMs: this.#lastMs, seq: 0 });
  }

  /** From now on nothing happens on this machine that the fleet would copy. */
  freeze(): void {
    this.#still = true;
  }

  /** From now on its kernel counts this besides. */
  trouble(hostname: string, perSecond: FleetHost['perSecond'] = {}): void {
    Object.assign(this.#memberOf(hostname), { perSecond, sinceMs: this.#lastMs });
  }

  leave(hostname: string): void {
    this.#memberOf(hostname).agent.leave();
    this.#members.delete(hostname);
  }

  #memberOf(hostname: string): Member {
    const member = this.#members.get(hostname);
    if (member === undefined) throw new Error(`there is no host ${hostname} in the fleet`);
    return member;
  }

  /** A series keeps its number for as long as there is the fleet. */
  #note(series: SeriesDef, value: number): void {
    const name = JSON.stringify(series);
    const number = this.#numbers.get(name) ?? this.#series.push(series) - 1;
    this.#numbers.set(name, number);
    if (!this.#still) this.#values[number] = value;
  }

  #tell(timeMs: number): void {
    if (timeMs <= this.#lastMs) return;
    this.#lastMs = timeMs;
    const series = [...this.#series];
    for (const member of this.#members.values()) {
      const { agent, perSecond, sinceMs } = member;
      const seconds = (timeMs - sinceMs) / 1000;
      const values = Float64Array.from(
        series,
        ({ metric }, n) => (this.#values[n] ?? Number.NaN) + (perSecond[metric] ?? 0) * seconds,
      );
      const tick: Tick = { seq: ++member.seq, timeMs, monoMs: timeMs - 1_600_000_000_000, values };
      void agent.push([tick], series).catch(() => {});
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#browser.leave();
    for (const { agent } of this.#members.values()) agent.leave();
  }
}
