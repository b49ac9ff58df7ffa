import { LiveWindow } from '@netstrata/metrics';
import type { LiveHost } from '../live/LiveHost.ts';
import type { HistoryReader } from './HistoryReader.ts';
import { METRIC_IDS } from './refill.ts';
import { storedStep } from './storedStep.ts';

/** Steps before the moment: five minutes where every second is kept. */
const STEPS = 300;

/** What a host's window held at a moment, as far as it is stored; empty when nothing of about then is. */
export async function storedWindow(
  host: LiveHost,
  reader: Pick<HistoryReader, 'columns'>,
  { atMs, nowMs }: { readonly atMs: number; readonly nowMs: number },
): Promise<LiveWindow> {
  const { hostId, facts } = host;
  const stepMs = storedStep(nowMs - atMs);
  const intervalMs = Math.max(stepMs, host.intervalMs);
  const { series, times, values } = await reader.columns({
    hostId,
    metrics: METRIC_IDS,
    fromMs: Math.max(0, atMs - STEPS * intervalMs),
    toMs: atMs + 1,
    stepMs,
  });
  const window = new LiveWindow({ capacity: STEPS + 2, intervalMs });
  times.forEach((timeMs, row) => {
    const sample = values.subarray(row * series.length, (row + 1) * series.length);
    // The boot clock of that time is not stored; any steady clock serves.
    window.push(series, { timeMs, monoMs: timeMs, bootId: facts.bootId, values: sample });
  });
  const isAbout = atMs - window.nowMs <= 3 * intervalMs;
  return isAbout ? window : new LiveWindow({ intervalMs });
}
