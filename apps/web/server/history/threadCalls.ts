import type {
  AdviceEventRow,
  AdviceEventsQuery,
  AdviceMarkRow,
  HistoryQuery,
  HostRow,
  Store,
  TickBatch,
} from '@netstrata/db';
import type { AgentClaims } from '@netstrata/protocol';
import { type BandFormat, bandJson } from './bandJson.ts';
import { type HistoryColumns, toColumns } from './columns.ts';
import { type SeriesFormat, seriesJson } from './seriesJson.ts';

/** What a store thread does on request. Arguments and results are copied between threads; byte arrays are handed over. */
export const threadCalls = (store: Store) => ({
  saveHost: (claims: Pick<AgentClaims, 'facts'>, nowMs: number): void => store.saveHost(claims, nowMs),
  hosts: (): readonly HostRow[] => store.hosts(),
  oldestMs: (hostId: string): number | null => store.oldestMs(hostId),
  committedSeq: (hostId: string, session: string): number => store.committedSeq(hostId, session),
  append: (batches: readonly TickBatch[]): readonly number[] => store.appendTicks(batches),
  compact: (nowMs: number): { readonly packedTicks: number; readonly droppedBlocks: number } => store.compact(nowMs),
  addAdviceEvents: (hostId: string, rows: readonly AdviceEventRow[]): void => store.addAdviceEvents(hostId, rows),
  adviceEvents: (query: AdviceEventsQuery): readonly AdviceEventRow[] => store.adviceEvents(query),
  setAdviceMark: (mark: AdviceMarkRow): void => store.setAdviceMark(mark),
  clearAdviceMark: (hostId: string, adviceId: string): void => store.clearAdviceMark(hostId, adviceId),
  adviceMarks: (): readonly AdviceMarkRow[] => store.adviceMarks(),
  sizeBytes: (): number => store.sizeBytes(),
  /** The answer of the metrics API as JSON text, made here so that the live loop does not pay for it. */
  seriesJson: (query: HistoryQuery, format: SeriesFormat): Uint8Array => seriesJson(store.query(query), format),
  /** As `seriesJson`, each point a mean with the lowest and highest beside it; `query` has a finer step than the answer. */
  bandJson: (query: HistoryQuery, format: BandFormat): Uint8Array => bandJson(store.query(query), format),
  columns: (query: HistoryQuery): HistoryColumns => toColumns(store.query(query)),
});
export type ThreadCalls = ReturnType<typeof threadCalls>;

export type CallName = keyof ThreadCalls;
export type CallArgs<K extends CallName> = Parameters<ThreadCalls[K]>;
export type CallResult<K extends CallName> = ReturnType<ThreadCalls[K]>;

export interface ThreadData {
  readonly path: string;
}

/** To the thread. `close` ends it after the calls before it. */
export type ThreadRequest =
  | { readonly type: 'call'; readonly id: number; readonly name: CallName; readonly args: readonly unknown[] }
  | { readonly type: 'close' };

/** From the thread: `opened` or `refused` once, then one answer a call. */
export type ThreadAnswer =
  | { readonly type: 'opened' }
  | { readonly type: 'refused'; readonly message: string; readonly code: string | undefined }
  | { readonly type: 'result'; readonly id: number; readonly value: unknown }
  | { readonly type: 'failure'; readonly id: number; readonly message: string; readonly code: string | undefined };
