export type { AgentKeyRow, Agents, EnrolmentRow, JoinRefusal } from './ledger/Agents.ts';
export { Audit, type AuditCheck, type AuditQuery } from './ledger/Audit.ts';
export { AUDIT_CSV_HEADER, auditCsvRows } from './ledger/auditCsv.ts';
export type { Changes, KeptChange } from './ledger/Changes.ts';
export type { KeyKind, KeyRow } from './ledger/Keys.ts';
export { type Ledger, openLedger } from './ledger/openLedger.ts';
export type { SessionRow } from './ledger/People.ts';
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
