import {
  type ContainerNames,
  listPids,
  ProcessCensus,
  readComm,
  readHidepid,
  readParentPid,
  readProcessDetails,
  ScriptNames,
  UserNames,
  whyRefused,
} from '@netstrata/kernel';
import { MOST_PROCESS_ROWS, type ProcessesReport, type ProcessRow } from '@netstrata/metrics/details';
import type { ChurnWatch } from '../churn/ChurnWatch.ts';
import type { Clock } from '../clock/Clock.ts';
import { ConnectionLedger } from '../processes/ConnectionLedger.ts';
import { ListenerGroups } from '../processes/ListenerGroups.ts';
import { Slices } from '../processes/Slices.ts';
import type { SocketsByProcess } from '../processes/SocketsByProcess.ts';
import { toProcessRow } from '../processes/toProcessRow.ts';
import type { SocketWatch } from '../sockets/SocketWatch.ts';
import type { DetailSource } from './DetailSource.ts';

const EVERY_MS = 5000;
/** The share of one core that reports may take, for each percent of the agent's budget. */
const SHARE_OF_CORE = 0.01;
/** No slice keeps a tick waiting for longer. */
const SLICE_MS = 5;
const REST_MS = 15;
/** From the first dump to the second, so that the first report has rates. */
const FIRST_INTERVAL_MS = 1000;
/** Of so many threads what they wait in is looked up, for each process. */
const MOST_THREADS = 16;
/** From here on a process soon fails to open anything: those are shown on top. */
const NEAR = 0.85;
/** Places of the table for those with most bytes, with most sockets, and nearest to their limit; the rest go by open files. */
const PLACES = { bytes: 50, sockets: 25 } as const;

export interface ProcessesParts {
  readonly sockets: Pick<SocketWatch, 'look'>;
  readonly closed: Pick<ChurnWatch, 'listen' | 'catchUp'>;
  readonly containers: Pick<ContainerNames, 'named'>;
  readonly clock: Clock;
  readonly cpuMs: () => number;
  readonly cpuBudgetPercent: number;
  /** Processes that are nearest to their limit of open files, by the last look at all of them. */
  readonly fullest: () => readonly number[];
  readonly procRoot?: string;
}

/** What is kept from one report to the next. */
interface Bookkeeping {
  readonly groups: ListenerGroups;
  readonly ledger: ConnectionLedger;
  readonly stopListening: () => void;
}

/**
 * Which process has how many sockets, moves how many bytes, and how near it is to its limits. The walk over all descriptors is
 * dear: it is done in slices, and reports come the less often the more they cost.
 */
export class Processes implements DetailSource<'processes'> {
  readonly kind = 'processes';
  readonly #parts: ProcessesParts;
  readonly #procRoot: string;
  readonly #users = new UserNames();
  readonly #scripts: ScriptNames;
  #slices: Slices;
  #books: Bookkeeping | undefined;
  #costMs = 0;

  constructor(parts: ProcessesParts) {
    this.#parts = parts;
    this.#procRoot = parts.procRoot ?? '/proc';
    this.#scripts = new ScriptNames(this.#procRoot);
    this.#slices = this.#newSlices();
  }

  get everyMs(): number {
    return Math.max(EVERY_MS, this.#costMs / (SHARE_OF_CORE * this.#parts.cpuBudgetPercent));
  }

  stop(): void {
    this.#slices.stop();
    this.#books?.stopListening();
    this.#books = undefined;
  }

  /** Fails with a KernelError where /proc or the sockets cannot be read. */
  async read(): Promise<ProcessesReport> {
    const slices = this.#newSlices();
    this.#slices = slices;
    const books = this.#books ?? (await this.#open(slices));
    const { groups, ledger } = books;
    await this.#look(books);
    const { intervalMs } = ledger;
    const { clock } = this.#parts;
    const timeMs = clock.wallMs();
    const census = new ProcessCensus(this.#procRoot, listPids(this.#procRoot));
    await slices.run((pause) => census.advance(pause));
    groups.keep(census);
    const sockets = slices.whole(() => ledger.settle(census));
    const rows = await this.#rows(slices, { census, sockets, intervalMs });
    await this.#scripts.learn(rows);
    const listeners = slices.whole(() =>
      groups.rows(
        {
          parentOf: (pid) => readParentPid(pid, this.#procRoot),
          nameOf: (pid) => readComm(this.#procRoot, pid)?.slice(0, 64),
        },
        intervalMs === undefined,
      ),
    );
    this.#costMs = slices.costMs;
    return {
      timeMs,
      intervalMs,
      processes: census.processes.size,
      rows: rows.map((row) => ({ ...row, script: this.#scripts.of(row) })),
      ...listeners,
      withoutProcess: sockets.withoutProcess,
      unowned: sockets.unowned,
      unownedBytesPerSecond: intervalMs === undefined ? undefined : (sockets.unownedBytes * 1000) / intervalMs,
      bytesAreLowerBound: sockets.isLowerBound || undefined,
      unreadable: census.unreadable,
      unreadableWhy: census.unreadable > 0 ? whyRefused('descriptors', this.#procRoot) : undefined,
      hidepid: readHidepid(this.#procRoot),
      costMs: slices.costMs,
    };
  }

  /** With a dump to compare the next one with. */
  async #open(slices: Slices): Promise<Bookkeeping> {
    const { clock, closed } = this.#parts;
    const groups = new ListenerGroups();
    const ledger = new ConnectionLedger(groups, { catchUp: () => closed.catchUp(), monoMs: clock.monoMs });
    const books = { groups, ledger, stopListening: closed.listen(ledger) };
    this.#books = books;
    try {
      await this.#look(books);
    } catch (cause) {
      if (this.#books === books) this.stop();
      throw cause;
    }
    await slices.rest(FIRST_INTERVAL_MS);
    return books;
  }

  /** What takes its time goes on only for those who still look. */
  async #look(books: Bookkeeping): Promise<void> {
    await this.#parts.sockets.look(books.ledger);
    if (this.#books !== books) throw new Error('nobody looks any more');
  }

  #newSlices(): Slices {
    const { clock, cpuMs } = this.#parts;
    return new Slices({ clock, cpuMs, sliceMs: SLICE_MS, restMs: REST_MS });
  }

  async #rows(
    slices: Slices,
    {
      census,
      sockets,
      intervalMs,
    }: { census: ProcessCensus; sockets: SocketsByProcess; intervalMs: number | undefined },
  ): Promise<readonly ProcessRow[]> {
    this.#users.refresh();
    const pids = chosen(census, sockets, this.#parts.fullest());
    const rows: ProcessRow[] = [];
    let at = 0;
    await slices.run((pause) => {
      for (; at < pids.length; at++) {
        if (pause()) return false;
        const pid = pids[at] ?? 0;
        const details = readProcessDetails(pid, { procRoot: this.#procRoot, mostThreads: MOST_THREADS });
        if (details === undefined) continue;
        const user = details.effectiveUid === undefined ? undefined : this.#users.nameOf(details.effectiveUid);
        const fds = census.processes.get(pid);
        const place = this.#parts.containers.named(details.place);
        rows.push(toProcessRow({ details, fds, intervalMs, place, sockets: sockets.of(pid), user }));
      }
      return true;
    });
    const bytes = (row: ProcessRow) => (row.txBytesPerSecond ?? 0) + (row.rxBytesPerSecond ?? 0);
    const near = ({ openFiles, openFilesLimit }: ProcessRow) =>
      Number(openFiles !== undefined && openFilesLimit !== undefined && openFiles >= NEAR * openFilesLimit);
    return rows.sort(
      (a, b) => near(b) - near(a) || bytes(b) - bytes(a) || (b.sockets ?? 0) - (a.sockets ?? 0) || a.pid - b.pid,
    );
  }
}

/** The processes that a report names, each once. */
function chosen(census: ProcessCensus, sockets: SocketsByProcess, fullest: readonly number[]): readonly number[] {
  const all = [...census.processes.values()];
  const bytes = (pid: number) => (sockets.of(pid)?.txBytes ?? 0) + (sockets.of(pid)?.rxBytes ?? 0);
  const take = (most: number, score: (at: (typeof all)[number]) => number) =>
    all
      .filter((process) => score(process) > 0)
      .toSorted((a, b) => score(b) - score(a))
      .slice(0, most);
  const pids = new Set([
    ...take(PLACES.bytes, ({ pid }) => bytes(pid)).map(({ pid }) => pid),
    ...take(PLACES.sockets, (process) => process.sockets).map(({ pid }) => pid),
    ...fullest,
    ...take(MOST_PROCESS_ROWS, ({ openFiles = 0.5 }) => openFiles).map(({ pid }) => pid),
  ]);
  return [...pids].slice(0, MOST_PROCESS_ROWS);
}
