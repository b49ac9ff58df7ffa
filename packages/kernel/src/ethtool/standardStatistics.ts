import type { PauseRow, StandardStatisticRow } from '../linkRows.ts';
import type { Attributes } from '../netlink/Attributes.ts';
import { HEADER, HEADER_ATTR, PAUSE, PAUSE_STAT, STATS, STATS_GROUP, STATS_HEADER, STRINGSET_ID } from './numbers.ts';
import type { StringSet } from './stringSets.ts';

/** The groups as ethtool names them, by ETHTOOL_STATS_*, and the set that has the names of each. */
export const GROUPS = [
  { name: 'eth-phy', strings: STRINGSET_ID.statsEthPhy },
  { name: 'eth-mac', strings: STRINGSET_ID.statsEthMac },
  { name: 'eth-ctrl', strings: STRINGSET_ID.statsEthCtrl },
  { name: 'rmon', strings: STRINGSET_ID.statsRmon },
] as const;

/** STATS: the counters of one device that its driver keeps, each by the name that ethtool prints. */
export function parseStandardStatistics(
  message: Attributes,
  strings: ReadonlyMap<number, StringSet>,
): StandardStatisticRow[] {
  const device = message.nested(STATS_HEADER)?.text(HEADER_ATTR.devName);
  if (device === undefined) return [];
  const rows: StandardStatisticRow[] = [];
  for (const group of message.each(STATS.group)) {
    const known = GROUPS[group.u32(STATS_GROUP.id) ?? GROUPS.length];
    if (known === undefined) continue;
    const names = strings.get(group.u32(STATS_GROUP.stringSet) ?? known.strings);
    for (const stat of group.each(STATS_GROUP.stat))
      for (const [type, value] of stat.counters()) {
        const name = names?.get(type);
        if (name !== undefined) rows.push({ device, statistic: `${known.name}-${name}`, value });
      }
    rows.push(...histogram(device, 'rx', group.each(STATS_GROUP.histRx)));
    rows.push(...histogram(device, 'tx', group.each(STATS_GROUP.histTx)));
  }
  return rows;
}

/** Frames by their size: `rx-rmon-etherStatsPkts65to127Octets`. */
function* histogram(device: string, way: 'rx' | 'tx', buckets: Iterable<Attributes>): Generator<StandardStatisticRow> {
  for (const bucket of buckets) {
    const low = bucket.u32(STATS_GROUP.bucketLow);
    const high = bucket.u32(STATS_GROUP.bucketHigh);
    const value = bucket.u64(STATS_GROUP.value);
    if (low === undefined || high === undefined || value === undefined) continue;
    // 0 stands for a bound that is none.
    const sizes = low === 0 ? `${high}` : `${low}to${high === 0 ? 'Max' : high}`;
    yield { device, statistic: `${way}-rmon-etherStatsPkts${sizes}Octets`, value };
  }
}

/** PAUSE with its statistics; undefined where the driver keeps none. */
export function parsePauseStatistics(message: Attributes): PauseRow | undefined {
  const device = message.nested(HEADER)?.text(HEADER_ATTR.devName);
  const stats = message.nested(PAUSE.stats);
  const txFrames = stats?.u64(PAUSE_STAT.txFrames);
  const rxFrames = stats?.u64(PAUSE_STAT.rxFrames);
  if (device === undefined || (txFrames === undefined && rxFrames === undefined)) return undefined;
  return { device, txFrames, rxFrames };
}
