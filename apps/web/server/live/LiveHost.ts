import {
  buildStack,
  type DetailAnswer,
  type DetailKind,
  type HostFacts,
  LAYERS,
  type Layer,
  type LayerState,
  LiveWindow,
  type SocketsReport,
  type StackModel,
  type TunableValues,
  type Words,
  words,
} from '@netstrata/metrics';
import type { MissingPrivilege, SeriesDef, Tick, TunablesReport } from '@netstrata/protocol';
import { ClockOffset } from './ClockOffset.ts';

/** Ten minutes at one sample a second: rules look back five. */
const WINDOW_TICKS = 600;
const SOCKETS_KEPT_MS = 180_000;
/** Without a sample for this long, and for three intervals, what is known of a host is no longer "now". */
const STALE_MS = 3000;
const STALE_INTERVALS = 3;

/** What the server knows of a host before its agent says more, from the store or from the agent's hello. */
export interface HostIntroduction {
  readonly facts: HostFacts;
  readonly missing: readonly MissingPrivilege[];
  readonly intervalMs: number;
  /** Whether it may be told to change settings: its agent and, for one elsewhere, its enrolment say so. */
  readonly mayApply?: boolean;
  readonly agentVersion?: string;
  /** Whether its agent proves itself by a key of its own: then it is another machine, whatever it says of its boot. */
  readonly elsewhere?: boolean;
}

/** What the agent last said of one kind, and when it arrived by our clock. */
export interface KnownDetail {
  readonly answer: DetailAnswer;
  readonly arrivedMs: number;
}

export interface LayerJudgement {
  readonly layer: Layer;
  readonly state: LayerState;
  readonly reason: Words;
}

const NO_TUNABLES: TunableValues = {};
const isoOf = (timeMs: number): string => new Date(timeMs).toISOString();

/** One host as it is now: filled by its agent, read by pages, rules and the API. */
export class LiveHost {
  readonly hostId: string;
  facts: HostFacts;
  missing: readonly MissingPrivilege[];
  intervalMs: number;
  mayApply = false;
  /** Undefined until its agent has said it in this run of the server. */
  agentVersion: string | undefined;
  elsewhere = false;
  /** True while an agent's connection has said hello. */
  connected = false;
  window: LiveWindow;
  /** Series of the agent's session, by number. */
  series: readonly SeriesDef[] = [];
  /** Oldest first, the last three minutes. */
  sockets: readonly SocketsReport[] = [];
  tunables: TunablesReport | undefined;
  /** Unix ms by our clock when the newest sample arrived, null before the first: an agent's clock may be hours from ours. */
  lastSampleMs: number | null = null;
  /** Our clock at the arrival of the newest sample of this run. */
  #arrivedMs = Number.NEGATIVE_INFINITY;
  readonly #clock = new ClockOffset();
  #stack: StackModel<Words> | undefined;
  readonly #details = new Map<DetailKind, KnownDetail>();

  constructor(hostId: string, introduction: HostIntroduction) {
    this.hostId = hostId;
    this.facts = introduction.facts;
    this.missing = introduction.missing;
    this.intervalMs = introduction.intervalMs;
    this.window = this.#emptyWindow();
    this.introduce(introduction);
  }

  /** Whether a sample arrived since the server started; before that the window holds at most what was stored. */
  get hasLiveSamples(): boolean {
    return this.#arrivedMs !== Number.NEGATIVE_INFINITY;
  }

  /** Our clock minus the agent's where they differ by seconds, else null. */
  get clockOffsetMs(): number | null {
    return this.#clock.ms;
  }

  get tunableValues(): TunableValues {
    return this.tunables?.values ?? NO_TUNABLES;
  }

  introduce({ facts, missing, intervalMs, mayApply = false, agentVersion, elsewhere = false }: HostIntroduction): void {
    const otherInterval = intervalMs !== this.intervalMs;
    this.facts = facts;
    this.missing = missing;
    this.intervalMs = intervalMs;
    this.mayApply = mayApply;
    this.agentVersion = agentVersion;
    this.elsewhere = elsewhere;
    if (otherInterval) this.window = this.#emptyWindow();
    this.#stack = undefined;
  }

  #emptyWindow(): LiveWindow {
    return new LiveWindow({ capacity: WINDOW_TICKS, intervalMs: this.intervalMs });
  }

  /** Forgets what was read back from the store: its clock is not the one of live samples. */
  clear(): void {
    this.window = this.#emptyWindow();
    this.#stack = undefined;
  }

  /** Puts stored samples of `series` in place of what the window held. */
  refill(fill: (window: LiveWindow) => void, series: readonly SeriesDef[]): void {
    const window = this.#emptyWindow();
    fill(window);
    this.window = window;
    this.series = series;
    this.#stack = undefined;
  }

  /**
   * Takes ticks in order; ones that are not newer than the window's newest are left out there.
   * @returns whether the window has become another
   */
  push(series: readonly SeriesDef[], ticks: readonly Tick[], nowMs: number): boolean {
    const { bootId } = this.facts;
    this.series = series;
    const beforeMs = this.window.nowMs;
    for (const { timeMs, monoMs, values } of ticks) this.window.push(series, { timeMs, monoMs, bootId, values });
    const newest = ticks.at(-1);
    if (newest === undefined) return false;
    this.lastSampleMs = nowMs;
    this.#arrivedMs = nowMs;
    const offsetMs = nowMs - newest.timeMs;
    // Ticks kept during an outage arrive late without any clock being wrong; ticks from the future never do.
    const isLive = ticks.length === 1 || offsetMs < 0;
    if (isLive) this.#clock.look(offsetMs);
    this.#stack = undefined;
    return this.window.nowMs !== beforeMs;
  }

  pushSockets(report: SocketsReport): void {
    const oldest = report.timeMs - SOCKETS_KEPT_MS;
    this.sockets = [...this.sockets.filter(({ timeMs }) => timeMs >= oldest && timeMs < report.timeMs), report];
    this.#stack = undefined;
  }

  setDetail(kind: DetailKind, known: KnownDetail): void {
    this.#details.set(kind, known);
  }

  detail(kind: DetailKind): KnownDetail | undefined {
    return this.#details.get(kind);
  }

  setTunables(report: TunablesReport): void {
    this.tunables = report;
    this.#stack = undefined;
  }

  /** Built once for everybody who asks between two changes, in every language. */
  stack(): StackModel<Words> {
    this.#stack ??= buildStack({
      window: this.window,
      sockets: this.sockets.at(-1),
      tunables: this.tunableValues,
      host: this.facts,
    });
    return this.#stack;
  }

  /** False when nothing arrived lately: what is known is from the past then. */
  isFresh(nowMs: number): boolean {
    return this.connected && nowMs - this.#arrivedMs <= Math.max(STALE_MS, STALE_INTERVALS * this.intervalMs);
  }

  /** Every layer's state with its reason; `unknown` for all of them while no samples arrive. */
  judgements(nowMs: number): readonly LayerJudgement[] {
    if (this.isFresh(nowMs)) {
      return this.stack().layers.map(({ layer, state, reason }) => ({ layer, state, reason }));
    }
    const since =
      this.lastSampleMs === null
        ? words('no sample yet', '还没有采样')
        : words(`last sample ${isoOf(this.lastSampleMs)}`, `最近的采样 ${isoOf(this.lastSampleMs)}`);
    const reason = this.connected
      ? words(`the agent sends nothing: ${since.en}`, `agent 没有发送任何内容：${since['zh-CN']}`)
      : words(`no agent is connected: ${since.en}`, `没有 agent 连接：${since['zh-CN']}`);
    return LAYERS.map((layer) => ({ layer, state: 'unknown', reason }));
  }
}
