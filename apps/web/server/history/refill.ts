import { RULES } from '@netstrata/advisor';
import { ID } from '@netstrata/metrics';
import type { Tick } from '@netstrata/protocol';
import type { LiveHost } from '../live/LiveHost.ts';
import type { HistoryReader } from './HistoryReader.ts';

/** What the sparklines show and the rules look back on. */
const REFILL_MS = 300_000;
/** What the picture and the rules read; the rest of the window fills by itself. */
export const METRIC_IDS = [
  ...new Set([...Object.values(ID).flatMap((ids) => Object.values(ids)), ...RULES.flatMap(({ metrics }) => metrics)]),
];

/**
 * Puts the last five stored minutes before `newest` into a host's window, so that a restart of the server leaves no hole
 * in its pictures. Nothing from before the host's boot is taken: its counters began again.
 */
export async function refillFromHistory(
  host: LiveHost,
  reader: Pick<HistoryReader, 'columns'>,
  newest: Pick<Tick, 'timeMs' | 'monoMs'>,
  overtaken: () => boolean = () => host.hasLiveSamples,
): Promise<void> {
  const { timeMs, monoMs } = newest;
  const bootedMs = timeMs - monoMs;
  const { series, times, values } = await reader.columns({
    hostId: host.hostId,
    metrics: METRIC_IDS,
    fromMs: Math.ceil(Math.max(timeMs - REFILL_MS, bootedMs)),
    toMs: Math.floor(timeMs),
    stepMs: 1000,
  });
  // What came meanwhile is worth more than what was stored.
  if (times.length === 0 || overtaken()) return;
  const { bootId } = host.facts;
  host.refill((window) => {
    times.forEach((storedMs, row) => {
      if (storedMs <= bootedMs || storedMs >= timeMs) return;
      const sample = values.subarray(row * series.length, (row + 1) * series.length);
      window.push(series, { timeMs: storedMs, monoMs: storedMs - bootedMs, bootId, values: sample });
    });
  }, series);
}

/** The stored end of a host that is not connected: what its picture showed last, `lastSeenMs` by the host's own clock. */
export async function recallHost(
  host: LiveHost,
  reader: Pick<HistoryReader, 'columns'>,
  lastSeenMs: number,
): Promise<void> {
  // The boot clock of that time is not stored; any steady clock serves, and live samples start the window anew.
  // An agent that is back by then has its own minutes read back with its first sample, and knows when the host was booted.
  const overtaken = () => host.connected || host.hasLiveSamples;
  await refillFromHistory(host, reader, { timeMs: lastSeenMs + 1, monoMs: lastSeenMs + 1 }, overtaken);
}
