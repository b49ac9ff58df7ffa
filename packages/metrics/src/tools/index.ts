import { COUNTER_TOOLS } from './catalog/counters.ts';
import { DEVICE_TOOLS } from './catalog/devices.ts';
import { PROBE_TOOLS } from './catalog/probes.ts';
import { SOCKET_TOOLS } from './catalog/sockets.ts';
import { SYSTEM_TOOLS } from './catalog/system.ts';
import type { Tool } from './types.ts';

/** Every tool, in the order a page lists them. */
export const TOOLS: readonly Tool[] = [
  ...SOCKET_TOOLS,
  ...COUNTER_TOOLS,
  ...DEVICE_TOOLS,
  ...SYSTEM_TOOLS,
  ...PROBE_TOOLS,
];

export { fillTemplate, metricsOfLines } from './fillTemplate.ts';
export { toolOf } from './toolOf.ts';
export * from './types.ts';
