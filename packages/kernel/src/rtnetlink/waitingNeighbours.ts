import { AttributeTable } from '../netlink/AttributeTable.ts';
import { addressText } from '../netlink/addressText.ts';
import { known } from '../netlink/known.ts';
import { AF_INET, AF_INET6 } from '../netlink/wire.ts';
import type { WaitingNeighbourRow } from '../rtnetlinkRows.ts';
import { readDeviceNames } from './links.ts';
import { NEIGHBOURS } from './neighbours.ts';
import type { Rtnetlink } from './Rtnetlink.ts';
import { NDA, NDMSG_BYTES } from './wire.ts';

/** NUD_*: those that do not answer, or not yet. */
const STATES: Readonly<Record<number, WaitingNeighbourRow['state']>> = { 1: 'incomplete', 16: 'probe', 32: 'failed' };
/** struct nda_cacheinfo counts in these (USER_HZ): confirmed, used, updated. */
const TICKS_PER_SECOND = 100;
const UPDATED = 8;

export interface WaitingNeighbours {
  readonly neighbours: readonly WaitingNeighbourRow[];
  /** How many there are, whether or not they are listed. */
  readonly total: number;
}

/** Neighbours that failed, or that the kernel asks for and has not heard from, at most `most`; others are passed by. Fails with a KernelError. */
export async function readWaitingNeighbours(rtnetlink: Rtnetlink, most: number): Promise<WaitingNeighbours> {
  const names = await readDeviceNames(rtnetlink);
  const { bytes, words } = rtnetlink.buffer;
  const attributes = new AttributeTable(rtnetlink.buffer, NDA.cacheinfo);
  let neighbours: WaitingNeighbourRow[] = [];
  let total = 0;
  const visit = (at: number, end: number): boolean => {
    const family = bytes[at];
    const state = STATES[(words[(at + 8) >> 2] ?? 0) & 0xffff];
    if (state === undefined || (family !== AF_INET && family !== AF_INET6)) return true;
    total++;
    const device = names.get(words[(at + 4) >> 2] ?? 0);
    if (device === undefined || neighbours.length >= most) return true;
    const whole = attributes.read(at + NDMSG_BYTES, end);
    const address = attributes.bytes(NDA.dst);
    if (address.length !== (family === AF_INET ? 4 : 16)) return false;
    const ticks = known(attributes.u32(NDA.cacheinfo, UPDATED));
    neighbours.push({
      address: addressText(address),
      device,
      family: family === AF_INET ? 'ipv4' : 'ipv6',
      state,
      linkAddress: linkAddressText(attributes.bytes(NDA.lladdr)),
      seconds: ticks === undefined ? undefined : ticks / TICKS_PER_SECOND,
    });
    return whole;
  };
  await rtnetlink.dump(NEIGHBOURS, visit, () => {
    neighbours = [];
    total = 0;
  });
  return { neighbours, total };
}

/** `02:00:00:00:00:05`; undefined where it has none, or one that is longer than any (32 bytes). */
function linkAddressText(bytes: Uint8Array): string | undefined {
  if (bytes.length === 0 || bytes.length > 32) return undefined;
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(':');
}
