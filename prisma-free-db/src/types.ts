import type { AgentClaims, SeriesDef, Tick } from '@netstrata/protocol';

export interface HostRow {
  readonly hostId: string;
  readonly hostname: string;
  readonly kernelRelease: string;
  readonly factsJson: string;
  readonly firstSeenMs: number;
  /** Time of the sample that was stored last, on the host's clock; before the first, when the host introduced itself. */
  readonly lastSeenMs: number;
  /** When that sample arrived, on our clock; before the first, when the host introduced itself. */
  readonly lastArrivedMs: number;
}

/** Ticks of one agent session to be stored; series numbers are the session's own. */
export interface TickBatch {
  readonly hostId: string;
  readonly session: string;
  /** Every series defined so far in the session, by number. */
  readonly series: readonly SeriesDef[];
  /** In order of seq. Ticks at or below the committed seq are skipped, so a resend is harmless. */
  readonly ticks: readonly Tick[];
}

export interface SeriesPoints {
  readonly metric: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Step start, and over the step: last, min, max, mean of the known values; null when none is known. */
  readonly points: readonly {
    readonly timeMs: number;
    readonly last: number | null;
    readonly min: number | null;
    readonly max: number | null;
    readonly mean: number | null;
  }[];
}

export interface HistoryQuery {
  readonly hostId: string;
  /** Metric ids; every label set of each that has a known value in the range is returned. */
  readonly metrics: readonly string[];
  readonly fromMs: number;
  readonly toMs: number;
  /** At least 1000; the store picks the tier. The range is widened to whole steps, so no step is half there. */
  readonly stepMs: number;
}

/** What one call of `compact` did. */
export interface Compacted {
  readonly packedTicks: number;
  readonly droppedBlocks: number;
  /** Ticks and blocks that were damaged on disk: lost ticks, and blocks that their rollup lacks. */
  readonly damaged: number;
  /** Whether the call ended because its time was up: call again soon. */
  readonly more: boolean;
}

/** What became of advice at a moment. `dataJson` is the server's own: what the advice said then, and who did what. */
export interface AdviceEventRow {
  readonly timeMs: number;
  readonly kind: string;
  readonly adviceId: string;
  readonly dataJson: string;
}
export interface AdviceEventsQuery {
  readonly hostId: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly limit: number;
}
/** Advice that somebody set aside. */
export interface AdviceMarkRow {
  readonly hostId: string;
  readonly adviceId: string;
  readonly dataJson: string;
}

/** The embedded store. Synchronous, as better-sqlite3 is; heavy work is in `compact`, called off the request path. */
export interface Store {
  saveHost(claims: Pick<AgentClaims, 'facts'>, nowMs: number): void;
  hosts(): readonly HostRow[];
  host(hostId: string): HostRow | undefined;
  /** When what is stored of a host begins, null when nothing is. */
  oldestMs(hostId: string): number | null;
  /** Highest seq on disk for a session, 0 when none. */
  committedSeq(hostId: string, session: string): number;
  /**
   * One transaction for all batches; when it returns, the ticks survive a SIGKILL and a power cut. Gives the committed seq
   * of each batch. `nowMs` is the time of arrival, now unless given: a host whose clock is off is judged by the difference.
   */
  appendTicks(batches: readonly TickBatch[], nowMs?: number): readonly number[];
  query(query: HistoryQuery): readonly SeriesPoints[];
  /** Keeps the newest ten thousand of a host. */
  addAdviceEvents(hostId: string, rows: readonly AdviceEventRow[]): void;
  /** The newest first. */
  adviceEvents(query: AdviceEventsQuery): readonly AdviceEventRow[];
  setAdviceMark(mark: AdviceMarkRow): void;
  clearAdviceMark(hostId: string, adviceId: string): void;
  /** Of all hosts. */
  adviceMarks(): readonly AdviceMarkRow[];
  /** Packs finished minutes into compressed blocks and rollups, and drops what is past retention: some 0.1 s of work a call. */
  compact(nowMs: number): Compacted;
  /** Bytes on disk of the database and its WAL. */
  sizeBytes(): number;
  close(): void;
}
