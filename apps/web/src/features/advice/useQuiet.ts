import { isHurting } from '@netstrata/metrics';
import { useHost } from '../connection/live.ts';

/** How a host without advice is told: where a layer hurts the rules have not said anything yet, which is not that nothing is to be said. */
export const useQuiet = (hostId: string): 'quiet' | 'early' =>
  useHost(hostId, ({ update }) => (update?.stack.layers.some(({ state }) => isHurting(state)) ? 'early' : 'quiet'));
