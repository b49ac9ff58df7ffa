import {
  type LinkRow,
  PacedRead,
  Rtnetlink,
  readAddresses,
  readLinks,
  readReversePath,
  readReversePathDrops,
  readRoutes,
  readWaitingNeighbours,
} from '@netstrata/kernel';
import { MOST_NETWORK_ROWS, type NetworkDevice, type NetworkReport } from '@netstrata/metrics/details';
import type { DetailSource } from './DetailSource.ts';

const EVERY_MS = 5000;
/** Of one core while somebody looks: a routing table of a million entries takes a second and is read every fifty. */
const SHARE = 0.02;
const TIMEOUT_MS = 60_000;

/** Routes, neighbours that do not answer, and the addresses of each device, in the agent's network namespace. */
export class Network implements DetailSource<'network'> {
  readonly kind = 'network';
  readonly everyMs = EVERY_MS;
  readonly #rtnetlink = new Rtnetlink();
  readonly #wallMs: () => number;
  readonly #paced = new PacedRead('NETLINK_ROUTE', () => this.#report(), { share: SHARE });

  constructor(wallMs: () => number) {
    this.#wallMs = wallMs;
  }

  read(): Promise<NetworkReport> {
    return this.#paced.next(TIMEOUT_MS);
  }

  /** What was read last is as old as the time since somebody looked. */
  stop(): void {
    this.#paced.forget();
  }

  async #report(): Promise<NetworkReport> {
    const rtnetlink = this.#rtnetlink;
    try {
      const { routes, total: routeCount } = await readRoutes(rtnetlink, MOST_NETWORK_ROWS.routes);
      const { neighbours, total: neighbourCount } = await readWaitingNeighbours(
        rtnetlink,
        MOST_NETWORK_ROWS.neighbours,
      );
      const links = await readLinks(rtnetlink);
      return {
        timeMs: this.#wallMs(),
        routes,
        routeCount,
        neighbours,
        neighbourCount,
        devices: await this.#devices(links.toSorted((a, b) => rank(a) - rank(b)).slice(0, MOST_NETWORK_ROWS.devices)),
        deviceCount: links.length,
        reversePathDrops: readReversePathDrops(),
      };
    } finally {
      rtnetlink.release();
    }
  }

  async #devices(links: readonly LinkRow[]): Promise<NetworkDevice[]> {
    const most = MOST_NETWORK_ROWS.devices * MOST_NETWORK_ROWS.addresses;
    const addresses = Map.groupBy(await readAddresses(this.#rtnetlink, most), ({ device }) => device);
    const filters = new Map(
      readReversePath(links.map(({ device }) => device)).map((row) => [row.device, row.effective]),
    );
    return links.map(({ device, kind, master, operstate, mtuBytes }) => ({
      device,
      kind,
      master,
      operstate,
      mtuBytes,
      addresses: (addresses.get(device) ?? [])
        .slice(0, MOST_NETWORK_ROWS.addresses)
        .map(({ address, prefixLength, trouble }) => ({ text: `${address}/${prefixLength}`, trouble })),
      rpFilter: filters.get(device),
    }));
  }
}

/** Hardware first, which of hundreds of devices matters most. */
function rank({ kind }: LinkRow): number {
  return kind === undefined ? 0 : 1;
}
