import type {
  Adjustable,
  CoalesceSetting,
  InterfaceChannels,
  InterfaceFeature,
  InterfaceLink,
  InterfacePause,
  InterfaceRings,
} from '../linkRows.ts';
import type { Attributes } from '../netlink/Attributes.ts';
import { bitsOf } from './bitset.ts';
import { CHANNELS, FEATURES, LINKINFO, LINKMODES, LINKSTATE, PAUSE, RINGS } from './numbers.ts';

const UNKNOWN_8 = 0xff;
const UNKNOWN_16 = 0xffff;
const UNKNOWN_32 = 0xffff_ffff;
const DUPLEX = ['half', 'full'] as const;
/** PORT_*. */
const PORTS: Readonly<Record<number, string>> = {
  0: 'Twisted Pair',
  1: 'AUI',
  2: 'MII',
  3: 'FIBRE',
  4: 'BNC',
  5: 'Direct Attach Copper',
};
/** XCVR_*. */
const TRANSCEIVERS = ['internal', 'external'] as const;
/** enum ethtool_link_ext_state. */
const DOWN_REASONS = [
  'Autoneg',
  'Link training failure',
  'Logical mismatch',
  'Bad signal integrity',
  'No cable',
  'Cable issue',
  'EEPROM issue',
  'Calibration failure',
  'Power budget exceeded',
  'Overheat',
  'Module',
] as const;
/** ETHTOOL_A_COALESCE_* from 2 on, by the names that `ethtool -C` takes. The last three since 6.2. */
const COALESCE: readonly string[] = [
  'rx-usecs',
  'rx-frames',
  'rx-usecs-irq',
  'rx-frames-irq',
  'tx-usecs',
  'tx-frames',
  'tx-usecs-irq',
  'tx-frames-irq',
  'stats-block-usecs',
  'adaptive-rx',
  'adaptive-tx',
  'pkt-rate-low',
  'rx-usecs-low',
  'rx-frame-low',
  'tx-usecs-low',
  'tx-frame-low',
  'pkt-rate-high',
  'rx-usecs-high',
  'rx-frame-high',
  'tx-usecs-high',
  'tx-frame-high',
  'sample-interval',
  'cqe-mode-tx',
  'cqe-mode-rx',
  'tx-aggr-max-bytes',
  'tx-aggr-max-frames',
  'tx-aggr-time-usecs',
];
const FIRST_COALESCE = 2;

/** The attribute behind such a name; undefined for any other name. */
export function coalesceType(name: string): number | undefined {
  const place = COALESCE.indexOf(name);
  return place < 0 ? undefined : FIRST_COALESCE + place;
}

/** A byte that says yes or no; anything else is neither. */
export function flag(attributes: Attributes, type: number): boolean | undefined {
  const value = attributes.u8(type);
  return value === 0 ? false : value === 1 ? true : undefined;
}

function adjustable(attributes: Attributes, current: number, max: number): Adjustable {
  return { current: attributes.u32(current), max: attributes.u32(max) };
}

/** LINKSTATE: whether there is a link; why not, since 5.9. */
export function parseLinkState(state: Attributes): Pick<InterfaceLink, 'detected' | 'downReason'> {
  const extended = state.u8(LINKSTATE.extState);
  return {
    detected: flag(state, LINKSTATE.link),
    downReason: extended === undefined ? undefined : DOWN_REASONS[extended],
  };
}

/** LINKMODES. A speed of 0 or of all ones is none, as ethtool has it. */
export function parseLinkModes(modes: Attributes): Pick<InterfaceLink, 'speedMbit' | 'duplex' | 'autoneg' | 'lanes'> {
  const speed = modes.u32(LINKMODES.speed);
  const unknown = speed === 0 || speed === UNKNOWN_16 || speed === UNKNOWN_32;
  return {
    speedMbit: unknown ? undefined : speed,
    duplex: DUPLEX[modes.u8(LINKMODES.duplex) ?? UNKNOWN_8],
    autoneg: flag(modes, LINKMODES.autoneg),
    lanes: modes.u32(LINKMODES.lanes),
  };
}

/** LINKINFO. */
export function parseLinkInfo(info: Attributes): Pick<InterfaceLink, 'port' | 'transceiver'> {
  return {
    port: PORTS[info.u8(LINKINFO.port) ?? UNKNOWN_8],
    transceiver: TRANSCEIVERS[info.u8(LINKINFO.transceiver) ?? UNKNOWN_8],
  };
}

/** RINGS: numbers of descriptors. Kernels and drivers leave out what they do not have. */
export function parseRings(rings: Attributes): InterfaceRings {
  const split = rings.u8(RINGS.tcpDataSplit);
  return {
    rx: adjustable(rings, RINGS.rx, RINGS.rxMax),
    rxMini: adjustable(rings, RINGS.rxMini, RINGS.rxMiniMax),
    rxJumbo: adjustable(rings, RINGS.rxJumbo, RINGS.rxJumboMax),
    tx: adjustable(rings, RINGS.tx, RINGS.txMax),
    rxBufLenBytes: rings.u32(RINGS.rxBufLen),
    cqeSizeBytes: rings.u32(RINGS.cqeSize),
    txPush: flag(rings, RINGS.txPush),
    tcpDataSplit: split === 2 ? true : split === 1 ? false : undefined,
  };
}

/** CHANNELS: numbers of queues. */
export function parseChannels(channels: Attributes): InterfaceChannels {
  return {
    rx: adjustable(channels, CHANNELS.rx, CHANNELS.rxMax),
    tx: adjustable(channels, CHANNELS.tx, CHANNELS.txMax),
    other: adjustable(channels, CHANNELS.other, CHANNELS.otherMax),
    combined: adjustable(channels, CHANNELS.combined, CHANNELS.combinedMax),
  };
}

/** COALESCE: what the driver has of it. Switches are one byte, all else four. */
export function parseCoalesce(coalesce: Attributes): CoalesceSetting[] {
  return COALESCE.flatMap((name, place) => {
    const type = FIRST_COALESCE + place;
    const value = coalesce.u32(type) ?? flag(coalesce, type);
    return value === undefined ? [] : [{ name, value }];
  });
}

/** PAUSE. */
export function parsePause(pause: Attributes): InterfacePause {
  return { autoneg: flag(pause, PAUSE.autoneg), rx: flag(pause, PAUSE.rx), tx: flag(pause, PAUSE.tx) };
}

/** FEATURES, by the names of the string set; undefined where the kernel sent its bits in another form. A bit without a name is none. */
export function parseFeatures(
  features: Attributes,
  names: ReadonlyMap<number, string>,
): InterfaceFeature[] | undefined {
  const hw = bitsOf(features.nested(FEATURES.hw));
  const wanted = bitsOf(features.nested(FEATURES.wanted));
  const active = bitsOf(features.nested(FEATURES.active));
  const nochange = bitsOf(features.nested(FEATURES.nochange));
  if (hw === undefined || wanted === undefined || active === undefined || nochange === undefined) return undefined;
  return [...names].flatMap(([bit, name]) => {
    if (name === '') return [];
    const on = active.has(bit);
    const fixed = !hw.has(bit) || nochange.has(bit);
    // The kernel keeps no wish for what cannot be changed.
    return [{ name, on, wanted: fixed ? on : wanted.has(bit), fixed }];
  });
}
