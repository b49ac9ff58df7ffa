import type { DriverStatisticRow } from '../linkRows.ts';
import { driverText } from '../text/driverText.ts';
import { STRING_BYTES } from './numbers.ts';
import { queueOf } from './queueOf.ts';

/** What one device may bring; drivers of large adapters have thousands. */
const MOST_OF_DEVICE = 128;
/** Those that tell of loss come first. */
const TELLS_OF_LOSS =
  /drop|discard|err|miss|no_?(buf|desc|mem|dma)|fail|overr?un|timeout|stall|stop|full|crc|reset|pause/i;
/** Of veth: the other end's number, no statistic. */
const NO_STATISTIC = new Set(['peer_ifindex']);

/** Where in the driver's list the statistics are that are kept, and what they are called. */
export interface StatisticsPlan {
  /** Of all the driver's. */
  readonly count: number;
  readonly kept: readonly { readonly place: number; readonly queue: string | undefined; readonly statistic: string }[];
  /** How many of the driver's are left out. */
  readonly omitted: number;
}

/**
 * Which of a driver's statistics to keep: by their names alone, so that the choice stays the same from reading to reading. A name that
 * comes twice keeps its first place: which of the two is which, nothing tells.
 */
export function planStatistics(names: Uint8Array): StatisticsPlan {
  const found: { place: number; queue: string | undefined; statistic: string }[] = [];
  const seen = new Set<string>();
  let omitted = 0;
  for (let place = 0; place * STRING_BYTES < names.length; place++) {
    const name = driverText(names.subarray(place * STRING_BYTES, (place + 1) * STRING_BYTES));
    if (name === '' || NO_STATISTIC.has(name)) continue;
    if (seen.has(name)) omitted++;
    else found.push({ place, ...(queueOf(name) ?? { queue: undefined, statistic: name }) });
    seen.add(name);
  }
  // Stable: within a rank the driver's order stays.
  const kept = found.toSorted((a, b) => rank(a) - rank(b)).slice(0, MOST_OF_DEVICE);
  return { count: names.length / STRING_BYTES, kept, omitted: omitted + found.length - kept.length };
}

/** The device's own before those of its queues, loss before all else. */
function rank({ queue, statistic }: { readonly queue: string | undefined; readonly statistic: string }): number {
  return (TELLS_OF_LOSS.test(statistic) ? 0 : 2) + (queue === undefined ? 0 : 1);
}

export function statisticRows(device: string, plan: StatisticsPlan, values: Float64Array): DriverStatisticRow[] {
  return plan.kept.flatMap(({ place, queue, statistic }) => {
    const value = values[place];
    return value === undefined ? [] : [{ device, queue, statistic, value }];
  });
}
