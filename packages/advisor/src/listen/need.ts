import { formatRate, ID, type SampleWindow } from '@netstrata/metrics';
import { pow2ceil } from '../guards.ts';
import { peakPerSecond } from '../peaks.ts';
import type { Listener } from './listeners.ts';

/** What is looked back over for the highest rate of connections. */
const PEAK_SECONDS = 300;
/** Without a dump that shows how long the queue stood full, one dump interval of the agent. */
const DEFAULT_STALL_SECONDS = 1;
/** A longer stall is no burst: a longer queue would only hold back the news. */
const MAX_STALL_SECONDS = 5;
const HEADROOM = 2;

export interface Need {
  /** Connections that the queue should hold: a power of two. */
  readonly backlog: number;
  /** Highest second of the last minutes, of the whole host; undefined when it was not counted. */
  readonly peakPerSecond: number | undefined;
  readonly arithmetic: string;
}

/**
 * The queue that would have taken the burst: what arrives while the program does not accept, twice. Since the queue
 * overflowed, it is at least twice what it was.
 */
export function backlogNeed(window: SampleWindow, listener: Listener): Need {
  const peak = peakPerSecond(window, [ID.tcp.passiveOpens], PEAK_SECONDS);
  const stall = Math.min(listener.stallSeconds > 0 ? listener.stallSeconds : DEFAULT_STALL_SECONDS, MAX_STALL_SECONDS);
  const arriving = (peak ?? 0) * stall;
  const least = Math.max(arriving, listener.row.sendQ, 1);
  const backlog = pow2ceil(HEADROOM * least);
  const rate = formatRate(peak, 'connections', { noun: true });
  const measured =
    peak === undefined
      ? `the rate of connections is not known, but ${listener.row.sendQ} did not suffice`
      : `${rate} at the peak x ${stall} s without accept() = ${Math.ceil(arriving)} connections`;
  const known = peak === undefined || arriving >= listener.row.sendQ;
  const floor = known ? '' : `, less than the ${listener.row.sendQ} that did not suffice`;
  return {
    backlog,
    peakPerSecond: peak,
    arithmetic: `${measured}${floor}; ${HEADROOM} x ${Math.ceil(least)}, next power of two: ${backlog}`,
  };
}
