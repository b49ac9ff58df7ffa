import type { HostSummary } from '@netstrata/protocol';
import { type HostIntroduction, LiveHost } from './LiveHost.ts';

/** The word by which the API and pages name the machine the server runs on. */
const SELF = 'self';

export interface HostsOptions {
  /** This machine's boot id; undefined where it cannot be read. */
  readonly bootId: string | undefined;
  /** Decides when several hosts share the boot id, as containers do. */
  readonly selfId: string | undefined;
}

/** Every host ever seen, by id. */
export class Hosts {
  readonly #options: HostsOptions;
  readonly #hosts = new Map<string, LiveHost>();

  constructor(options: HostsOptions) {
    this.#options = options;
  }

  /** The host of this id, made when it is new; what is said of it replaces what was known. */
  introduce(hostId: string, introduction: HostIntroduction): LiveHost {
    const known = this.#hosts.get(hostId);
    if (known !== undefined) {
      known.introduce(introduction);
      return known;
    }
    const host = new LiveHost(hostId, introduction);
    this.#hosts.set(hostId, host);
    return host;
  }

  all(): readonly LiveHost[] {
    return [...this.#hosts.values()];
  }

  /** By id, or `self`. */
  find(idOrSelf: string): LiveHost | undefined {
    return idOrSelf === SELF ? this.self() : this.#hosts.get(idOrSelf);
  }

  /**
   * The host of this machine: the one whose agent reported this machine's boot id. Of several, the one named by
   * `--self-id`, else the one that is connected, else the one known longest.
   */
  self(): LiveHost | undefined {
    const { bootId, selfId } = this.#options;
    const here = bootId === undefined ? [] : this.all().filter(({ facts }) => facts.bootId === bootId);
    const named = selfId === undefined ? undefined : this.#hosts.get(selfId);
    if (named !== undefined && (here.length === 0 || here.includes(named))) return named;
    return here.find(({ connected }) => connected) ?? here[0];
  }

  summary(host: LiveHost, nowMs: number): HostSummary {
    const { hostId, facts, connected, lastSampleMs } = host;
    return {
      hostId,
      self: host === this.self(),
      hostname: facts.hostname,
      kernelRelease: facts.kernelRelease,
      connected,
      lastSampleMs,
      layers: host.judgements(nowMs).map(({ layer, state }) => ({ layer, state })),
    };
  }

  summaries(nowMs: number): readonly HostSummary[] {
    return this.all().map((host) => this.summary(host, nowMs));
  }
}
