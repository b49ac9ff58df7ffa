import type { InterfaceRow, Interfaces as KernelInterfaces } from '@netstrata/kernel';
import { INTERFACES_MOST, type InterfaceDetails, type InterfacesReport } from '@netstrata/metrics/details';
import type { DetailSource } from './DetailSource.ts';

/** Settings seldom change, and asking takes the rtnl lock once for each kind. */
const EVERY_MS = 10_000;
/** A driver that hangs costs this report, and no other. */
const TIMEOUT_MS = 5000;
const MOST_REASON = 500;
const MOST_WHAT = 64;

export interface InterfacesParts {
  readonly read: (timeoutMs: number) => Promise<KernelInterfaces>;
  readonly wallMs: () => number;
}

/** The network interfaces of this host and their settings. */
export class Interfaces implements DetailSource<'interfaces'> {
  readonly kind = 'interfaces';
  readonly everyMs = EVERY_MS;
  readonly #parts: InterfacesParts;

  constructor(parts: InterfacesParts) {
    this.#parts = parts;
  }

  async read(): Promise<InterfacesReport> {
    const { rows, count, problems } = await this.#parts.read(TIMEOUT_MS);
    return {
      timeMs: this.#parts.wallMs(),
      count,
      interfaces: rows.slice(0, INTERFACES_MOST.interfaces).map(detailsOf),
      problems: problems
        .slice(0, INTERFACES_MOST.problems)
        .map(({ what, reason }) => ({ what: what.slice(0, MOST_WHAT), reason: reason.slice(0, MOST_REASON) })),
    };
  }
}

/** Most of the sixty features that a kernel knows are off for ever on any one device: a number says enough of those. */
function detailsOf({ features, ...row }: InterfaceRow): InterfaceDetails {
  const available = features?.filter(({ on, fixed }) => on || !fixed);
  return {
    ...row,
    features: available?.slice(0, INTERFACES_MOST.features),
    unavailableFeatures: (features?.length ?? 0) - (available?.length ?? 0),
  };
}
