import type { InterfaceEee, InterfaceFec, InterfaceLink, PrivateFlag } from '../linkRows.ts';
import type { Attributes } from '../netlink/Attributes.ts';
import { bitsOf } from './bitset.ts';
import { BIT, BITS_BIT, BITSET, EEE, FEC, FEC_STAT, LINKMODES, PRIVATE_FLAGS } from './numbers.ts';
import { flag } from './sections.ts';
import type { StringSet } from './stringSets.ts';

/** What one driver may bring of names that are its own. */
const MOST_PRIVATE_FLAGS = 64;
/** The kernel has 121 of them (6.18), and more with each year. */
const MOST_MODES = 256;

/** The names of a set of link modes; undefined where the kernel reports none. */
function modesOf(
  bitset: Attributes | undefined,
  names: StringSet,
  part: 'value' | 'mask' = 'value',
): readonly string[] | undefined {
  const bits = bitsOf(bitset, part) ?? new Set();
  const known = [...bits].flatMap((bit) => names.get(bit) ?? []);
  return known.length === 0 ? undefined : known.slice(0, MOST_MODES);
}

/** LINKMODES: what the device can do, what of it it offers, and what the other end offers. */
export function parseModes(
  modes: Attributes,
  names: StringSet,
): Pick<InterfaceLink, 'supportedModes' | 'advertisedModes' | 'peerModes'> {
  const ours = modes.nested(LINKMODES.ours);
  return {
    supportedModes: modesOf(ours, names, 'mask'),
    advertisedModes: modesOf(ours, names),
    peerModes: modesOf(modes.nested(LINKMODES.peer), names),
  };
}

/** FEC: forward error correction, whose kinds are link modes too. Since 5.13, with counters where the driver keeps them. */
export function parseFec(fec: Attributes, names: StringSet): InterfaceFec {
  const stats = fec.nested(FEC.stats);
  return {
    configured: modesOf(fec.nested(FEC.modes), names) ?? [],
    auto: flag(fec, FEC.auto),
    active: names.get(fec.u32(FEC.active) ?? -1),
    correctedBlocks: stats?.u64(FEC_STAT.corrected),
    uncorrectableBlocks: stats?.u64(FEC_STAT.uncorrectable),
    correctedBits: stats?.u64(FEC_STAT.correctedBits),
  };
}

/** EEE: energy-efficient Ethernet. Since 5.7. */
export function parseEee(eee: Attributes, names: StringSet): InterfaceEee {
  const ours = eee.nested(EEE.ours);
  return {
    enabled: flag(eee, EEE.enabled),
    active: flag(eee, EEE.active),
    supportedModes: modesOf(ours, names, 'mask'),
    advertisedModes: modesOf(ours, names),
    peerModes: modesOf(eee.nested(EEE.peer), names),
    txLpi: flag(eee, EEE.txLpiEnabled),
    txLpiTimerUs: eee.u32(EEE.txLpiTimer),
  };
}

/** PRIVFLAGS: switches that one driver has, by its own names, which the longer form of a bitset brings with it. Since 5.7. */
export function parsePrivateFlags(privateFlags: Attributes): PrivateFlag[] {
  const bits = privateFlags.nested(PRIVATE_FLAGS.flags)?.nested(BITSET.bits);
  const flags = [...(bits?.each(BITS_BIT) ?? [])].flatMap((bit) => {
    const name = bit.text(BIT.name);
    return name === undefined || name === '' ? [] : [{ name, on: bit.bytes(BIT.value) !== undefined }];
  });
  return flags.slice(0, MOST_PRIVATE_FLAGS);
}
