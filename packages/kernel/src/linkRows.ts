/**
 * Rows of the link layer: interfaces, their settings, queues and statistics. What a driver or kernel does not tell is undefined. Settings
 * travel as they are, so what is undefined may also be left out.
 */

/** A number that can be set, and how far. */
export interface Adjustable {
  readonly current?: number | undefined;
  readonly max?: number | undefined;
}

/** What `ethtool -i` prints. Empty where the driver says nothing. */
export interface InterfaceDriver {
  readonly name: string;
  readonly version: string;
  readonly firmwareVersion: string;
  readonly busInfo: string;
}

/** What `ethtool DEV` prints of the link. */
export interface InterfaceLink {
  /** Whether the link is there. */
  readonly detected?: boolean | undefined;
  /** Why it is not, as far as the driver tells: `No cable`. */
  readonly downReason?: string | undefined;
  readonly speedMbit?: number | undefined;
  readonly duplex?: 'half' | 'full' | undefined;
  readonly autoneg?: boolean | undefined;
  readonly lanes?: number | undefined;
  /** `Twisted Pair`, `FIBRE`, `Direct Attach Copper` … */
  readonly port?: string | undefined;
  readonly transceiver?: 'internal' | 'external' | undefined;
  /**
   * By the kernel's names, `1000baseT/Full`, and with them what else is agreed on: `Autoneg`, `Pause`, and kinds of port and of error
   * correction. Undefined where none is reported.
   */
  readonly supportedModes?: readonly string[] | undefined;
  readonly advertisedModes?: readonly string[] | undefined;
  /** What the other end offers. */
  readonly peerModes?: readonly string[] | undefined;
}

/** What `ethtool -I --show-fec` prints: forward error correction. */
export interface InterfaceFec {
  /** `None`, `RS`, `BASER`, `LLRS`: those that may be used. */
  readonly configured: readonly string[];
  readonly auto?: boolean | undefined;
  readonly active?: string | undefined;
  /** Since the driver was loaded: blocks that arrived damaged and were repaired, and those that could not be, which cost frames. */
  readonly correctedBlocks?: number | undefined;
  readonly uncorrectableBlocks?: number | undefined;
  readonly correctedBits?: number | undefined;
}

/** What `ethtool --show-eee` prints: energy-efficient Ethernet. */
export interface InterfaceEee {
  readonly enabled?: boolean | undefined;
  /** Both ends have agreed on it. */
  readonly active?: boolean | undefined;
  readonly supportedModes?: readonly string[] | undefined;
  readonly advertisedModes?: readonly string[] | undefined;
  readonly peerModes?: readonly string[] | undefined;
  /** Whether the sender sleeps when idle, and after how long. */
  readonly txLpi?: boolean | undefined;
  readonly txLpiTimerUs?: number | undefined;
}

/** One line of `ethtool --show-priv-flags`; its name and meaning are the driver's. */
export interface PrivateFlag {
  readonly name: string;
  readonly on: boolean;
}

/** What `ethtool -g` prints: descriptors. */
export interface InterfaceRings {
  readonly rx: Adjustable;
  readonly rxMini: Adjustable;
  readonly rxJumbo: Adjustable;
  readonly tx: Adjustable;
  readonly rxBufLenBytes?: number | undefined;
  readonly cqeSizeBytes?: number | undefined;
  readonly txPush?: boolean | undefined;
  readonly tcpDataSplit?: boolean | undefined;
}

/** What `ethtool -l` prints: queues. */
export interface InterfaceChannels {
  readonly rx: Adjustable;
  readonly tx: Adjustable;
  readonly other: Adjustable;
  readonly combined: Adjustable;
}

/** One line of `ethtool -c`, by the name that ethtool gives it: `rx-usecs`. */
export interface CoalesceSetting {
  readonly name: string;
  readonly value: number | boolean;
}

/** What `ethtool -a` and `ethtool -I -a` print. */
export interface InterfacePause {
  readonly autoneg?: boolean | undefined;
  readonly rx?: boolean | undefined;
  readonly tx?: boolean | undefined;
}

/** One line of `ethtool -k`. */
export interface InterfaceFeature {
  readonly name: string;
  readonly on: boolean;
  /** What was asked for, which another feature or the device may not allow. */
  readonly wanted: boolean;
  /** Nobody can change it. */
  readonly fixed: boolean;
}

/** /sys/class/net/DEV/queues/rx-N. */
export interface RxQueueSettings {
  readonly queue: string;
  /** CPU mask in hex, as the kernel prints it; all zeros is off. */
  readonly rpsCpus?: string | undefined;
  readonly rpsFlowCnt?: number | undefined;
}

/** Byte queue limits of one transmit queue. Bytes, unless said. */
export interface ByteQueueLimits {
  readonly inflightBytes?: number | undefined;
  /** 0 until the driver has reported its first sent packet; for ever where it reports none. */
  readonly limitBytes?: number | undefined;
  readonly limitMinBytes?: number | undefined;
  readonly limitMaxBytes?: number | undefined;
  readonly holdTimeMs?: number | undefined;
  /** Times the queue stood still for longer than its threshold; since 6.9, counted only where a threshold is set. */
  readonly stallCount?: number | undefined;
}

/** /sys/class/net/DEV/queues/tx-N. */
export interface TxQueueSettings {
  readonly queue: string;
  readonly xpsCpus?: string | undefined;
  readonly xpsRxqs?: string | undefined;
  /** 0 is no limit. */
  readonly maxRateMbit?: number | undefined;
  readonly timeouts?: number | undefined;
  /** Undefined where the kernel keeps none for this device. */
  readonly bql?: ByteQueueLimits | undefined;
}

/** /sys/class/net/DEV: what belongs to the whole device. */
export interface InterfaceAttributes {
  readonly mtuBytes?: number | undefined;
  readonly operstate?: string | undefined;
  readonly txQueueLen?: number | undefined;
  readonly groFlushTimeoutNs?: number | undefined;
  readonly napiDeferHardIrqs?: number | undefined;
  /** Of the memory and CPUs that the card is nearest to; undefined on a machine that has only one. */
  readonly numaNode?: number | undefined;
  readonly threadedNapi?: boolean | undefined;
}

export interface InterfaceQueues {
  readonly rx: readonly RxQueueSettings[];
  readonly tx: readonly TxQueueSettings[];
  /** How many there are; the lists are bounded. */
  readonly rxCount: number;
  readonly txCount: number;
}

/** One network interface and what can be told of its settings. */
export interface InterfaceRow extends InterfaceAttributes {
  readonly device: string;
  readonly ifindex: number;
  /** Whether there is hardware, or a hypervisor's, behind it. */
  readonly physical: boolean;
  readonly driver?: InterfaceDriver | undefined;
  readonly link?: InterfaceLink | undefined;
  readonly rings?: InterfaceRings | undefined;
  readonly channels?: InterfaceChannels | undefined;
  readonly coalesce?: readonly CoalesceSetting[] | undefined;
  readonly pause?: InterfacePause | undefined;
  readonly features?: readonly InterfaceFeature[] | undefined;
  readonly fec?: InterfaceFec | undefined;
  readonly eee?: InterfaceEee | undefined;
  readonly privateFlags?: readonly PrivateFlag[] | undefined;
  readonly queues?: InterfaceQueues | undefined;
}

/** A part of the interfaces that could not be read, and why. */
export interface InterfaceProblem {
  /** `rings`, or a device's name. */
  readonly what: string;
  readonly reason: string;
}

export interface Interfaces {
  readonly rows: readonly InterfaceRow[];
  /** How many there are; the rows are bounded. */
  readonly count: number;
  /** What is undefined in every row because it could not be read; where nothing is said, the driver does not support it. */
  readonly problems: readonly InterfaceProblem[];
}

/** One of the numbers that a driver keeps for itself (`ethtool -S`); its name and meaning are the driver's. */
export interface DriverStatisticRow {
  readonly device: string;
  /** `rx-0` where the name says to which queue it belongs; undefined for the whole device. */
  readonly queue: string | undefined;
  readonly statistic: string;
  readonly value: number;
}

/** One of the numbers that a standard defines (`ethtool -S DEV --all-groups`), of drivers that keep them. */
export interface StandardStatisticRow {
  readonly device: string;
  /** As ethtool names it: `eth-mac-FrameCheckSequenceErrors`. */
  readonly statistic: string;
  readonly value: number;
}

/** Pause frames of a device (`ethtool -I -a`). */
export interface PauseRow {
  readonly device: string;
  readonly txFrames: number | undefined;
  readonly rxFrames: number | undefined;
}

/** Byte queue limits of one transmit queue that uses them. */
export interface ByteQueueLimitsRow {
  readonly device: string;
  readonly queue: string;
  readonly inflightBytes: number | undefined;
  readonly limitBytes: number;
  readonly stallCount: number | undefined;
}
