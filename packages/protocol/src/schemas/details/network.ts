import { MOST_NETWORK_ROWS, type NetworkReport } from '@netstrata/metrics';
import { z } from 'zod';
import { name, text, unixMs, wholeAmount } from '../primitives.ts';

const device = text(16);
const address = text(64);
const word = text(32);
const family = z.enum(['ipv4', 'ipv6']);
const number = wholeAmount.optional();

const route = z.object({
  family,
  table: word,
  type: word,
  destination: address,
  isDefault: z.boolean(),
  nexthops: z
    .array(z.object({ gateway: address.optional(), device: device.optional(), weight: wholeAmount }))
    .max(MOST_NETWORK_ROWS.nexthops),
  metric: number,
  source: address.optional(),
  mtuBytes: number,
  protocol: word,
});

const neighbour = z.object({
  address,
  device,
  family,
  state: z.enum(['incomplete', 'probe', 'failed']),
  linkAddress: text(96).optional(),
  seconds: z.number().nonnegative().optional(),
});

const networkDevice = z.object({
  device: name(16),
  kind: word.optional(),
  master: word.optional(),
  operstate: word.optional(),
  mtuBytes: number,
  addresses: z.array(z.object({ text: address, trouble: word.optional() })).max(MOST_NETWORK_ROWS.addresses),
  rpFilter: z.int().min(0).max(2).optional(),
});

export const network = z.object({
  timeMs: unixMs,
  routes: z.array(route).max(MOST_NETWORK_ROWS.routes),
  routeCount: wholeAmount,
  neighbours: z.array(neighbour).max(MOST_NETWORK_ROWS.neighbours),
  neighbourCount: wholeAmount,
  devices: z.array(networkDevice).max(MOST_NETWORK_ROWS.devices),
  deviceCount: wholeAmount,
  reversePathDrops: number,
}) as z.ZodType<NetworkReport>;
