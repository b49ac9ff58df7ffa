import { errnoName } from '../errnoName.ts';
import { KernelError, type KernelErrorCode } from '../KernelError.ts';
import { addressOf, close, errno, ioctl, ioctlOnThread, socket } from '../libc.ts';
import type { InterfaceDriver } from '../linkRows.ts';
import { AF_UNIX } from '../netlink/wire.ts';
import { driverText } from '../text/driverText.ts';
import {
  ETHTOOL_GDRVINFO,
  ETHTOOL_GSSET_INFO,
  ETHTOOL_GSTATS,
  ETHTOOL_GSTRINGS,
  SIOCETHTOOL,
  STRING_BYTES,
  STRINGSET_ID,
} from './numbers.ts';

const PATH = 'SIOCETHTOOL';
const SIOCGIFINDEX = 0x8933;
const SOCK_DGRAM = 2;
const SOCK_CLOEXEC = 0o2000000;
/** struct ifreq on a 64-bit machine: a name of 16 bytes, then a union that begins with a number or a pointer. */
const IFREQ_BYTES = 40;
const IFREQ_UNION = 16;
/** struct ethtool_drvinfo: a command, then five texts of 32 bytes, of which the fifth is of no interest. */
const DRVINFO_BYTES = 196;
const DRVINFO_TEXT_BYTES = 32;
/** Bytes of struct ethtool_gstrings and ethtool_stats before their data. */
const STRINGS_HEADER_BYTES = 12;
const STATS_HEADER_BYTES = 8;
/** More than any driver has; it bounds what one device can make us hold. */
const MOST_STATISTICS = 16_384;
/**
 * The kernel writes as many names and numbers as the driver has at that moment, not as many as there is room for. Between two calls a
 * device may be given more queues: room is left for that, and what came with another count is not believed.
 */
const ROOM_FACTOR = 4;
const LEAST_ROOM = 1024;

const CODES: Readonly<Record<string, KernelErrorCode>> = {
  EOPNOTSUPP: 'unsupported',
  ENODEV: 'vanished',
  EPERM: 'permission',
};

/**
 * What only the older interface of ethtool tells: the driver, and its own statistics. In the network namespace that this process was in
 * when it was opened. Calls run on a thread of Node's pool, since they wait for the rtnl lock and may wait for hardware; one at a time.
 * No privilege is needed. Devices are known by name: check their index before and after.
 *
 * Source: https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git/tree/net/ethtool/ioctl.c?h=v6.18
 */
export class EthtoolIoctl {
  #fd: number;

  /** Fails with a KernelError. Close it when no call is under way. */
  constructor() {
    this.#fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (this.#fd < 0)
      throw new KernelError({ code: 'unreadable', operation: 'open', path: PATH, detail: errnoName(errno()) });
  }

  close(): void {
    if (this.#fd >= 0) close(this.#fd);
    this.#fd = -1;
  }

  /** SIOCGIFINDEX: the device that has this name now; undefined where none has. */
  indexOf(device: string): number | undefined {
    const request = ifreqOf(device);
    if (ioctl(this.#fd, SIOCGIFINDEX, request) !== 0) return undefined;
    return new DataView(request.buffer).getInt32(IFREQ_UNION, true);
  }

  /** ETHTOOL_GDRVINFO, as `ethtool -i` prints it. Fails with a KernelError: `unsupported`, `vanished`. */
  async driver(device: string): Promise<InterfaceDriver> {
    const info = new Uint8Array(new ArrayBuffer(DRVINFO_BYTES));
    await this.#ask(device, ETHTOOL_GDRVINFO, info);
    const text = (place: number) =>
      driverText(info.subarray(4 + place * DRVINFO_TEXT_BYTES, 4 + (place + 1) * DRVINFO_TEXT_BYTES));
    return { name: text(0), version: text(1), firmwareVersion: text(2), busInfo: text(3) };
  }

  /** ETHTOOL_GSSET_INFO: how many statistics the driver keeps; 0 where none. */
  async #statisticsCount(device: string): Promise<number> {
    const info = new Uint8Array(new ArrayBuffer(24));
    const view = new DataView(info.buffer);
    view.setBigUint64(8, 1n << BigInt(STRINGSET_ID.stats), true);
    await this.#ask(device, ETHTOOL_GSSET_INFO, info);
    // The kernel clears the bit of a set that the driver does not have.
    const count = view.getBigUint64(8, true) === 0n ? 0 : view.getUint32(16, true);
    if (count > MOST_STATISTICS)
      throw new KernelError({
        code: 'too-large',
        operation: 'read',
        path: pathOf(device),
        detail: `${count} statistics`,
      });
    return count;
  }

  /**
   * ETHTOOL_GSTRINGS: the names of the driver's statistics by their place, 32 bytes each; none where the driver keeps none. Fails with
   * a KernelError: `vanished` also when their number changed meanwhile.
   */
  async statisticNames(device: string): Promise<Uint8Array> {
    const count = await this.#statisticsCount(device);
    if (count === 0) return new Uint8Array();
    const strings = new Uint8Array(new ArrayBuffer(STRINGS_HEADER_BYTES + roomFor(count) * STRING_BYTES));
    const header = new DataView(strings.buffer);
    header.setUint32(4, STRINGSET_ID.stats, true);
    header.setUint32(8, count, true);
    await this.#ask(device, ETHTOOL_GSTRINGS, strings);
    if (header.getUint32(8, true) !== count) throw changed(device);
    return strings.subarray(STRINGS_HEADER_BYTES, STRINGS_HEADER_BYTES + count * STRING_BYTES);
  }

  /** ETHTOOL_GSTATS: the values behind so many names. Rounded above 2^53. Fails as `statisticNames`. */
  async statisticValues(device: string, count: number): Promise<Float64Array> {
    const stats = new Uint8Array(new ArrayBuffer(STATS_HEADER_BYTES + roomFor(count) * 8));
    const header = new DataView(stats.buffer);
    header.setUint32(4, count, true);
    await this.#ask(device, ETHTOOL_GSTATS, stats);
    if (header.getUint32(4, true) !== count) throw changed(device);
    return Float64Array.from(new BigUint64Array(stats.buffer, STATS_HEADER_BYTES, count), Number);
  }

  async #ask(device: string, command: number, data: Uint8Array<ArrayBuffer>): Promise<void> {
    new DataView(data.buffer).setUint32(0, command, true);
    const request = ifreqOf(device);
    new DataView(request.buffer).setBigUint64(IFREQ_UNION, addressOf(data), true);
    const { result, errno } = await ioctlOnThread(this.#fd, SIOCETHTOOL, request);
    // Reading it here keeps `data` alive until the kernel has written to it.
    if (result === 0 && data.length > 0) return;
    const detail = errnoName(errno);
    throw new KernelError({ code: CODES[detail] ?? 'unreadable', operation: 'read', path: pathOf(device), detail });
  }
}

function roomFor(count: number): number {
  return Math.max(count * ROOM_FACTOR, LEAST_ROOM);
}

function changed(device: string): KernelError {
  const detail = 'its statistics were changed meanwhile';
  return new KernelError({ code: 'vanished', operation: 'read', path: pathOf(device), detail });
}

function pathOf(device: string): string {
  return `${PATH} ${device}`;
}

function ifreqOf(device: string): Uint8Array<ArrayBuffer> {
  const request = new Uint8Array(new ArrayBuffer(IFREQ_BYTES));
  request.set(Buffer.from(device).subarray(0, IFREQ_UNION - 1));
  return request;
}
