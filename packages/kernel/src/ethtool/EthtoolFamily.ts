import type { Attributes } from '../netlink/Attributes.ts';
import { nestedBytes, textBytes, u32Bytes } from '../netlink/attributeBytes.ts';
import type { DumpHealth } from '../netlink/DumpReader.ts';
import { DUMP_TALLIES, type DumpTally } from '../netlink/DumpTally.ts';
import { NetlinkDialogue } from '../netlink/NetlinkDialogue.ts';
import { NetlinkSocket, type PatientChannel } from '../netlink/NetlinkSocket.ts';
import { NETLINK_GENERIC } from '../netlink/wire.ts';
import { bitsetBytes } from './bitset.ts';
import { GenericFamily } from './GenericFamily.ts';
import {
  ALL_STATS_GROUPS,
  ETHTOOL_FAMILY,
  ETHTOOL_VERSION,
  FLAG,
  GET,
  HEADER,
  HEADER_ATTR,
  STATS,
  STATS_GROUPS,
  STATS_HEADER,
  STRINGSET_ID,
} from './numbers.ts';
import { GROUPS } from './standardStatistics.ts';
import { readStringSets, type StringSet } from './stringSets.ts';

const PATH = 'NETLINK_GENERIC';
const TIMEOUT_MS = 2000;
const OLDEST_SETS = [STRINGSET_ID.features, STRINGSET_ID.linkModes];

type Take = (attributes: Attributes) => void;
const ignored: Take = () => {};

export interface EthtoolChange {
  readonly what: string;
  readonly command: number;
  readonly device: string;
  readonly attributes: readonly Uint8Array[];
}

/** What the ethtool family of generic netlink is asked here; the kernel has it since 5.6, statistics since 5.13, of pause since 5.9. */
export class EthtoolFamily {
  readonly #family = new GenericFamily(ETHTOOL_FAMILY, ETHTOOL_VERSION);
  readonly #connect: () => PatientChannel;
  readonly #tally: DumpTally;
  #strings: ReadonlyMap<number, StringSet> | undefined;

  constructor(connect: () => PatientChannel = connectToKernel, tally: DumpTally = DUMP_TALLIES.ethtool) {
    this.#connect = connect;
    this.#tally = tally;
  }

  /** Whether the kernel has answered to its name. */
  get isKnown(): boolean {
    return this.#family.isKnown;
  }

  /** Runs questions on a socket of their own, which is given back at the end. */
  async talk<T>(questions: (dialogue: NetlinkDialogue) => Promise<T>): Promise<T> {
    const dialogue = new NetlinkDialogue(this.#connect, this.#tally);
    try {
      return await questions(dialogue);
    } finally {
      dialogue.close();
    }
  }

  /** The kernel's own names of features, link modes and statistics. */
  async strings(dialogue: NetlinkDialogue): Promise<ReadonlyMap<number, StringSet>> {
    this.#strings ??= await this.#readStrings(dialogue);
    return this.#strings;
  }

  /** A kernel of before 5.13 refuses sets that it does not have: then those of 5.6 alone. */
  async #readStrings(dialogue: NetlinkDialogue): Promise<ReadonlyMap<number, StringSet>> {
    try {
      const ids = [...OLDEST_SETS, ...GROUPS.map(({ strings }) => strings)];
      return await readStringSets(dialogue, this.#family, ids);
    } catch (cause) {
      if (!this.isKnown) throw cause;
      return readStringSets(dialogue, this.#family, OLDEST_SETS);
    }
  }

  /** The settings of one kind, of one device or of all. */
  settings(
    dialogue: NetlinkDialogue,
    question: {
      readonly what: string;
      readonly command: number;
      readonly ifindex?: number | undefined;
      /** The same by name. */
      readonly device?: string;
      /** Bitsets in the longer form, with the name of each bit: for names that only one driver has. */
      readonly named?: boolean;
      /** With the counters that belong to these settings; asked only of kinds that are younger than counters (5.9). */
      readonly counted?: boolean;
      readonly take: Take;
    },
  ): Promise<DumpHealth> {
    const { what, command, ifindex, device, named = false, counted = false, take } = question;
    const flags = (named ? 0 : FLAG.compactBitsets) | (counted ? FLAG.stats : 0);
    const one = [
      ...(ifindex === undefined ? [] : [u32Bytes(HEADER_ATTR.devIndex, ifindex)]),
      ...(device === undefined ? [] : [textBytes(HEADER_ATTR.devName, device)]),
    ];
    const header = nestedBytes(HEADER, [...one, u32Bytes(HEADER_ATTR.flags, flags)]);
    const kind = one.length === 0 ? 'dump' : 'get';
    return this.#family.ask(dialogue, { what, command, kind, attributes: [header], take });
  }

  /** Changes settings of one kind of one device. Needs CAP_NET_ADMIN in its namespace. */
  change(dialogue: NetlinkDialogue, { what, command, device, attributes }: EthtoolChange): Promise<DumpHealth> {
    const header = nestedBytes(HEADER, [
      textBytes(HEADER_ATTR.devName, device),
      u32Bytes(HEADER_ATTR.flags, FLAG.omitReply),
    ]);
    return this.#family.ask(dialogue, {
      what,
      command,
      kind: 'set',
      attributes: [header, ...attributes],
      take: ignored,
    });
  }

  /** Pause settings and counters of all devices. */
  pauseStatistics(dialogue: NetlinkDialogue, take: Take): Promise<DumpHealth> {
    const header = nestedBytes(HEADER, [u32Bytes(HEADER_ATTR.flags, FLAG.stats)]);
    return this.#family.ask(dialogue, {
      what: 'pause statistics',
      command: GET.pause,
      kind: 'dump',
      attributes: [header],
      take,
    });
  }

  /** Statistics of all devices and all groups. */
  standardStatistics(dialogue: NetlinkDialogue, take: Take): Promise<DumpHealth> {
    const header = nestedBytes(STATS_HEADER, [u32Bytes(HEADER_ATTR.flags, FLAG.compactBitsets)]);
    const groups = bitsetBytes(STATS.groups, STATS_GROUPS, ALL_STATS_GROUPS);
    return this.#family.ask(dialogue, {
      what: 'statistics',
      command: GET.stats,
      kind: 'dump',
      attributes: [header, groups],
      take,
    });
  }
}

/** In this process's network namespace. */
function connectToKernel(): PatientChannel {
  return new NetlinkSocket(NETLINK_GENERIC, { path: PATH, timeoutMs: TIMEOUT_MS });
}
