import type { PartId } from './settings.ts';

const COMMANDS: Readonly<Record<PartId, string>> = {
  driver: 'ethtool -i DEV',
  link: 'ethtool DEV',
  device: 'ip -d link show dev DEV',
  rings: 'ethtool -g DEV',
  modes: 'ethtool DEV',
  channels: 'ethtool -l DEV',
  coalesce: 'ethtool -c DEV',
  pause: 'ethtool -a DEV',
  fec: 'ethtool -I --show-fec DEV',
  eee: 'ethtool --show-eee DEV',
  privateFlags: 'ethtool --show-priv-flags DEV',
  offloads: 'ethtool -k DEV',
  receive: 'grep . /sys/class/net/DEV/queues/rx-*/rps_*',
  transmit: 'grep . /sys/class/net/DEV/queues/tx-*/{xps_cpus,byte_queue_limits/limit}',
};

/** What an engineer would type to see the same settings. */
export const commandOf = (part: PartId, device: string): string => COMMANDS[part].replaceAll('DEV', device);
