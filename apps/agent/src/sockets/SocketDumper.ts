import type { SocketProtocol, SocketVisitor } from '@netstrata/kernel';
import {
  type DistributionsReport,
  hangs,
  type OtherSocketRow,
  type SocketFillRow,
  type SocketLimit,
  type SocketRow,
  type SocketStateRow,
  type SocketSummaryRow,
  type SocketsReport,
  type UnixSocketRow,
} from '@netstrata/metrics';
import { PreviousSockets } from './PreviousSockets.ts';
import type { AskedOwners } from './query/AskedOwners.ts';
import { SocketTables } from './SocketTables.ts';
import { SocketTotals } from './SocketTotals.ts';
import { SocketView } from './SocketView.ts';
import { type KnownOwners, withOwner } from './toSocketRow.ts';
import { withEnds } from './UnixTable.ts';

/** What the kernel's dump offers; SockDiag is the real one. */
export interface SocketLister {
  readonly dump: (protocol: SocketProtocol, family: 'both', visit: SocketVisitor) => { readonly interrupted: boolean };
}
/** Who holds a socket; ProcessTable is the real one. */
export interface SocketOwners extends KnownOwners {
  readonly search: (wanted: ReadonlySet<number>, budgetMs: number) => unknown;
}

/** Sees every socket of each dump go by. A dump that fails has no end. */
export interface SocketObserver {
  readonly beginDump: (monoMs: number) => void;
  readonly add: (view: SocketView) => void;
  readonly endDump: () => void;
}

export interface SocketDump {
  readonly report: SocketsReport;
  readonly summary: SocketSummaryRow;
  readonly states: readonly SocketStateRow[];
  readonly fill: readonly SocketFillRow[];
}

export interface DumpRequest {
  readonly timeMs: number;
  readonly monoMs: number;
  /** Whether somebody looks at the tables of the report. */
  readonly watched: boolean;
  /** Unix sockets that the report is to name, with the processes that hold them. */
  readonly unix?: readonly UnixSocketRow[] | undefined;
  /** Raw, packet and MPTCP sockets of the report. */
  readonly others?: readonly OtherSocketRow[] | undefined;
  /** Who looks at this dump beside those who look at each. */
  readonly observers?: readonly SocketObserver[];
}

/** Rules ask for listeners, drops and senders; that fifty sockets are empty is worth 30 kB a dump only to a person who looks. */
const UNWATCHED_LEAST_FILL = 0.05;

/** From here on a Unix socket makes the program at its other end wait. */
const UNIX_FULL = 0.95;

/** Enough for the processes of one report; a search that it ends goes on at the next dump. */
const OWNER_BUDGET_MS = 4;
/** While a socket in trouble has no name: advice about it should have one soon. */
const TROUBLE_BUDGET_MS = 12;

/**
 * Dumps all sockets of the namespace in one pass: sums and tables come from the same moment, and only sockets that a table names
 * are made into objects.
 */
export class SocketDumper {
  readonly #lister: SocketLister;
  readonly #owners: SocketOwners;
  readonly #previous: PreviousSockets;
  readonly #observers: readonly SocketObserver[];
  readonly #view: SocketView;
  readonly #totals = new SocketTotals();
  readonly #tables = new SocketTables();
  #lastMonoMs = Number.NaN;
  readonly #asked: AskedOwners | undefined;
  #lastTimeMs: number | undefined;

  /** `previous` is where the counters of the dump before are kept, `asked` tells whose processes are looked for beside those of the tables. */
  constructor(
    lister: SocketLister,
    owners: SocketOwners,
    more: {
      readonly previous?: PreviousSockets;
      readonly observers?: readonly SocketObserver[];
      readonly asked?: AskedOwners;
    } = {},
  ) {
    this.#lister = lister;
    this.#owners = owners;
    this.#previous = more.previous ?? new PreviousSockets();
    this.#observers = more.observers ?? [];
    this.#asked = more.asked;
    this.#view = new SocketView(this.#previous);
  }

  /** How values are spread over the connections of the newest dump; undefined before the first. */
  get distributions(): DistributionsReport | undefined {
    const { connections } = this.#totals;
    if (this.#lastTimeMs === undefined) return undefined;
    return {
      timeMs: this.#lastTimeMs,
      established: connections.established,
      distributions: connections.distributions(),
    };
  }

  /** Fails with what the lister throws. */
  dump({ timeMs, monoMs, watched, unix, others, observers = [] }: DumpRequest): SocketDump {
    const startedMs = performance.now();
    const intervalMs = monoMs - this.#lastMonoMs;
    this.#lastMonoMs = monoMs;
    this.#tables.begin(watched ? 0 : UNWATCHED_LEAST_FILL);
    const looking = observers.length === 0 ? this.#observers : [...this.#observers, ...observers];
    for (const observer of looking) observer.beginDump(monoMs);
    this.#lastTimeMs = undefined;
    this.#pass(intervalMs, looking);
    for (const observer of looking) observer.endDump();
    this.#lastTimeMs = timeMs;
    const known = Number.isNaN(intervalMs) ? undefined : intervalMs;
    const cost = { dumpMs: performance.now() - startedMs, dumpIntervalMs: known };
    return {
      report: {
        timeMs,
        intervalMs: known,
        total: this.#totals.sockets,
        ...this.#reportTables({ monoMs, unix, others }),
      },
      summary: this.#totals.summary(cost),
      states: this.#totals.states(),
      fill: this.#totals.fill(),
    };
  }

  #pass(intervalMs: number, observers: readonly SocketObserver[]): void {
    const view = this.#view;
    view.begin(intervalMs);
    this.#totals.clear();
    this.#previous.beginDump();
    for (const protocol of ['tcp', 'udp'] as const) {
      this.#lister.dump(protocol, 'both', (cursor) => {
        view.moveTo(cursor, protocol);
        this.#totals.add(view);
        this.#tables.add(view);
        for (const observer of observers) observer.add(view);
      });
    }
    this.#previous.endDump();
  }

  #reportTables({
    monoMs,
    unix,
    others,
  }: Pick<DumpRequest, 'monoMs' | 'unix' | 'others'>): Omit<SocketsReport, 'timeMs' | 'intervalMs' | 'total'> {
    const { fullest, listeners, udp, senders, receivers, stuck } = this.#tables.tables();
    const inodes = new Set(
      [fullest, listeners, udp, senders, receivers, stuck].flatMap((rows) => rows.map((row) => row.inode)),
    );
    const asked = this.#asked?.inodes(monoMs);
    for (const inode of asked ?? []) inodes.add(inode);
    for (const { inode, peerInode = 0 } of unix ?? []) inodes.add(inode).add(peerInode);
    for (const { inode } of others ?? []) inodes.add(inode);
    const nameless = (inode = 0) => inode !== 0 && this.#owners.ownerOf(inode) === undefined;
    const isUrgent =
      [fullest, listeners, udp, senders, receivers, stuck].some((rows) =>
        rows.some((row) => isInTrouble(row) && nameless(row.inode)),
      ) || unix?.some((row) => row.fill >= UNIX_FULL && (nameless(row.inode) || nameless(row.peerInode)));
    this.#search(inodes, isUrgent || (asked?.size ?? 0) > 0 ? TROUBLE_BUDGET_MS : OWNER_BUDGET_MS);
    const owned = (rows: readonly SocketRow[]) => rows.map((row) => withOwner(row, this.#owners));
    return {
      fullest: owned(fullest),
      listeners: owned(listeners),
      udp: owned(udp),
      senders: owned(senders),
      receivers: owned(receivers),
      stuck: owned(stuck),
      others: others?.map((row) => withOwner(row, this.#owners)),
      unix: unix?.map((row) => withEnds(row, (inode) => this.#owners.ownerOf(inode))),
    };
  }

  /** Without /proc there are no names, but there are sockets. */
  #search(inodes: ReadonlySet<number>, budgetMs: number): void {
    try {
      this.#owners.search(inodes, budgetMs);
    } catch {
      // The process table says why in its own error; rows simply have no process.
    }
  }
}

/** Where the program of this host, or what it asked for, is to be named. */
const TROUBLES: ReadonlySet<SocketLimit> = new Set([
  'accept',
  'send-buffer',
  'receive-buffer',
  'reader',
  'receiver',
  'nagle',
]);

function isInTrouble(row: SocketRow): boolean {
  const { protocol, limit, drops = 0 } = row;
  return TROUBLES.has(limit) || hangs(row) || (protocol === 'udp' && drops > 0);
}
