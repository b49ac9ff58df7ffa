import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { devicesIn } from '../machine/devicesIn.ts';
import { OneAtATime } from '../OneAtATime.ts';
import { readNow } from '../readNow.ts';
import type { Roots, Source } from '../Source.ts';
import { excerpt, malformed } from '../text/lines.ts';
import { parseUnsigned } from '../text/numbers.ts';
import type { NetClassRow } from '../types.ts';
import { noteVanished } from '../vanished.ts';

const PATH = '/sys/class/net';
const IFF_UP = 1;
/** Bounds what one read costs on a host with hundreds of virtual devices; the oldest rows are refreshed first. */
const DEVICES_PER_READ = 64;
/** Speed, MTU and queue length are settings: they are read anew this often, and whenever the carrier changed. */
const SETTINGS_REFRESH_MS = 10_000;

/** The text of each attribute; undefined where the device has none or its driver cannot tell. */
export interface NetClassTexts {
  readonly mtu: string | undefined;
  readonly txQueueLen: string | undefined;
  readonly operstate: string | undefined;
  readonly flags: string | undefined;
  readonly carrierChanges: string | undefined;
  readonly speed: string | undefined;
}

/**
 * /sys/class/net/DEV: the attributes that bound or explain a device's counters.
 *
 * `speed` is in Mbit/s, -1 or an error (EINVAL) where unknown; asking for it takes the rtnl lock and may enter the driver. The other
 * attributes are read without a lock. carrier_changes exists since 3.15.
 * Source: https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git/tree/net/core/net-sysfs.c?h=v6.18
 */
export function parseSysClassNet(device: string, texts: NetClassTexts): NetClassRow {
  return {
    device,
    speedMbit: texts.speed?.trim() === '-1' ? undefined : unsigned(device, texts.speed),
    mtuBytes: unsigned(device, texts.mtu),
    txQueueLen: unsigned(device, texts.txQueueLen),
    up: upOf(device, texts),
    carrierChanges: unsigned(device, texts.carrierChanges),
  };
}

function unsigned(device: string, text: string | undefined): number | undefined {
  return text === undefined ? undefined : parseUnsigned(join(PATH, device), text.replace(/\n$/, ''));
}

function upOf(device: string, { operstate, flags }: NetClassTexts): number | undefined {
  const state = operstate?.replace(/\n$/, '');
  if (state === undefined) return undefined;
  if (state === 'up') return 1;
  if (state !== 'unknown') return 0;
  if (flags === undefined) return undefined;
  if (!/^0x[0-9a-f]{1,8}\n?$/.test(flags)) throw malformed(join(PATH, device), `flags are ${excerpt(flags)}`);
  return (Number.parseInt(flags, 16) & IFF_UP) === 0 ? 0 : 1;
}

type Settings = Pick<NetClassTexts, 'mtu' | 'txQueueLen' | 'speed'>;
type Conditions = Omit<NetClassTexts, keyof Settings>;

interface Known {
  readonly row: NetClassRow;
  readonly readAt: number;
  readonly carrierChanges: string | undefined;
  readonly settings: Settings;
  readonly settingsAt: number;
}

export function openSysClassNet(roots: Roots): Source<readonly NetClassRow[]> {
  const folder = join(roots.sysRoot, 'class/net');
  const turn = new OneAtATime(folder);
  const known = new Map<string, Known>();
  return {
    path: folder,
    read: (timeoutMs) => turn.run(timeoutMs, () => readDevices(roots.sysRoot, known)),
    close: () => known.clear(),
  };
}

async function readDevices(sysRoot: string, known: Map<string, Known>): Promise<NetClassRow[]> {
  const folder = join(sysRoot, 'class/net');
  const devices = devicesIn(sysRoot).map(({ device }) => device);
  for (const device of known.keys()) if (!devices.includes(device)) known.delete(device);
  const age = (device: string) => known.get(device)?.readAt ?? Number.NEGATIVE_INFINITY;
  const due = devices.toSorted((a, b) => age(a) - age(b)).slice(0, DEVICES_PER_READ);
  await Promise.all(due.map((device) => refresh(folder, device, known)));
  return devices.flatMap((device) => known.get(device)?.row ?? []);
}

async function refresh(folder: string, device: string, known: Map<string, Known>): Promise<void> {
  const path = join(folder, device);
  const readAt = performance.now();
  const conditions = readConditions(path);
  if (conditions.operstate === undefined) {
    noteVanished('devices');
    known.delete(device);
    return;
  }
  const { carrierChanges } = conditions;
  const before = known.get(device);
  const stale =
    before === undefined ||
    before.carrierChanges !== carrierChanges ||
    readAt - before.settingsAt > SETTINGS_REFRESH_MS;
  const settings = stale ? await readSettings(path) : before.settings;
  const row = parseSysClassNet(device, { ...conditions, ...settings });
  known.set(device, { row, readAt, carrierChanges, settings, settingsAt: stale ? readAt : before.settingsAt });
}

function readConditions(path: string): Conditions {
  const operstate = readNow(`${path}/operstate`);
  return {
    operstate,
    flags: operstate === 'unknown\n' ? readNow(`${path}/flags`) : undefined,
    carrierChanges: readNow(`${path}/carrier_changes`),
  };
}

async function readSettings(path: string): Promise<Settings> {
  return {
    mtu: readNow(`${path}/mtu`),
    txQueueLen: readNow(`${path}/tx_queue_len`),
    speed: await readFile(`${path}/speed`, 'latin1').catch(() => undefined),
  };
}
