import { KernelError } from '../KernelError.ts';
import type { InterfaceProblem } from '../linkRows.ts';
import type { Attributes } from '../netlink/Attributes.ts';
import type { NetlinkDialogue } from '../netlink/NetlinkDialogue.ts';
import type { EthtoolFamily } from './EthtoolFamily.ts';
import type { InterfaceDraft, InterfaceDrafts } from './InterfaceDrafts.ts';
import { parseEee, parseFec, parseModes, parsePrivateFlags } from './linkModes.ts';
import { GET, HEADER, STRINGSET_ID } from './numbers.ts';
import {
  parseChannels,
  parseCoalesce,
  parseFeatures,
  parseLinkInfo,
  parseLinkModes,
  parseLinkState,
  parsePause,
  parseRings,
} from './sections.ts';
import type { StringSet } from './stringSets.ts';

const NO_NAMES: StringSet = new Map();

/** One kind of settings: what to ask, and what its answer says of a device. */
interface Section {
  readonly what: string;
  readonly command: number;
  readonly note: (draft: InterfaceDraft, attributes: Attributes) => void;
  /** Whether the answer has to bring the names of its bits. */
  readonly named?: boolean;
  readonly counted?: boolean;
}

function sectionsOf(strings: SettingsReading['strings']): Section[] {
  const section = (what: string, command: number, note: Section['note']): Section => ({ what, command, note });
  const featureNames = strings.get(STRINGSET_ID.features);
  const modeNames = strings.get(STRINGSET_ID.linkModes) ?? NO_NAMES;
  const features = section('features', GET.features, (draft, from) => {
    draft.features = parseFeatures(from, featureNames ?? NO_NAMES);
  });
  const fec = section('FEC', GET.fec, (draft, from) => {
    draft.fec = parseFec(from, modeNames);
  });
  const privateFlags = section('private flags', GET.privateFlags, (draft, from) => {
    draft.privateFlags = parsePrivateFlags(from);
  });
  return [
    section('link state', GET.linkstate, (draft, from) => {
      draft.link = { ...draft.link, ...parseLinkState(from) };
    }),
    section('link modes', GET.linkmodes, (draft, from) => {
      draft.link = { ...draft.link, ...parseLinkModes(from), ...parseModes(from, modeNames) };
    }),
    section('link info', GET.linkinfo, (draft, from) => {
      draft.link = { ...draft.link, ...parseLinkInfo(from) };
    }),
    section('rings', GET.rings, (draft, from) => {
      draft.rings = parseRings(from);
    }),
    section('channels', GET.channels, (draft, from) => {
      draft.channels = parseChannels(from);
    }),
    section('coalescing', GET.coalesce, (draft, from) => {
      draft.coalesce = parseCoalesce(from);
    }),
    section('pause', GET.pause, (draft, from) => {
      draft.pause = parsePause(from);
    }),
    ...(featureNames === undefined ? [] : [features]),
    { ...fec, counted: true },
    section('EEE', GET.eee, (draft, from) => {
      draft.eee = parseEee(from, modeNames);
    }),
    { ...privateFlags, named: true },
  ];
}

export interface SettingsReading {
  readonly dialogue: NetlinkDialogue;
  readonly family: EthtoolFamily;
  readonly drafts: InterfaceDrafts;
  /** The kernel's names by their set. Without those of features these are left out. */
  readonly strings: ReadonlyMap<number, StringSet>;
}

/**
 * The settings of all devices of this network namespace, into `drafts`: one dump of each kind, in which the kernel passes by the
 * devices whose drivers do not support it. What could not be read at all is told.
 *
 * A device that is gone while its driver is asked can end a dump (ENODEV): the rest is then asked for one by one.
 * Source: https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git/tree/net/ethtool/netlink.c?h=v6.18 (ethnl_default_dumpit)
 */
export async function readSettings(reading: SettingsReading): Promise<InterfaceProblem[]> {
  const problems: InterfaceProblem[] = [];
  for (const section of sectionsOf(reading.strings)) {
    const reason = await readSection(reading, section);
    if (reason !== undefined) problems.push({ what: section.what, reason });
  }
  return problems;
}

async function readSection(reading: SettingsReading, section: Section): Promise<string | undefined> {
  const seen = new Set<number>();
  try {
    const { interrupted, damaged } = await ask(reading, section, { seen });
    if (interrupted) return 'part of the answer was lost: devices may be missing';
    return damaged === 0 ? undefined : `${damaged} messages of the kernel could not be understood in full`;
  } catch (cause) {
    if (!(cause instanceof KernelError)) throw cause;
    if (cause.code !== 'vanished') return cause.message;
    return readOneByOne(reading, section, seen);
  }
}

async function readOneByOne(
  reading: SettingsReading,
  section: Section,
  seen: Set<number>,
): Promise<string | undefined> {
  let reason: string | undefined;
  for (const { ifindex } of reading.drafts.list()) {
    if (seen.has(ifindex)) continue;
    try {
      await ask(reading, section, { seen, ifindex });
    } catch (cause) {
      if (!(cause instanceof KernelError)) throw cause;
      if (cause.code !== 'vanished' && cause.code !== 'unsupported') reason = cause.message;
    }
  }
  return reason;
}

/** Of one device, or of all. */
function ask(
  { dialogue, family, drafts }: SettingsReading,
  { what, command, note, named = false, counted = false }: Section,
  { seen, ifindex }: { readonly seen: Set<number>; readonly ifindex?: number },
) {
  return family.settings(dialogue, {
    what,
    command,
    ifindex,
    named,
    counted,
    take: (attributes) => {
      const draft = drafts.of(attributes.nested(HEADER));
      if (draft === undefined) return;
      seen.add(draft.ifindex);
      note(draft, attributes);
    },
  });
}
