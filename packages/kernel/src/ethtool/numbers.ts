/**
 * Numbers of the ethtool interfaces, named as the kernel's headers name them: include/uapi/linux/genetlink.h, ethtool_netlink.h,
 * ethtool_netlink_generated.h and ethtool.h of 6.18.
 */

/** Generic netlink: the family that tells of the others. */
export const GENL_ID_CTRL = 16;
export const GENL_HEADER_BYTES = 4;
export const CTRL_CMD_GETFAMILY = 3;
export const CTRL_ATTR = { familyId: 1, familyName: 2 } as const;

export const ETHTOOL_FAMILY = 'ethtool';
export const ETHTOOL_VERSION = 1;

/** Requests (ETHTOOL_MSG_*_GET). */
export const GET = {
  strset: 1,
  linkinfo: 2,
  linkmodes: 4,
  linkstate: 6,
  features: 11,
  privateFlags: 13,
  rings: 15,
  channels: 17,
  coalesce: 19,
  pause: 21,
  eee: 23,
  fec: 29,
  stats: 32,
} as const;

/** Requests that change something (ETHTOOL_MSG_*_SET). */
export const SET = { features: 12, rings: 16, channels: 18, coalesce: 20 } as const;

/** Where a message has the nest that names its device: first in all but one. */
export const HEADER = 1;
export const STATS_HEADER = 2;
export const HEADER_ATTR = { devIndex: 1, devName: 2, flags: 3 } as const;
export const FLAG = { compactBitsets: 1, omitReply: 2, stats: 4 } as const;

export const BITSET = { nomask: 1, size: 2, bits: 3, value: 4, mask: 5 } as const;
/** In the longer form of a bitset each bit is a nest; `value` is there, and empty, where it is set. */
export const BITS_BIT = 1;
export const BIT = { name: 2, value: 3 } as const;
export const STRSET = { stringsets: 2 } as const;
export const STRINGSETS_STRINGSET = 1;
export const STRINGSET = { id: 1, strings: 3 } as const;
export const STRINGS_STRING = 1;
export const STRING = { index: 1, value: 2 } as const;

/** enum ethtool_stringset. */
export const STRINGSET_ID = {
  stats: 1,
  features: 4,
  linkModes: 9,
  statsEthPhy: 17,
  statsEthMac: 18,
  statsEthCtrl: 19,
  statsRmon: 20,
} as const;

export const LINKINFO = { port: 2, transceiver: 6 } as const;
export const LINKMODES = { autoneg: 2, ours: 3, peer: 4, speed: 5, duplex: 6, lanes: 9 } as const;
export const LINKSTATE = { link: 2, extState: 5 } as const;
export const FEATURES = { hw: 2, wanted: 3, active: 4, nochange: 5 } as const;
export const RINGS = {
  rxMax: 2,
  rxMiniMax: 3,
  rxJumboMax: 4,
  txMax: 5,
  rx: 6,
  rxMini: 7,
  rxJumbo: 8,
  tx: 9,
  rxBufLen: 10,
  tcpDataSplit: 11,
  cqeSize: 12,
  txPush: 13,
} as const;
export const CHANNELS = {
  rxMax: 2,
  txMax: 3,
  otherMax: 4,
  combinedMax: 5,
  rx: 6,
  tx: 7,
  other: 8,
  combined: 9,
} as const;
export const PRIVATE_FLAGS = { flags: 2 } as const;
export const FEC = { modes: 2, auto: 3, active: 4, stats: 5 } as const;
/** Each a list: of the whole link, then of its lanes where the driver tells them apart. */
export const FEC_STAT = { corrected: 2, uncorrectable: 3, correctedBits: 4 } as const;
export const EEE = { ours: 2, peer: 3, active: 4, enabled: 5, txLpiEnabled: 6, txLpiTimer: 7 } as const;
export const PAUSE = { autoneg: 2, rx: 3, tx: 4, stats: 5 } as const;
export const PAUSE_STAT = { txFrames: 2, rxFrames: 3 } as const;

export const STATS = { groups: 3, group: 4 } as const;
export const STATS_GROUP = {
  id: 2,
  stringSet: 3,
  stat: 4,
  histRx: 5,
  histTx: 6,
  bucketLow: 7,
  bucketHigh: 8,
  value: 9,
} as const;
/** ETHTOOL_STATS_*: eth-phy, eth-mac, eth-ctrl, rmon. */
export const STATS_GROUPS = 4;
export const ALL_STATS_GROUPS = 0xf;

/** The ioctl of before 5.6, the only one that tells of drivers and of the statistics that are theirs alone. */
export const SIOCETHTOOL = 0x8946;
export const ETHTOOL_GDRVINFO = 0x3;
export const ETHTOOL_GSTRINGS = 0x1b;
export const ETHTOOL_GSTATS = 0x1d;
export const ETHTOOL_GSSET_INFO = 0x37;
/** Bytes of a name in a string set (ETH_GSTRING_LEN). */
export const STRING_BYTES = 32;
