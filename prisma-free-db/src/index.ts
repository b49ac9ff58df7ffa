export { openStore } from './openStore.ts';
export { StoreError, type StoreErrorCode } from './StoreError.ts';
export type {
  AdviceEventRow,
  AdviceEventsQuery,
  AdviceMarkRow,
  HistoryQuery,
  HostRow,
  SeriesPoints,
  Store,
  TickBatch,
} from './types.ts';
