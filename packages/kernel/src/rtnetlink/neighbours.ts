import { AF_INET, AF_INET6 } from '../netlink/wire.ts';
import type { IpFamily, NeighRow } from '../rtnetlinkRows.ts';
import { readDeviceNames } from './links.ts';
import type { Rtnetlink, RtTable } from './Rtnetlink.ts';
import { NDMSG_BYTES, RTM_GETNEIGH, RTM_NEWNEIGH } from './wire.ts';

export const NEIGHBOURS: RtTable = {
  name: 'RTM_GETNEIGH',
  request: RTM_GETNEIGH,
  entry: RTM_NEWNEIGH,
  headerBytes: NDMSG_BYTES,
};
/** By the number of its bit, NUD_*. */
export const NEIGH_STATES = [
  'incomplete',
  'reachable',
  'stale',
  'delay',
  'probe',
  'failed',
  'noarp',
  'permanent',
] as const;
const NUD_PERMANENT = 0x80;
/** A program keeps it (a switch driver, a routing daemon); the kernel never collects it. */
const NTF_EXT_LEARNED = 0x10;
/** Each device takes about ten series for each family: beyond so many they are counted together. */
const MOST_DEVICES = 48;
const WIDTH = NEIGH_STATES.length + 1;
const COLLECTABLE = NEIGH_STATES.length;

/**
 * The neighbours of this namespace by device, family and state. They are counted in place: ten thousand of them make no object each. A neighbour
 * that is of no state yet is counted among the collectable ones alone. Fails with a KernelError.
 */
export async function countNeighbours(rtnetlink: Rtnetlink): Promise<NeighRow[]> {
  const names = await readDeviceNames(rtnetlink);
  const { bytes, words } = rtnetlink.buffer;
  const counts = new Map<number, Uint32Array>();
  const visit = (at: number): boolean => {
    const family = bytes[at];
    if (family !== AF_INET && family !== AF_INET6) return true;
    const key = (words[(at + 4) >> 2] ?? 0) * 2 + (family === AF_INET6 ? 1 : 0);
    let count = counts.get(key);
    if (count === undefined) {
      count = new Uint32Array(WIDTH);
      counts.set(key, count);
    }
    const state = (words[(at + 8) >> 2] ?? 0) & 0xffff;
    const place = state === 0 ? -1 : 31 - Math.clz32(state);
    if (place >= 0 && place < COLLECTABLE) count[place] = (count[place] ?? 0) + 1;
    const kept = (state & NUD_PERMANENT) !== 0 || ((bytes[at + 10] ?? 0) & NTF_EXT_LEARNED) !== 0;
    if (!kept) count[COLLECTABLE] = (count[COLLECTABLE] ?? 0) + 1;
    return true;
  };
  await rtnetlink.dump(NEIGHBOURS, visit, () => counts.clear());
  return rowsOf(counts, names);
}

function rowsOf(counts: ReadonlyMap<number, Uint32Array>, names: ReadonlyMap<number, string>): NeighRow[] {
  const fullest = [...counts].sort(([, a], [, b]) => total(b) - total(a));
  const rows: NeighRow[] = [];
  const rest = [new Uint32Array(WIDTH), new Uint32Array(WIDTH)] as const;
  for (const [key, count] of fullest) {
    const device = names.get(key >>> 1);
    if (device !== undefined && rows.length < MOST_DEVICES) rows.push(rowOf(device, familyOf(key), count));
    else
      for (const [at, more] of count.entries())
        rest[(key & 1) as 0 | 1][at] = (rest[(key & 1) as 0 | 1][at] ?? 0) + more;
  }
  for (const [key, count] of rest.entries()) if (total(count) > 0) rows.push(rowOf('*', familyOf(key), count));
  return rows;
}

function total(count: Uint32Array): number {
  return count.reduce((sum, each) => sum + each, 0);
}

function familyOf(key: number): IpFamily {
  return (key & 1) === 1 ? 'ipv6' : 'ipv4';
}

function rowOf(device: string, family: IpFamily, count: Uint32Array): NeighRow {
  const at = (place: number) => count[place] ?? 0;
  return {
    device,
    family,
    incomplete: at(0),
    reachable: at(1),
    stale: at(2),
    delay: at(3),
    probe: at(4),
    failed: at(5),
    noarp: at(6),
    permanent: at(7),
    collectable: at(COLLECTABLE),
  };
}
