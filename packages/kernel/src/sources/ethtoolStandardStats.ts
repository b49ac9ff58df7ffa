import { EthtoolFamily } from '../ethtool/EthtoolFamily.ts';
import { restingSource } from '../ethtool/restingSource.ts';
import { parseStandardStatistics } from '../ethtool/standardStatistics.ts';
import type { StandardStatisticRow } from '../linkRows.ts';
import type { Roots, Source } from '../Source.ts';

const PATH = 'NETLINK_GENERIC ethtool';
/** A host has few devices that keep these, with some 40 each. */
const MOST_ROWS = 512;

/**
 * Statistics that IEEE 802.3 and RMON (RFC 2819) define, as `ethtool -S DEV --all-groups` prints them: since 5.13, of the devices whose
 * drivers keep them. A counter that a driver does not keep has no row. Frames and octets since the driver was loaded.
 *
 * Source: https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git/tree/net/ethtool/stats.c?h=v6.18
 */
export function openEthtoolStandardStats(
  _roots: Roots,
  family = new EthtoolFamily(),
): Source<readonly StandardStatisticRow[]> {
  return restingSource(PATH, () => readStandardStatistics(family));
}

async function readStandardStatistics(family: EthtoolFamily): Promise<StandardStatisticRow[]> {
  const rows: StandardStatisticRow[] = [];
  await family.talk(async (dialogue) => {
    const strings = await family.strings(dialogue);
    await family.standardStatistics(dialogue, (message) => {
      if (rows.length < MOST_ROWS) rows.push(...parseStandardStatistics(message, strings));
    });
  });
  return rows.slice(0, MOST_ROWS);
}
