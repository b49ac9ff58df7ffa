import { EthtoolFamily } from '../ethtool/EthtoolFamily.ts';
import { restingSource } from '../ethtool/restingSource.ts';
import { parsePauseStatistics } from '../ethtool/standardStatistics.ts';
import type { PauseRow } from '../linkRows.ts';
import type { Roots, Source } from '../Source.ts';

const PATH = 'NETLINK_GENERIC ethtool';
const MOST_ROWS = 64;

/**
 * Pause frames of IEEE 802.3x, as `ethtool -I -a DEV` prints them: since 5.9, of the devices whose drivers count them. Not those of
 * priority flow control, which are among the driver's own statistics.
 *
 * Source: https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git/tree/net/ethtool/pause.c?h=v6.18
 */
export function openEthtoolPauseStats(_roots: Roots, family = new EthtoolFamily()): Source<readonly PauseRow[]> {
  return restingSource(PATH, () => readPauseStatistics(family));
}

async function readPauseStatistics(family: EthtoolFamily): Promise<PauseRow[]> {
  const rows: PauseRow[] = [];
  await family.talk((dialogue) =>
    family.pauseStatistics(dialogue, (message) => {
      const row = parsePauseStatistics(message);
      if (row !== undefined && rows.length < MOST_ROWS) rows.push(row);
    }),
  );
  return rows;
}
