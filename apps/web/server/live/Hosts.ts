import type { Advice } from '@netstrata/advisor/types';
import { figureOf, type StackFigure, type Words, worstLayer } from '@netstrata/metrics';
import type { HostSummary } from '@netstrata/protocol';
import { type HostIntroduction, LiveHost } from './LiveHost.ts';

/** What of advice concerns the state of a host. */
export type OpenAdvice = Pick<Advice<Words>, 'layer' | 'severity' | 'title' | 'mark'>;

/** The word by which the API and pages name the machine the server runs on. */
const SELF = 'self';

export interface HostsOptions {
  /** This machine's boot id; undefined where it cannot be read. */
  readonly bootId: string | undefined;
  /** Decides when several hosts share the boot id, as containers do. */
  readonly selfId: string | undefined;
  /** What people sort a host by; nothing unless said. */
  readonly tagsOf?: (hostId: string) => readonly string[];
  /** Open advice of a host, the worst first; none unless said. */
  readonly adviceOf?: (host: LiveHost) => readonly OpenAdvice[];
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
   * The host of this machine: the one whose agent has this server's data folder and reported this machine's boot id. Of several, the one named by
   * `--self-id`, else the one that is connected, else the one known longest.
   */
  self(): LiveHost | undefined {
    const { bootId, selfId } = this.#options;
    const here =
      bootId === undefined ? [] : this.all().filter((host) => !host.elsewhere && host.facts.bootId === bootId);
    const named = selfId === undefined ? undefined : this.#hosts.get(selfId);
    if (named !== undefined && (here.length === 0 || here.includes(named))) return named;
    return here.find(({ connected }) => connected) ?? here[0];
  }

  /** @param self the host of this machine, where the caller knows it */
  summary(host: LiveHost, nowMs: number, self = this.self()): HostSummary<Words> {
    const { hostId, facts, connected, lastSampleMs, mayApply, agentVersion } = host;
    const isFresh = host.isFresh(nowMs);
    const critical = isFresh ? this.#options.adviceOf?.(host).filter(isCritical) : undefined;
    return {
      hostId,
      self: host === self,
      hostname: facts.hostname,
      kernelRelease: facts.kernelRelease,
      connected,
      lastSampleMs,
      mayApply,
      agentVersion,
      layers: host.judgements(nowMs).map(({ layer, state }) => ({
        layer,
        // Also where none of its buffers is full: somebody has to do something.
        state: critical?.some((advice) => advice.layer === layer) ? 'saturated' : state,
      })),
      live: isFresh,
      tags: this.#options.tagsOf?.(hostId) ?? [],
      ...(isFresh ? nowOf(host, critical?.[0]?.title) : {}),
    };
  }

  summaries(nowMs: number): readonly HostSummary<Words>[] {
    const self = this.self();
    return this.all().map((host) => this.summary(host, nowMs, self));
  }
}

/** Somebody has to do something, and nobody said that they know. */
const isCritical = ({ severity, mark }: OpenAdvice): boolean => severity === 'critical' && mark === undefined;

/** What stands for a host whose samples arrive: what is full, else what is critical all the same, else what is busy. */
function nowOf(
  host: LiveHost,
  critical: Words | undefined,
): { readonly headline?: Words; readonly figure?: StackFigure<Words> } {
  const { layers } = host.stack();
  const worst = worstLayer(layers);
  const figure = figureOf(layers);
  const isFull = worst?.state === 'saturated';
  const headline = isFull ? worst.reason : (critical ?? (worst?.state === 'busy' ? worst.reason : undefined));
  return {
    ...(headline === undefined ? {} : { headline }),
    ...(figure === undefined ? {} : { figure: inBytes(figure, host.facts.pageSizeBytes) }),
  };
}

/** Pages mean nothing to a screen that does not know how large they are on this host. */
function inBytes({ unit, value, limit, ...figure }: StackFigure<Words>, pageSizeBytes: number): StackFigure<Words> {
  const times = unit === 'pages' ? pageSizeBytes : 1;
  return {
    ...figure,
    value: value * times,
    unit: unit === 'pages' ? 'bytes' : unit,
    ...(limit === undefined ? {} : { limit: limit * times }),
  };
}
