import { DUMP_TALLIES, vanishedCounts } from '@netstrata/kernel';
import type { AgentDumpsRow, AgentVanishedRow } from '@netstrata/metrics';

/** How dumps of each netlink family went so far, whoever in this process asked for them. */
export function dumpRows(): readonly AgentDumpsRow[] {
  return Object.entries(DUMP_TALLIES).map(([family, tally]) => ({ family, ...tally.totals }));
}

/** What was gone before it was read so far. */
export function vanishedRows(): readonly AgentVanishedRow[] {
  return Object.entries(vanishedCounts()).map(([kind, vanished]) => ({ kind, vanished }));
}
