import { join } from 'node:path';
import { KernelError } from '../KernelError.ts';
import type { InterfaceLink, InterfaceProblem, InterfaceRow, Interfaces } from '../linkRows.ts';
import { devicesIn, type ListedDevice } from '../machine/devicesIn.ts';
import { OneAtATime } from '../OneAtATime.ts';
import { noteVanished } from '../vanished.ts';
import { EthtoolFamily } from './EthtoolFamily.ts';
import { EthtoolIoctl } from './EthtoolIoctl.ts';
import { type InterfaceDraft, InterfaceDrafts } from './InterfaceDrafts.ts';
import { readInterfaceAttributes } from './interfaceAttributes.ts';
import { readQueueSettings } from './queueSettings.ts';
import { readSettings } from './readSettings.ts';
import type { StringSet } from './stringSets.ts';

/** A page shows no more; those with hardware come first. */
const MOST_ROWS = 64;
const MOST_PROBLEMS = 32;

/** What is used of EthtoolIoctl. */
type DriverCalls = Pick<EthtoolIoctl, 'indexOf' | 'driver' | 'close'>;

interface Parts {
  readonly sysRoot?: string;
  readonly family?: EthtoolFamily;
  readonly open?: () => DriverCalls;
}

/**
 * The network interfaces of this process's network namespace with their settings: by generic netlink what `ethtool -g -l -c -k -a`,
 * `--show-fec`, `--show-eee`, `--show-priv-flags` and `ethtool DEV` print, by SIOCETHTOOL what `ethtool -i` prints, and from /sys their
 * queues. Every call that may wait runs on a thread of Node's pool; descriptors are held only during a read. No privilege is needed.
 *
 * A device that appears meanwhile is in the next reading; one that vanishes keeps what was read of it by its index; under the name of
 * one that is renamed there may be another, so what was read by name counts only when the name was the same device's before and after.
 */
export class InterfacesReader {
  readonly #sysRoot: string;
  readonly #family: EthtoolFamily;
  readonly #open: () => DriverCalls;
  readonly #turn = new OneAtATime('ethtool');

  constructor({ sysRoot = '/sys', family = new EthtoolFamily(), open = () => new EthtoolIoctl() }: Parts = {}) {
    this.#sysRoot = sysRoot;
    this.#family = family;
    this.#open = open;
  }

  /** Fails with a KernelError where there is no /sys, and as `OneAtATime` does. */
  read(timeoutMs: number): Promise<Interfaces> {
    return this.#turn.run(timeoutMs, () => this.#readAll());
  }

  async #readAll(): Promise<Interfaces> {
    const problems: InterfaceProblem[] = [];
    const listed = devicesIn(this.#sysRoot);
    const ioctl = this.#open();
    try {
      const drafts = new InterfaceDrafts();
      for (const { device } of listed) {
        const index = ioctl.indexOf(device);
        if (index !== undefined) drafts.put(index, device);
      }
      problems.push(...(await this.#readSettings(drafts)));
      const all = drafts.list();
      const kinds = new Map(listed.map((each) => [each.device, each]));
      const chosen = all
        .toSorted((a, b) => Number(isPhysical(kinds, b)) - Number(isPhysical(kinds, a)))
        .slice(0, MOST_ROWS);
      const rows: InterfaceRow[] = [];
      for (const draft of chosen) rows.push(await this.#rowOf(draft, { ioctl, kinds, problems }));
      return { rows, count: all.length, problems: problems.slice(0, MOST_PROBLEMS) };
    } finally {
      ioctl.close();
    }
  }

  async #readSettings(drafts: InterfaceDrafts): Promise<InterfaceProblem[]> {
    const family = this.#family;
    try {
      return await family.talk(async (dialogue) => {
        const problems: InterfaceProblem[] = [];
        let strings: ReadonlyMap<number, StringSet> = new Map();
        try {
          strings = await family.strings(dialogue);
        } catch (cause) {
          // Without the family there is nothing else to ask it.
          if (!family.isKnown) throw cause;
          problems.push({ what: 'features', reason: reasonOf(cause) });
        }
        return [...problems, ...(await readSettings({ dialogue, family, drafts, strings }))];
      });
    } catch (cause) {
      return [{ what: 'settings by ethtool netlink', reason: reasonOf(cause) }];
    }
  }

  async #rowOf(
    draft: InterfaceDraft,
    context: {
      readonly ioctl: DriverCalls;
      readonly kinds: ReadonlyMap<string, ListedDevice>;
      readonly problems: InterfaceProblem[];
    },
  ): Promise<InterfaceRow> {
    const { ioctl, kinds, problems } = context;
    const { device, ifindex, link, ...settings } = draft;
    const row = { device, ifindex, physical: isPhysical(kinds, draft), link: linkOf(link), ...settings };
    const isHere = () => ioctl.indexOf(device) === ifindex;
    const wasHere = isHere();
    const folder = join(this.#sysRoot, 'class/net', device);
    const byName = {
      ...readInterfaceAttributes(folder),
      queues: await readQueueSettings(folder),
      driver: await driverOf(ioctl, device, problems),
    };
    if (wasHere && isHere()) return { ...row, ...byName };
    noteVanished('devices');
    problems.push({ what: device, reason: 'it was renamed or removed while it was being read' });
    return row;
  }
}

function isPhysical(kinds: ReadonlyMap<string, ListedDevice>, { device }: InterfaceDraft): boolean {
  return kinds.get(device)?.physical ?? false;
}

/** A link of which the driver knows nothing is none to show. */
function linkOf(link: Partial<InterfaceLink> | undefined): InterfaceLink | undefined {
  return link !== undefined && Object.values(link).some((value) => value !== undefined) ? link : undefined;
}

/** Undefined where the driver tells nothing of itself. */
async function driverOf(ioctl: DriverCalls, device: string, problems: InterfaceProblem[]) {
  try {
    return await ioctl.driver(device);
  } catch (cause) {
    const expected = cause instanceof KernelError && (cause.code === 'unsupported' || cause.code === 'vanished');
    if (!expected) problems.push({ what: `driver of ${device}`, reason: reasonOf(cause) });
    return undefined;
  }
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
