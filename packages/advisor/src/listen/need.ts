import { formatRate, ID, type SampleWindow } from '@netstrata/metrics';
import { pow2ceil } from '../guards.ts';
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
  readonly peakPerSecond: number;
  readonly arithmetic: string;
}

/**
 * The queue that would have taken the burst: what arrives while the program does not accept, twice. Since the queue
 * overflowed, it is at least twice what it was.
 */
export function backlogNeed(window: SampleWindow, listener: Listener): Need {
  const rates = window.ratePoints(ID.tcp.passiveOpens, PEAK_SECONDS).map(([, perSecond]) => perSecond ?? 0);
  const peakPerSecond = Math.max(0, ...rates);
  const stall = Math.min(listener.stallSeconds > 0 ? listener.stallSeconds : DEFAULT_STALL_SECONDS, MAX_STALL_SECONDS);
  const arriving = peakPerSecond * stall;
  const least = Math.max(arriving, listener.row.sendQ, 1);
  const backlog = pow2ceil(HEADROOM * least);
  const rate = formatRate(peakPerSecond, 'connections', { noun: true });
  const measured = `${rate} at the peak x ${stall} s without accept() = ${Math.ceil(arriving)} connections`;
  const floor = arriving >= listener.row.sendQ ? '' : `, less than the ${listener.row.sendQ} that did not suffice`;
  return {
    backlog,
    peakPerSecond,
    arithmetic: `${measured}${floor}; ${HEADROOM} x ${Math.ceil(least)}, next power of two: ${backlog}`,
  };
}
