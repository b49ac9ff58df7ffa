import type { Attributes } from '../netlink/Attributes.ts';
import { nestedBytes, u32Bytes } from '../netlink/attributeBytes.ts';
import type { NetlinkDialogue } from '../netlink/NetlinkDialogue.ts';
import type { GenericFamily } from './GenericFamily.ts';
import { GET, HEADER, STRING, STRINGS_STRING, STRINGSET, STRINGSETS_STRINGSET, STRSET } from './numbers.ts';

/** The strings of one set by their numbers. */
export type StringSet = ReadonlyMap<number, string>;

/** STRSET: the strings of each set by the set's number. Strings without a number are passed by. */
export function parseStringSets(strset: Attributes): Map<number, StringSet> {
  const sets = new Map<number, StringSet>();
  for (const set of strset.nested(STRSET.stringsets)?.each(STRINGSETS_STRINGSET) ?? []) {
    const id = set.u32(STRINGSET.id);
    if (id === undefined) continue;
    const strings = new Map<number, string>();
    for (const string of set.nested(STRINGSET.strings)?.each(STRINGS_STRING) ?? []) {
      const index = string.u32(STRING.index);
      const value = string.text(STRING.value);
      if (index !== undefined && value !== undefined) strings.set(index, value);
    }
    sets.set(id, strings);
  }
  return sets;
}

/** Sets that are the same for all devices: the kernel's own names, which do not change while it runs. */
export async function readStringSets(
  dialogue: NetlinkDialogue,
  family: GenericFamily,
  ids: readonly number[],
): Promise<Map<number, StringSet>> {
  const sets = new Map<number, StringSet>();
  const wanted = ids.map((id) => nestedBytes(STRINGSETS_STRINGSET, [u32Bytes(STRINGSET.id, id)]));
  await family.ask(dialogue, {
    what: 'string sets',
    command: GET.strset,
    kind: 'get',
    attributes: [nestedBytes(HEADER, []), nestedBytes(STRSET.stringsets, wanted)],
    take: (attributes) => {
      for (const [id, set] of parseStringSets(attributes)) sets.set(id, set);
    },
  });
  return sets;
}
