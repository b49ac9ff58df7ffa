const more = (count: number, of: string) => `${count} ${of}${count === 1 ? '' : 's'}`;

export const INTERFACES_TEXT = {
  title: 'Interfaces',
  about:
    'What each network device is set to, and how far it could go. What its driver does not support is said so: it is not zero.',
  count: (shown: number, count: number) => (shown === count ? more(count, 'device') : `${shown} of ${count} devices`),
  none: 'none',
  noDevice: 'No network device is visible here.',
  problem: (what: string, reason: string) => `Not read: ${what}. ${reason}`,
  unsupported: 'Not supported by the driver',
  unread: 'Could not be read',
  unknown: 'unknown',
  state: { up: 'up', down: 'down', noLink: 'no link' },
  duplex: { full: 'full duplex', half: 'half duplex' },
  virtual: 'virtual',
  on: 'on',
  off: 'off',
  auto: 'automatic',
  eee: { active: 'on, agreed on', inactive: 'on, not agreed on' },
  modes: { supported: 'Supported', offered: 'Offered', peer: 'Offered by the other end' },
  of: (current: number, max: number) => `${current} of ${max}`,
  features: {
    on: 'On',
    off: 'Off, can be switched on',
    pending: 'Wanted otherwise',
    fixed: (name: string) => `${name} (fixed)`,
    pendingOne: (name: string, wanted: boolean) => `${name} (asked for ${wanted ? 'on' : 'off'})`,
    unavailable: (count: number) =>
      `${more(count, 'more offload')} that this kernel knows ${count === 1 ? 'is' : 'are'} not available here.`,
  },
  queues: {
    all: (count: number) => `all ${count} queues`,
    off: 'off',
    cpus: (list: string) => `CPU ${list}`,
    flows: (flows: number) => `${flows} flows a queue`,
    unlimited: 'none',
    bql: (inflight: string, limit: string) => `${inflight} of ${limit}`,
    bqlUnused: 'kept by the kernel, not used by the driver so far',
    bqlNone: 'none kept for this device',
  },
} as const;

/** Each group of settings: its title, what it is, and the command that shows the same. */
export const GROUP_TEXT = {
  driver: ['Driver', 'What drives the device', 'ethtool -i'],
  link: ['Link', 'What was agreed with the other end of the cable', 'ethtool'],
  device: ['Device', 'MTU, and how the kernel polls it', 'ip -d link show dev'],
  rings: [
    'Rings',
    'Packets that the card can hold in each direction before the kernel takes them, now and at most',
    'ethtool -g',
  ],
  modes: [
    'Link modes',
    'Speeds and what else the device can do, what of it it offers, and what the other end offers: the best of both is used',
    'ethtool',
  ],
  channels: ['Channels', 'Queues that share the work among CPUs, now and at most', 'ethtool -l'],
  coalesce: ['Coalescing', 'How long the card waits, or for how many frames, before it interrupts', 'ethtool -c'],
  pause: ['Pause', 'Whether the ends of the link may ask each other to stop sending', 'ethtool -a'],
  fec: [
    'Error correction',
    'FEC: frames carry what repairs flipped bits. Both ends must use the same kind, or there is no link',
    'ethtool -I --show-fec',
  ],
  eee: [
    'Energy saving',
    'EEE: an idle link sleeps, and waking it delays the next packet by some microseconds',
    'ethtool --show-eee',
  ],
  privateFlags: [
    'Flags of the driver',
    'Switches that this driver alone has: its documentation says what they do',
    'ethtool --show-priv-flags',
  ],
  offloads: ['Offloads', 'Work that the card does instead of the CPU', 'ethtool -k'],
  receive: [
    'Receive steering',
    'RPS and RFS: which CPUs take over packets of a receive queue in software',
    'grep . /sys/class/net/DEV/queues/rx-*/rps_*',
  ],
  transmit: [
    'Transmit queues',
    'XPS: which CPUs send through which queue; and how many bytes the card may hold (BQL)',
    'grep . /sys/class/net/DEV/queues/tx-*/{xps_cpus,byte_queue_limits/limit}',
  ],
} as const;
