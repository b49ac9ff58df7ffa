import type { DetailKind, DetailReports } from '@netstrata/metrics/details';

/** One kind of report, made while somebody looks. A report that fails says why to those who look. */
export interface DetailSource<K extends DetailKind = DetailKind> {
  readonly kind: K;
  /** Time from one report to the next. */
  readonly everyMs: number;
  /** When the first one begins to look, before the first `read`. May fail: then it is tried again with the next report. */
  readonly start?: () => void;
  /** When the last one has gone, after a successful `start`; also when the agent ends. */
  readonly stop?: () => void;
  /** Fails with the reason, in words for the page. */
  readonly read: (monoMs: number) => DetailReports[K] | Promise<DetailReports[K]>;
}

/** Every kind exactly once. */
export type DetailSources = { readonly [K in DetailKind]: DetailSource<K> };
