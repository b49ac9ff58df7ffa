import { AttributeTable } from '../netlink/AttributeTable.ts';
import { addressText } from '../netlink/addressText.ts';
import { known } from '../netlink/known.ts';
import { AF_INET, AF_INET6 } from '../netlink/wire.ts';
import type { AddressRow } from '../rtnetlinkRows.ts';
import { readDeviceNames } from './links.ts';
import type { Rtnetlink, RtTable } from './Rtnetlink.ts';
import { IFA, IFADDRMSG_BYTES, RTM_GETADDR, RTM_NEWADDR } from './wire.ts';

const ADDRESSES: RtTable = {
  name: 'RTM_GETADDR',
  request: RTM_GETADDR,
  entry: RTM_NEWADDR,
  headerBytes: IFADDRMSG_BYTES,
};
/** IFA_F_*, the gravest first. */
const TROUBLES = [
  [0x08, 'dadfailed'],
  [0x40, 'tentative'],
  [0x20, 'deprecated'],
] as const;

/** The IPv4 and IPv6 addresses of all devices, at most `most`, in the kernel's order. Fails with a KernelError. */
export async function readAddresses(rtnetlink: Rtnetlink, most: number): Promise<AddressRow[]> {
  const names = await readDeviceNames(rtnetlink);
  const { bytes, words } = rtnetlink.buffer;
  const attributes = new AttributeTable(rtnetlink.buffer, IFA.flags);
  let rows: AddressRow[] = [];
  const visit = (at: number, end: number): boolean => {
    const family = bytes[at];
    const device = names.get(words[(at + 4) >> 2] ?? 0);
    if ((family !== AF_INET && family !== AF_INET6) || device === undefined || rows.length >= most) return true;
    const whole = attributes.read(at + IFADDRMSG_BYTES, end);
    // On a point-to-point device IFA_ADDRESS is the other end.
    const address = attributes.bytes(attributes.has(IFA.local) ? IFA.local : IFA.address);
    if (address.length !== (family === AF_INET ? 4 : 16)) return false;
    const flags = known(attributes.u32(IFA.flags)) ?? bytes[at + 2] ?? 0;
    rows.push({
      device,
      family: family === AF_INET ? 'ipv4' : 'ipv6',
      address: addressText(address),
      prefixLength: bytes[at + 1] ?? 0,
      trouble: TROUBLES.find(([bit]) => (flags & bit) !== 0)?.[1],
    });
    return whole;
  };
  await rtnetlink.dump(ADDRESSES, visit, () => {
    rows = [];
  });
  return rows;
}
