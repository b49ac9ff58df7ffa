import {
  type DetailAnswer,
  type DetailKind,
  type DetailReports,
  ID,
  sumDelta,
  sumKnown,
  tunableNumbers,
} from '@netstrata/metrics';
import type { LiveHost } from '../live/LiveHost.ts';

/** Settings seldom change, and reading them costs the host more than a sample does. */
const EVERY_MS = 300_000;
/** With a counter that says something is wrong: the settings of now matter. */
const AT_ONCE_EVERY_MS = 60_000;
const AGAIN_AFTER_FAILURE_MS = 30_000;
/** What is read anew because settings changed: not more often, where something changes them all the time. */
const AFTER_CHANGE_EVERY_MS = 5000;
/** Older reports are no longer known to hold; a question that fails twice is within it. */
const STALE_MS = EVERY_MS + 90_000;
/** Rules say nothing of a host that is younger. */
const FIRST_AFTER_TICKS = 10;
const GROWING_SECONDS = 10;

/** Ports run out within seconds. */
const PORTS_EVERY_MS = 30_000;
/** Listeners are full for moments. */
const NAMESPACES_EVERY_MS = 20_000;
/** Which process of a name is near its limit of open files. */
const PROCESSES_EVERY_MS = 60_000;
const MINUTE_SECONDS = 60;
const LOCAL_PORTS = 'net.ipv4.ip_local_port_range';
/** Rules speak of a destination that takes half of the ports and more. */
const MANY_PORTS_SHARE = 0.4;
const REVERSE_PATH_FILTERS = ['net.ipv4.conf.all.rp_filter', 'net.ipv4.conf.default.rp_filter'];

interface Need {
  /** Whether rules can use it on this host at all. */
  readonly useful: (host: LiveHost) => boolean;
  /** Counters whose growth makes it worth asking before it is time. */
  readonly counters: readonly string[];
  /** How often it is asked for while it is useful; five minutes unless said. */
  readonly everyMs?: number;
}

/** Connections in all, TIME-WAIT included, are more than no destination takes of the local ports without being told of. */
function usesManyPorts({ tunableValues, window }: LiveHost): boolean {
  const [first, last] = tunableNumbers(tunableValues, LOCAL_PORTS) ?? [];
  const connections = sumKnown([window.last(ID.tcp.currEstab), window.last(ID.sockstat.tcpTw)]);
  if (first === undefined || last === undefined || connections === undefined) return false;
  return connections > MANY_PORTS_SHARE * (last - first + 1);
}

/** Something was dropped in another network namespace: which program it is of is in its report alone. */
const dropsInNamespaces = ({ window }: LiveHost): boolean =>
  Object.values(ID.netns).some((metric) => (sumDelta(window, metric, MINUTE_SECONDS) ?? 0) > 0);

/** The kinds that rules read. */
const NEEDS = {
  interfaces: { useful: () => true, counters: [ID.stats64.rxMissedErrors, ID.dev.rxFifo] },
  network: {
    useful: ({ tunableValues, window }) =>
      REVERSE_PATH_FILTERS.some((name) => tunableValues[name] === '1') || (window.last(ID.ip.reversePath) ?? 0) > 0,
    counters: [ID.ip.reversePath],
  },
  namespaces: { useful: dropsInNamespaces, counters: [], everyMs: NAMESPACES_EVERY_MS },
  processes: {
    useful: ({ window }) => (window.last(ID.processes.nearCount) ?? 0) > 0,
    counters: [],
    everyMs: PROCESSES_EVERY_MS,
  },
  ports: { useful: usesManyPorts, counters: [], everyMs: PORTS_EVERY_MS },
} satisfies Partial<Record<DetailKind, Need>>;
type NeededKind = keyof typeof NEEDS;
const KINDS = Object.keys(NEEDS) as readonly NeededKind[];

export interface RuleDetailsOptions {
  readonly now: () => number;
  /** With `freshMs`, an answer may be no older than that. */
  readonly ask: (host: LiveHost, kind: DetailKind, freshMs?: number) => Promise<DetailAnswer>;
}

/** Settings and tables that rules read beside samples: asked for now and then, and sooner when a counter suggests it. */
export class RuleDetails {
  readonly #options: RuleDetailsOptions;
  /** Our clock, by kind and host. */
  readonly #askedMs = new Map<NeededKind, Map<string, number>>(KINDS.map((kind) => [kind, new Map()]));
  /** By kind, hosts whose settings have changed since it was asked for. */
  readonly #outdated = new Map<NeededKind, Set<string>>(KINDS.map((kind) => [kind, new Set()]));

  constructor(options: RuleDetailsOptions) {
    this.#options = options;
  }

  /** What is known of a host, after asking for what is due. What is old, or could not be read, is left out. */
  of(host: LiveHost): Partial<DetailReports> {
    for (const kind of KINDS) if (this.#isDue(host, kind)) this.#ask(host, kind);
    return Object.fromEntries(
      KINDS.flatMap((kind) => {
        const known = host.detail(kind);
        const fresh = known !== undefined && this.#options.now() - known.arrivedMs <= STALE_MS;
        return fresh && known.answer.ok ? [[kind, known.answer.report] as const] : [];
      }),
    );
  }

  /** After settings of a host changed: what was read with the values before is read again, also where rules had no use for it any more. */
  settingsChanged({ hostId }: Pick<LiveHost, 'hostId'>): void {
    for (const [kind, asked] of this.#askedMs) if (asked.has(hostId)) this.#outdated.get(kind)?.add(hostId);
  }

  #isDue(host: LiveHost, kind: NeededKind): boolean {
    const { useful, counters, everyMs = EVERY_MS }: Need = NEEDS[kind];
    const sinceMs = this.#options.now() - (this.#askedMs.get(kind)?.get(host.hostId) ?? Number.NEGATIVE_INFINITY);
    if (this.#outdated.get(kind)?.has(host.hostId) === true && sinceMs >= AFTER_CHANGE_EVERY_MS) return true;
    if (host.window.length < FIRST_AFTER_TICKS || !useful(host)) return false;
    if (sinceMs >= everyMs) return true;
    if (sinceMs < AT_ONCE_EVERY_MS) return false;
    return counters.some((metric) => (sumDelta(host.window, metric, GROWING_SECONDS) ?? 0) > 0);
  }

  #ask(host: LiveHost, kind: NeededKind): void {
    const asked = this.#askedMs.get(kind);
    asked?.set(host.hostId, this.#options.now());
    // What has arrived lately may be of before the change.
    const freshMs = this.#outdated.get(kind)?.delete(host.hostId) ? 0 : undefined;
    this.#options.ask(host, kind, freshMs).catch(() => {
      const { everyMs = EVERY_MS }: Need = NEEDS[kind];
      asked?.set(host.hostId, this.#options.now() - everyMs + AGAIN_AFTER_FAILURE_MS);
    });
  }
}
