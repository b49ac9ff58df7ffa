import type { InterfaceLink, InterfaceRow } from '../linkRows.ts';
import type { Attributes } from '../netlink/Attributes.ts';
import { isDeviceName } from '../text/deviceName.ts';
import { HEADER_ATTR } from './numbers.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** What netlink told of one device, so far. */
export type InterfaceDraft = Mutable<Pick<InterfaceRow, 'device' | 'ifindex'>> &
  Partial<
    Mutable<
      Pick<InterfaceRow, 'rings' | 'channels' | 'coalesce' | 'pause' | 'features' | 'fec' | 'eee' | 'privateFlags'>
    >
  > & {
    link: Partial<Mutable<InterfaceLink>> | undefined;
  };

/** A host that makes and removes devices by the thousand must not fill the memory of its monitor. */
const MOST_DRAFTS = 4096;

/**
 * Devices by their index, which stays theirs however they are renamed: of names that differ from one answer to the next the latest
 * counts.
 */
export class InterfaceDrafts {
  readonly #byIndex = new Map<number, InterfaceDraft>();

  /** The draft of the device that a message is about; undefined where it names none. */
  of(header: Attributes | undefined): InterfaceDraft | undefined {
    const ifindex = header?.u32(HEADER_ATTR.devIndex);
    const device = header?.text(HEADER_ATTR.devName);
    if (ifindex === undefined || device === undefined || !isDeviceName(device)) return undefined;
    return this.put(ifindex, device);
  }

  put(ifindex: number, device: string): InterfaceDraft | undefined {
    const before = this.#byIndex.get(ifindex);
    if (before !== undefined) {
      before.device = device;
      return before;
    }
    if (this.#byIndex.size >= MOST_DRAFTS) return undefined;
    const draft: InterfaceDraft = { device, ifindex, link: undefined };
    this.#byIndex.set(ifindex, draft);
    return draft;
  }

  /** By index, which is the order of their making. */
  list(): InterfaceDraft[] {
    return [...this.#byIndex.values()].toSorted((a, b) => a.ifindex - b.ifindex);
  }
}
