import type { Freshness } from '../connection/freshness.ts';

/** What a tab says of itself while another one is in front. `away`: nothing is known of now. */
export type TabState = 'plain' | 'saturated' | 'away';

/** What has only just come has nothing to tell, and what was saturated when the data ended is not saturated now. */
export const tabState = (freshness: Freshness['kind'], isSaturated: boolean): TabState => {
  if (freshness === 'lost' || freshness === 'silent') return 'away';
  return freshness === 'live' && isSaturated ? 'saturated' : 'plain';
};
