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
  /** Connections that came into the queues of the host in the highest second of the last minutes; undefined when not counted. */
  readonly peakAcceptedPerSecond: number | undefined;
  readonly arithmetic: string;
}

/**
 * The queue that would have taken the burst: what arrives while the program does not accept, twice. What arrives is what came
 * in and what overflowed, which counts a client again when it tries again: rather a little too much than a second round.
 * Since the queue overflowed, it is at least twice what it was.
 */
export function backlogNeed(window: SampleWindow, { row, stallSeconds }: Listener): Need {
  const tried = peakPerSecond(window, [ID.tcp.passiveOpens, ID.tcp.listenOverflows], PEAK_SECONDS);
  const stall = stallSeconds > 0 ? Math.ceil(10 * Math.min(stallSeconds, MAX_STALL_SECONDS)) / 10 : undefined;
  const arriving = Math.ceil((tried ?? 0) * (stall ?? DEFAULT_STALL_SECONDS));
  const least = Math.max(arriving, row.sendQ, 1);
  const backlog = pow2ceil(HEADROOM * least);
  const rate = formatRate(tried, 'connections', { noun: true });
  const away =
    stall === undefined ? `${DEFAULT_STALL_SECONDS} s without accept() (assumed)` : `${stall} s without accept()`;
  const measured =
    tried === undefined
      ? `the rate of connections is not known, but ${row.sendQ} did not suffice`
      : `${rate} tried at the peak x ${away} = ${arriving}`;
  const floor = tried === undefined || arriving >= row.sendQ ? '' : `, less than the ${row.sendQ} that did not suffice`;
  return {
    backlog,
    peakAcceptedPerSecond: peakPerSecond(window, [ID.tcp.passiveOpens], PEAK_SECONDS),
    arithmetic: `${measured}${floor}; twice ${least}, next power of two: ${backlog}`,
  };
}
