import type { SocketProtocol, SocketVisitor } from '@netstrata/kernel';
import type {
  DistributionsReport,
  OtherSocketRow,
  SocketFillRow,
  SocketRow,
  SocketStateRow,
  SocketSummaryRow,
  SocketsReport,
  UnixSocketRow,
} from '@netstrata/metrics';
import { PreviousSockets } from './PreviousSockets.ts';
import type { SocketsPlan } from './query/parseQuery.ts';
import { SocketsCollector } from './query/SocketsCollector.ts';
import { SocketTables } from './SocketTables.ts';
import { SocketTotals } from './SocketTotals.ts';
import { SocketView } from './SocketView.ts';
import { type RowOwner, withOwner } from './toSocketRow.ts';
import { withEnds } from './UnixTable.ts';

/** What the kernel's dump offers; SockDiag is the real one. */
export interface SocketLister {
  readonly dump: (protocol: SocketProtocol, family: 'both', visit: SocketVisitor) => { readonly interrupted: boolean };
}
/** Who holds a socket; ProcessTable is the real one. */
export interface SocketOwners {
  readonly ownerOf: (inode: number) => RowOwner | undefined;
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
  /** In the order of the plans. */
  readonly answers: readonly { readonly matched: number; readonly sockets: readonly (SocketRow | OtherSocketRow)[] }[];
}

export interface DumpRequest {
  readonly timeMs: number;
  readonly monoMs: number;
  readonly plans: readonly SocketsPlan[];
  /** Whether somebody looks at the tables of the report. */
  readonly watched: boolean;
  /** Unix sockets that the report is to name, with the processes that hold them. */
  readonly unix?: readonly UnixSocketRow[] | undefined;
  /** Raw, packet and MPTCP sockets of the report. */
  readonly others?: readonly OtherSocketRow[] | undefined;
  /** All that is neither TCP nor UDP, for the plans. */
  readonly queried?: readonly OtherSocketRow[] | undefined;
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
const QUERY_OWNER_BUDGET_MS = 150;
/** Whoever looks at an answer asks again sooner. */
const ASKED_MS = 10_000;

/**
 * Dumps all sockets of the namespace in one pass: sums, tables and answers come from the same moment, and only sockets that a
 * table or an answer names are made into objects.
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
  /** Sockets of the newest answers, whose processes are looked for too. */
  #asked: readonly number[] = [];
  #askedMs = Number.NEGATIVE_INFINITY;
  #lastTimeMs: number | undefined;

  /** `previous` is where the counters of the dump before are kept. */
  constructor(
    lister: SocketLister,
    owners: SocketOwners,
    more: { readonly previous?: PreviousSockets; readonly observers?: readonly SocketObserver[] } = {},
  ) {
    this.#lister = lister;
    this.#owners = owners;
    this.#previous = more.previous ?? new PreviousSockets();
    this.#observers = more.observers ?? [];
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
  dump({ timeMs, monoMs, plans, watched, unix, others, queried = [], observers = [] }: DumpRequest): SocketDump {
    const startedMs = performance.now();
    if (plans.some((plan) => plan.needsOwners)) this.#findOwners(queried);
    const intervalMs = monoMs - this.#lastMonoMs;
    this.#lastMonoMs = monoMs;
    const collectors = plans.map((plan) => new SocketsCollector(plan, (inode) => this.#owners.ownerOf(inode)));
    this.#tables.begin(watched ? 0 : UNWATCHED_LEAST_FILL);
    const looking = observers.length === 0 ? this.#observers : [...this.#observers, ...observers];
    for (const observer of looking) observer.beginDump(monoMs);
    this.#lastTimeMs = undefined;
    this.#pass(intervalMs, collectors, looking);
    for (const observer of looking) observer.endDump();
    for (const row of queried) for (const collector of collectors) collector.addOther(row);
    this.#lastTimeMs = timeMs;
    const known = Number.isNaN(intervalMs) ? undefined : intervalMs;
    const cost = { dumpMs: performance.now() - startedMs, dumpIntervalMs: known };
    const answers = collectors.map((collector) => ({ matched: collector.matched, sockets: collector.sorted() }));
    this.#noteAsked(answers, monoMs);
    return {
      report: { timeMs, intervalMs: known, total: this.#totals.sockets, ...this.#reportTables(unix, others) },
      summary: this.#totals.summary(cost),
      states: this.#totals.states(),
      fill: this.#totals.fill(),
      answers: answers.map(({ matched, sockets }) => ({
        matched,
        sockets: sockets.map((row) => withOwner(row, this.#owners.ownerOf(row.inode))),
      })),
    };
  }

  #pass(intervalMs: number, collectors: readonly SocketsCollector[], observers: readonly SocketObserver[]): void {
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
        for (const collector of collectors) collector.add(view);
      });
    }
    this.#previous.endDump();
  }

  /** A first pass for queries that ask by process: whose sockets they are has to be known when the real one goes by. */
  #findOwners(others: readonly OtherSocketRow[]): void {
    const inodes = new Set(others.map(({ inode }) => inode));
    for (const protocol of ['tcp', 'udp'] as const) {
      this.#lister.dump(protocol, 'both', (cursor) => {
        inodes.add(cursor.inode);
      });
    }
    this.#search(inodes, QUERY_OWNER_BUDGET_MS);
  }

  /** A search that is for others each time would begin anew each time: they stay until nobody has asked for a while. */
  #noteAsked(answers: readonly { readonly sockets: readonly { readonly inode: number }[] }[], monoMs: number): void {
    if (answers.length === 0 && monoMs - this.#askedMs < ASKED_MS) return;
    this.#asked = answers.flatMap(({ sockets }) => sockets.map(({ inode }) => inode));
    if (answers.length > 0) this.#askedMs = monoMs;
  }

  #reportTables(
    unix: readonly UnixSocketRow[] | undefined,
    others: readonly OtherSocketRow[] | undefined,
  ): Omit<SocketsReport, 'timeMs' | 'intervalMs' | 'total'> {
    const { fullest, listeners, udp, senders, receivers, stuck } = this.#tables.tables();
    const inodes = new Set(
      [fullest, listeners, udp, senders, receivers, stuck].flatMap((rows) => rows.map((row) => row.inode)),
    );
    for (const inode of this.#asked) inodes.add(inode);
    for (const { inode, peerInode = 0 } of unix ?? []) inodes.add(inode).add(peerInode);
    for (const { inode } of others ?? []) inodes.add(inode);
    const nameless = (inode = 0) => inode !== 0 && this.#owners.ownerOf(inode) === undefined;
    const isUrgent =
      [listeners, udp, senders].some((rows) => rows.some((row) => isInTrouble(row) && nameless(row.inode))) ||
      unix?.some((row) => row.fill >= UNIX_FULL && (nameless(row.inode) || nameless(row.peerInode)));
    this.#search(inodes, isUrgent || this.#asked.length > 0 ? TROUBLE_BUDGET_MS : OWNER_BUDGET_MS);
    const owned = (rows: readonly SocketRow[]) => rows.map((row) => withOwner(row, this.#owners.ownerOf(row.inode)));
    return {
      fullest: owned(fullest),
      listeners: owned(listeners),
      udp: owned(udp),
      senders: owned(senders),
      receivers: owned(receivers),
      stuck: owned(stuck),
      others: others?.map((row) => withOwner(row, this.#owners.ownerOf(row.inode))),
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

function isInTrouble({ protocol, limit, drops = 0 }: SocketRow): boolean {
  return limit === 'accept' || limit === 'send-buffer' || (protocol === 'udp' && drops > 0);
}
