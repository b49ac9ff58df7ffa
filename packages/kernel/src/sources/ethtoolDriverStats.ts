import { join } from 'node:path';
import { planStatistics, type StatisticsPlan, statisticRows } from '../ethtool/driverStatistics.ts';
import { EthtoolIoctl } from '../ethtool/EthtoolIoctl.ts';
import { KernelError } from '../KernelError.ts';
import type { DriverStatisticRow } from '../linkRows.ts';
import { devicesIn, type ListedDevice } from '../machine/devicesIn.ts';
import { OneAtATime } from '../OneAtATime.ts';
import type { Roots, Source } from '../Source.ts';

/** Bounds what one read costs; devices with hardware come first. */
const MOST_DEVICES = 16;
/** What all devices together may bring. */
const MOST_ROWS = 512;
/** Names stay while their number does; to be sure they are read anew this often, and of a driver without statistics asked again. */
const NAMES_REFRESH_MS = 60_000;

/** What is used of EthtoolIoctl. */
type DriverCalls = Pick<EthtoolIoctl, 'indexOf' | 'statisticNames' | 'statisticValues' | 'close'>;

interface Known {
  readonly device: string;
  readonly plan: StatisticsPlan;
  readonly readAt: number;
}

/**
 * The statistics that drivers keep for themselves, as `ethtool -S` prints them, by SIOCETHTOOL. Counters mostly, of what their names say;
 * names, meanings and units are the driver's. A driver that keeps none has no rows. Reading waits for the rtnl lock, and with some
 * hardware for milliseconds: it runs on Node's threadpool.
 *
 * Source: https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git/tree/net/ethtool/ioctl.c?h=v6.18 (ethtool_get_stats)
 */
export function openEthtoolDriverStats(
  roots: Roots,
  open: () => DriverCalls = () => new EthtoolIoctl(),
): Source<readonly DriverStatisticRow[]> {
  const path = join(roots.sysRoot, 'class/net');
  const turn = new OneAtATime('SIOCETHTOOL');
  const known = new Map<number, Known>();
  return {
    path,
    read: (timeoutMs) => turn.run(timeoutMs, () => readStatistics(devicesIn(roots.sysRoot), known, open())),
    close: () => known.clear(),
  };
}

/** `known` remembers by index how the names of a device were read the last time. */
async function readStatistics(
  devices: readonly ListedDevice[],
  known: Map<number, Known>,
  ioctl: DriverCalls,
): Promise<DriverStatisticRow[]> {
  const rows: DriverStatisticRow[] = [];
  const here = new Set<number>();
  try {
    for (const { device } of devices.slice(0, MOST_DEVICES)) {
      const index = ioctl.indexOf(device);
      if (index === undefined) continue;
      here.add(index);
      const read = await statisticsOf(ioctl, device, known.get(index));
      // Under this name there may be another device by now.
      if (read === undefined || ioctl.indexOf(device) !== index) known.delete(index);
      else {
        known.set(index, read.known);
        rows.push(...statisticRows(device, read.known.plan, read.values));
      }
    }
  } finally {
    ioctl.close();
  }
  for (const index of known.keys()) if (!here.has(index)) known.delete(index);
  return rows.slice(0, MOST_ROWS);
}

/** Undefined for a device that is gone, or whose statistics were changed meanwhile. */
async function statisticsOf(
  ioctl: DriverCalls,
  device: string,
  before: Known | undefined,
): Promise<{ readonly known: Known; readonly values: Float64Array } | undefined> {
  try {
    const now = performance.now();
    const isFresh = before !== undefined && before.device === device && now - before.readAt < NAMES_REFRESH_MS;
    const known = isFresh ? before : { device, plan: planStatistics(await namesOf(ioctl, device)), readAt: now };
    const { count } = known.plan;
    return { known, values: count === 0 ? new Float64Array() : await ioctl.statisticValues(device, count) };
  } catch (cause) {
    if (cause instanceof KernelError && cause.code === 'vanished') return undefined;
    throw cause;
  }
}

/** None of a driver that keeps none, or knows nothing of ethtool. */
async function namesOf(ioctl: DriverCalls, device: string): Promise<Uint8Array> {
  try {
    return await ioctl.statisticNames(device);
  } catch (cause) {
    if (cause instanceof KernelError && cause.code === 'unsupported') return new Uint8Array();
    throw cause;
  }
}
