import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ReversePathRow } from '../rtnetlinkRows.ts';
import { parseNetNetstat } from '../sources/netNetstat.ts';
import { isDeviceName } from '../text/deviceName.ts';

/**
 * /proc/sys/net/ipv4/conf/DEV/rp_filter: 0 off, 1 strict, 2 loose; the larger of the device's own and that of `all` holds. Unknown for a device that is
 * gone or has no IPv4, and where the value is none of these.
 * Source: https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git/tree/include/linux/inetdevice.h?h=v6.18 (IN_DEV_RPFILTER)
 */
export function readReversePath(devices: readonly string[], procRoot = '/proc'): ReversePathRow[] {
  const all = rpFilterOf(procRoot, 'all');
  return devices.filter(isDeviceName).map((device) => {
    const own = rpFilterOf(procRoot, device);
    return { device, own, effective: own === undefined || all === undefined ? undefined : Math.max(own, all) };
  });
}

function rpFilterOf(procRoot: string, name: string): number | undefined {
  try {
    const text = readFileSync(join(procRoot, 'sys/net/ipv4/conf', name, 'rp_filter'), 'latin1').trim();
    return /^[0-2]$/.test(text) ? Number(text) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * How many IPv4 packets the check threw away since the network namespace began: IPReversePathFilter of /proc/net/netstat. Undefined where it
 * cannot be read.
 */
export function readReversePathDrops(procRoot = '/proc'): number | undefined {
  try {
    return parseNetNetstat(readFileSync(join(procRoot, 'net/netstat'), 'latin1'))['TcpExt']?.['IPReversePathFilter'];
  } catch {
    return undefined;
  }
}
