import { bitByNameBytes } from '../ethtool/bitset.ts';
import type { EthtoolFamily } from '../ethtool/EthtoolFamily.ts';
import { CHANNELS, FEATURES, GET, HEADER, HEADER_ATTR, RINGS, SET, STRINGSET_ID } from '../ethtool/numbers.ts';
import { coalesceType, parseChannels, parseCoalesce, parseFeatures, parseRings } from '../ethtool/sections.ts';
import type { StringSet } from '../ethtool/stringSets.ts';
import type { Adjustable } from '../linkRows.ts';
import type { Attributes } from '../netlink/Attributes.ts';
import { u8Bytes, u32Bytes } from '../netlink/attributeBytes.ts';
import type { NetlinkDialogue } from '../netlink/NetlinkDialogue.ts';
import type { EthtoolPlace } from './settingPlace.ts';

/** What a device says of one setting; without `value` its driver does not have it. */
export interface SettingLook {
  /** `512`, or `on` and `off`. */
  readonly value?: string | undefined;
  /** The largest that its driver takes. */
  readonly max?: number | undefined;
  /** Nobody can change it. */
  readonly fixed?: boolean | undefined;
}

/** Whom to ask. */
export interface EthtoolTalk {
  readonly family: EthtoolFamily;
  readonly dialogue: NetlinkDialogue;
  readonly device: string;
}

const WHAT = { rings: 'rings', channels: 'channels', coalesce: 'coalescing', features: 'features' } as const;
const ON_OFF: readonly string[] = ['off', 'on'];
/** Attributes of RINGS_SET and CHANNELS_SET by their words. */
const COUNT_TYPES = {
  rings: { rx: RINGS.rx, 'rx-mini': RINGS.rxMini, 'rx-jumbo': RINGS.rxJumbo, tx: RINGS.tx },
  channels: { combined: CHANNELS.combined, rx: CHANNELS.rx, tx: CHANNELS.tx },
} as const;

/** What `ethtool -g`, `-l`, `-c` or `-k` says of one setting of one device. */
export async function lookAt(talk: EthtoolTalk, place: EthtoolPlace): Promise<SettingLook> {
  const { family, dialogue, device } = talk;
  const names = place.section === 'features' ? await family.strings(dialogue) : undefined;
  let look: SettingLook = {};
  await family.settings(dialogue, {
    what: WHAT[place.section],
    command: GET[place.section],
    device,
    take: (attributes) => {
      // The kernel also finds a device by its other names; those are not what was asked for.
      if (attributes.nested(HEADER)?.text(HEADER_ATTR.devName) !== device) return;
      look = lookOf(place, attributes, names?.get(STRINGSET_ID.features));
    },
  });
  return look;
}

function lookOf({ section, word }: EthtoolPlace, attributes: Attributes, names?: StringSet): SettingLook {
  switch (section) {
    case 'rings': {
      const { rx, rxMini, rxJumbo, tx } = parseRings(attributes);
      return counted({ rx, 'rx-mini': rxMini, 'rx-jumbo': rxJumbo, tx }[word]);
    }
    case 'channels': {
      const { combined, rx, tx } = parseChannels(attributes);
      return counted({ combined, rx, tx }[word]);
    }
    case 'coalesce': {
      const value = parseCoalesce(attributes).find(({ name }) => name === word)?.value;
      return { value: typeof value === 'boolean' ? ON_OFF[Number(value)] : value?.toString() };
    }
    case 'features': {
      const feature = parseFeatures(attributes, names ?? new Map())?.find(({ name }) => name === word);
      return feature === undefined ? {} : { value: ON_OFF[Number(feature.on)], fixed: feature.fixed };
    }
  }
}

function counted({ current, max }: Adjustable = {}): SettingLook {
  return current === undefined ? {} : { value: String(current), max };
}

/** Asks the device to change it: what it takes of it, and rounds, a look tells. `value` has the form that `lookAt` gives. */
export async function change(
  { family, dialogue, device }: EthtoolTalk,
  place: EthtoolPlace,
  value: string,
): Promise<void> {
  const { section } = place;
  const attributes = [attributeOf(place, value)];
  await family.change(dialogue, { what: WHAT[section], command: SET[section], device, attributes });
}

function attributeOf({ section, word }: EthtoolPlace, value: string): Uint8Array {
  if (section === 'features') return bitByNameBytes(FEATURES.wanted, word, value === 'on');
  const types: Readonly<Record<string, number>> = section === 'coalesce' ? {} : COUNT_TYPES[section];
  const type = types[word] ?? coalesceType(word) ?? 0;
  const place = ON_OFF.indexOf(value);
  return place < 0 ? u32Bytes(type, Number(value)) : u8Bytes(type, place);
}
