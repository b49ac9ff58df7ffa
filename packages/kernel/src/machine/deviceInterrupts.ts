import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { devicesIn } from './devicesIn.ts';

/** Which interrupt lines belong to network devices. */
export interface DeviceInterrupts {
  /** Whether there is any hardware to have them; a container sees only virtual devices. */
  readonly possible: boolean;
  /** The device whose line this is; undefined for any other line, and where it cannot be told. */
  readonly ownerOf: (irq: number, handlers: readonly string[]) => string | undefined;
}

/** A network device with hardware behind it. */
interface Hardware {
  readonly device: string;
  /** What its driver may have called it: by the interface or by the bus (`virtio2`, `30be0000.ethernet`). */
  readonly names: readonly string[];
  readonly irqs: readonly number[];
}

/** More than any machine has of hardware; it bounds one read. */
const MOST_DEVICES = 512;
/** A virtio device has no interrupts of its own: those of the PCI function that carries it, and nothing else, are its. */
const VIRTIO = /^virtio\d+$/;

/**
 * The lines are those of the hardware device behind the interface: its message-signalled interrupts
 * (/sys/class/net/DEV/device/msi_irqs, since 3.2) or its one classic line (…/device/irq). Hardware that lists none there (a
 * platform device, Xen) is known by the handler's name, which then begins with or holds the interface or bus name.
 *
 * Names alone prove nothing where there is a list: `virtio3-rx` may be a socket of the hypervisor's, and a driver keeps the
 * name that an interface had before it was renamed. Several interfaces on one function (ports, representors) are told apart
 * by the handler's name; where that fails, the owner is unknown.
 * Source: https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git/tree/Documentation/ABI/testing/sysfs-bus-pci?h=v6.18
 */
export function readDeviceInterrupts(sysRoot: string): DeviceInterrupts {
  const hardware = hardwareIn(sysRoot);
  const listed = new Map<number, Hardware[]>();
  for (const each of hardware) for (const irq of each.irqs) listed.set(irq, [...(listed.get(irq) ?? []), each]);
  const unlisted = hardware.filter(({ irqs }) => irqs.length === 0);
  return {
    possible: hardware.length > 0,
    ownerOf: (irq, handlers) => {
      const owners = listed.get(irq) ?? [];
      const [only] = owners;
      if (owners.length === 1 && handlers.length === 1) return only?.device;
      const candidates = owners.length === 0 ? unlisted : owners.map(({ device }) => ({ device, names: [device] }));
      const named = new Set(handlers.map((handler) => namedBy(handler, candidates)));
      return named.size === 1 ? [...named][0] : undefined;
    },
  };
}

function hardwareIn(sysRoot: string): Hardware[] {
  const folder = join(sysRoot, 'class/net');
  const devices = devicesIn(sysRoot).filter(({ physical }) => physical !== false);
  return devices.slice(0, MOST_DEVICES).flatMap(({ device }) => {
    const path = hardwarePath(folder, device);
    return path === undefined ? [] : { device, names: [device, basename(path)], irqs: irqsOf(path) };
  });
}

/** Nothing where there is no such folder. */
function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** …/0000:00:03.0/virtio2 for …/0000:00:03.0/virtio2/net/eth0; undefined for /sys/devices/virtual/net/lo. */
function hardwarePath(folder: string, device: string): string | undefined {
  try {
    const net = dirname(resolve(folder, readlinkSync(join(folder, device))));
    return basename(net) === 'net' && basename(dirname(net)) !== 'virtual' ? dirname(net) : undefined;
  } catch {
    // The device has gone.
    return undefined;
  }
}

function irqsOf(path: string): number[] {
  const carrier = VIRTIO.test(basename(path)) ? dirname(path) : path;
  const listed = namesIn(join(carrier, 'msi_irqs')).filter((name) => /^\d{1,9}$/.test(name));
  if (listed.length > 0) return listed.map(Number);
  try {
    const irq = readFileSync(join(carrier, 'irq'), 'latin1').trim();
    return /^[1-9]\d{0,8}$/.test(irq) ? [Number(irq)] : [];
  } catch {
    return [];
  }
}

type Named = Pick<Hardware, 'device' | 'names'>;

/** The one whose name the handler's begins with, or has behind a hyphen, the longest first: `eth0-rx-1`, `i40e-eth0-TxRx-3`. */
function namedBy(handler: string, candidates: readonly Named[]): string | undefined {
  let best: { readonly device: string; readonly length: number } | undefined;
  for (const { device, names } of candidates)
    for (const name of names)
      if (name.length > (best?.length ?? 0) && hasWord(handler, name)) best = { device, length: name.length };
  return best?.device;
}

/** Behind a colon stands what is no interface, though its name may be one's: `xhci-hcd:usb1`. */
function hasWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const starts = at === 0 || text[at - 1] === '-';
    if (starts && !/^[A-Za-z0-9]/.test(text.slice(at + word.length))) return true;
  }
  return false;
}
