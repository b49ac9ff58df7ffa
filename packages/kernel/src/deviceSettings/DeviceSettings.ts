import { join } from 'node:path';
import { EthtoolFamily } from '../ethtool/EthtoolFamily.ts';
import { EthtoolIoctl } from '../ethtool/EthtoolIoctl.ts';
import { KernelError } from '../KernelError.ts';
import { NetlinkSocket } from '../netlink/NetlinkSocket.ts';
import { NETLINK_GENERIC } from '../netlink/wire.ts';
import { readNow } from '../readNow.ts';
import { change, type EthtoolTalk, lookAt, type SettingLook } from './ethtoolSetting.ts';
import { type DeviceSettingRef, type EthtoolPlace, pathOf, placeOf } from './settingPlace.ts';
import { mountSysfs, type SysfsMount } from './sysfsMount.ts';
import { possibleCpus, readSetting, type SysfsFile, writeSetting } from './sysfsSetting.ts';

/** A driver that sets up its card anew takes seconds. */
const TIMEOUT_MS = 20_000;
const NUMBER = /^(0|[1-9]\d{0,9})$/;
const UINT_MAX = 4_294_967_295;

/** What a device allows. Undefined is not known. */
export interface DeviceLimits {
  readonly max?: number | undefined;
  /** How many CPUs a mask can name. */
  readonly cpus?: number | undefined;
  readonly fixed?: boolean | undefined;
}

interface Parts {
  /** Runs an action, which is done when it returns, in the network namespace of the devices; in this process's own unless given. */
  readonly enter?: <T>(action: () => T) => T;
  readonly family?: EthtoolFamily;
  readonly mount?: () => SysfsMount;
}

/**
 * Settings of network devices, read and written: by ethtool netlink what `ethtool -G -L -C -K` change, by sysfs the length of the send
 * queue and which CPUs serve a queue. In the namespace that `enter` leads into, whose sysfs is mounted for the moment where nobody else
 * sees it. Nothing is held between two calls.
 *
 * Every call fails with a KernelError: `invalid-name`; `not-found` and `vanished` where there is no such device or queue; `unsupported`
 * where its driver does not have it; `permission` (CAP_NET_ADMIN to write; CAP_SYS_ADMIN for another namespace); `rejected` with the
 * kernel's own words where it has some.
 */
export class DeviceSettings {
  readonly #enter: (<T>(action: () => T) => T) | undefined;
  readonly #family: EthtoolFamily;
  readonly #mount: () => SysfsMount;

  constructor({ enter, family, mount = mountSysfs }: Parts = {}) {
    this.#enter = enter;
    this.#family = family ?? new EthtoolFamily(() => this.#inside(connectExplained));
    this.#mount = mount;
  }

  /** As text, like a sysctl's: `512`, `on`, `00000000,0000000f`. */
  async read(ref: DeviceSettingRef): Promise<string> {
    const place = placeOf(ref);
    if (place.by === 'sysfs')
      return this.#withSysfs(ref, (folder) => readSetting({ folder, place, path: pathOf(ref) }));
    const { value } = await this.#talk(ref, (talk) => lookAt(talk, place));
    return known(value, ref, 'get');
  }

  async limits(ref: DeviceSettingRef): Promise<DeviceLimits> {
    const place = placeOf(ref);
    if (place.by === 'ethtool') {
      const { value, max, fixed } = await this.#talk(ref, (talk) => lookAt(talk, place));
      known(value, ref, 'get');
      return { max, fixed };
    }
    return place.kind === 'mask' ? { cpus: await possibleCpus('/sys') } : {};
  }

  /** Returns when the kernel has taken it. Some drivers round numbers: read it back. */
  async write(ref: DeviceSettingRef, value: string): Promise<void> {
    const place = placeOf(ref);
    if (place.by === 'sysfs')
      return this.#withSysfs(ref, (folder) => {
        const file: SysfsFile = { folder, place, path: pathOf(ref) };
        return writeSetting(file, value);
      });
    return this.#talk(ref, (talk) => writeByEthtool(talk, { ref, place, value }));
  }

  #talk<T>({ device }: DeviceSettingRef, questions: (talk: EthtoolTalk) => Promise<T>): Promise<T> {
    const family = this.#family;
    return family.talk((dialogue) => questions({ family, dialogue, device }));
  }

  #inside<T>(action: () => T): T {
    return this.#enter === undefined ? action() : this.#enter(action);
  }

  async #withSysfs<T>(ref: DeviceSettingRef, action: (folder: string) => Promise<T>): Promise<T> {
    const { root, close } = this.#sysfs(ref);
    try {
      return await action(join(root, 'class/net', ref.device));
    } finally {
      close();
    }
  }

  /** Where this process may not mount, /sys serves for its own namespace, if the device in it is the one that the kernel means. */
  #sysfs(ref: DeviceSettingRef): SysfsMount {
    try {
      return this.#inside(this.#mount);
    } catch (cause) {
      const refused = cause instanceof KernelError && (cause.code === 'permission' || cause.code === 'unsupported');
      if (this.#enter !== undefined || !refused || !isSame(ref.device)) throw cause;
      return { root: '/sys', close: () => {} };
    }
  }
}

async function writeByEthtool(
  talk: EthtoolTalk,
  { ref, place, value }: { readonly ref: DeviceSettingRef; readonly place: EthtoolPlace; readonly value: string },
): Promise<void> {
  const before: SettingLook = await lookAt(talk, place);
  const isSwitch = known(before.value, ref, 'set') === 'on' || before.value === 'off';
  const fits = isSwitch ? value === 'on' || value === 'off' : NUMBER.test(value) && Number(value) <= UINT_MAX;
  if (!fits) throw refusal(ref, isSwitch ? 'on or off is wanted' : 'a whole number is wanted');
  if (before.fixed) throw refusal(ref, 'its driver does not let it be changed');
  await change(talk, place, value);
  if (place.section !== 'features' || (await lookAt(talk, place)).value === value) return;
  // The kernel notes a wish that it cannot fulfil, and would fulfil it later: it is taken back.
  if (before.value !== undefined) await change(talk, place, before.value);
  throw refusal(ref, `it stays ${before.value}: the driver, or a feature that it needs or excludes, does not allow it`);
}

function known(value: string | undefined, ref: DeviceSettingRef, operation: string): string {
  if (value !== undefined) return value;
  const detail = 'its driver does not have it';
  throw new KernelError({ code: 'unsupported', operation, path: pathOf(ref), detail });
}

function refusal(ref: DeviceSettingRef, detail: string): KernelError {
  return new KernelError({ code: 'rejected', operation: 'set', path: pathOf(ref), detail });
}

function isSame(device: string): boolean {
  const ioctl = new EthtoolIoctl();
  try {
    return Number(readNow(join('/sys/class/net', device, 'ifindex'))) === ioctl.indexOf(device);
  } finally {
    ioctl.close();
  }
}

function connectExplained(): NetlinkSocket {
  return new NetlinkSocket(NETLINK_GENERIC, { path: 'NETLINK_GENERIC', timeoutMs: TIMEOUT_MS, explained: true });
}
