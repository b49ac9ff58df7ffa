import type { LayerState } from '@netstrata/metrics';
import type { HostSummary } from '@netstrata/protocol/types';

const LAYERS = ['application', 'socket', 'transport', 'network', 'link'] as const;

/** For tests: a host by its name and the states of its layers, calm where nothing is said. */
export const hostOf = (
  hostname: string,
  states: readonly LayerState[] = [],
  more: Partial<HostSummary> = {},
): HostSummary => ({
  hostId: `id-${hostname}`,
  self: false,
  hostname,
  kernelRelease: '6.12.0',
  agentVersion: '0.1.0',
  mayApply: false,
  connected: true,
  live: true,
  lastSampleMs: 1_700_000_000_000,
  layers: LAYERS.map((layer, place) => ({ layer, state: states[place] ?? 'calm' })),
  tags: [],
  ...more,
});
