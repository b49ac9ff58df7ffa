/** The agent's own cost: source `agent/self`. */
export interface AgentSelfRow {
  readonly cpuPercent: number | undefined;
  readonly rssBytes: number;
  readonly tickMs: number | undefined;
  readonly tickLateMs: number | undefined;
  readonly unackedTicks: number;
  readonly droppedTicks: number;
  readonly wireBytes: number;
  readonly reconnects: number;
  /** Counters that went backwards, and series that there was no room for. */
  readonly counterResets: number;
  readonly refusedSeries: number;
}

/** One source's health: source `agent/source`, label source. */
export interface AgentSourceRow {
  readonly source: string;
  readonly durationMs: number | undefined;
  /** 1 when the last read succeeded, else 0. */
  readonly success: number;
  readonly failures: number;
}

/** How the agent's netlink dumps went, counters: source `agent/dumps`, label family. */
export interface AgentDumpsRow {
  readonly family: string;
  readonly dumps: number;
  readonly failed: number;
  readonly truncated: number;
  readonly interrupted: number;
  readonly overruns: number;
  readonly retried: number;
  readonly doubled: number;
  readonly damaged: number;
  readonly foreign: number;
}

/** What was gone before the agent had read it, a counter: source `agent/vanished`, label kind. */
export interface AgentVanishedRow {
  readonly kind: string;
  readonly vanished: number;
}
