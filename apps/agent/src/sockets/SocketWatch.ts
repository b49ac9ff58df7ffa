import type { OtherSocketRow, SocketNaming, SocketsReport } from '@netstrata/metrics';
import { ProtocolError } from '@netstrata/protocol';
import type { SocketsAnswer } from '@netstrata/protocol/types';
import type { Clock } from '../clock/Clock.ts';
import type { SourceHealth } from '../sampler/SourceHealth.ts';
import type { DumpGovernor } from './DumpGovernor.ts';
import { fullestOthers } from './others/fullestOthers.ts';
import type { OtherSockets, OthersDump } from './others/OtherSockets.ts';
import type { AskedOwners } from './query/AskedOwners.ts';
import { asksOthers } from './query/compileFilter.ts';
import { KeptOrders } from './query/KeptOrders.ts';
import type { NamespaceQueries } from './query/NamespaceQueries.ts';
import { parseQuery, type SocketsPlan } from './query/parseQuery.ts';
import { SnapshotAnswers } from './query/SnapshotAnswers.ts';
import { SocketSnapshot } from './query/SocketSnapshot.ts';
import type { SocketDump, SocketDumper, SocketObserver, SocketOwners } from './SocketDumper.ts';
import type { SocketNamer } from './SocketNamer.ts';
import type { UnixDump, UnixDumper } from './UnixDumper.ts';

export interface SocketWatchParts {
  readonly dumper: SocketDumper;
  readonly unix: UnixDumper;
  readonly others: OtherSockets;
  readonly governor: DumpGovernor;
  readonly health: SourceHealth;
  readonly clock: Clock;
  readonly tickMs: number;
  readonly onReport: (report: SocketsReport) => void;
  /** CPU of this process so far, milliseconds. */
  readonly cpuMs: () => number;
  readonly namespaces: Pick<NamespaceQueries, 'query'>;
  readonly namer: Pick<SocketNamer, 'namesOf' | keyof SocketNaming>;
  readonly owners: SocketOwners;
  readonly asked: AskedOwners;
}

/** Queries share one dump, and dumps made for queries are at least this far from the one before. */
const QUERY_GAP_MS = 1000;
const MOST_WAITING = 32;
/** Who looks at a list asks again each second: sockets of dumps are kept for as long as somebody does. */
const LOOKED_AT_MS = 3000;
/** Somebody who holds a list looks at something else for a while. */
const ORDERS_KEPT_MS = 300_000;
/** The list of all Unix sockets is made of objects, so it is made less often. */
const OTHERS_EVERY_MS = 3000;

interface Look {
  readonly observer: SocketObserver;
  readonly answer: PromiseWithResolvers<void>;
}

interface Waiting {
  readonly plan: SocketsPlan;
  readonly answer: PromiseWithResolvers<SocketsAnswer>;
}

/** What the newest dumps said; a part that failed is undefined. */
export interface SocketDumps {
  readonly inet: SocketDump | undefined;
  readonly unix: UnixDump | undefined;
  readonly others: OthersDump | undefined;
}
const UNKNOWN: SocketDumps = { inet: undefined, unix: undefined, others: undefined };

/** Decides when sockets are dumped: by the governor at ticks, and for queries in between. */
export class SocketWatch {
  readonly #parts: SocketWatchParts;
  #watched = false;
  #last: { readonly monoMs: number; readonly dumps: SocketDumps } | undefined;
  #waiting: Waiting[] = [];
  #looks: Look[] = [];
  #cancelQueryDump: (() => void) | undefined;
  readonly #snapshot = new SocketSnapshot();
  readonly #orders = new KeptOrders();
  readonly #answers: SnapshotAnswers;
  #lookedAtUntilMs = Number.NEGATIVE_INFINITY;
  #listed: { readonly monoMs: number; readonly rows: readonly OtherSocketRow[] } | undefined;
  #hasOthers = false;
  #timeMs = 0;
  #total = 0;

  constructor(parts: SocketWatchParts) {
    this.#parts = parts;
    this.#answers = new SnapshotAnswers({ ...parts, snapshot: this.#snapshot, orders: this.#orders, where: 'here' });
  }

  set watched(watched: boolean) {
    this.#watched = watched;
  }

  /** Dumps when it is time. What the newest dumps said, while they are no older than dumps are apart; then unknown. */
  tick(monoMs: number): SocketDumps {
    const { governor, tickMs } = this.#parts;
    const intervalMs = governor.intervalMs(this.#watched);
    const age = monoMs - (this.#last?.monoMs ?? Number.NEGATIVE_INFINITY);
    if (age >= intervalMs - tickMs / 2) this.#dump(monoMs);
    const last = this.#last;
    return last !== undefined && monoMs - last.monoMs <= intervalMs + tickMs / 2 ? last.dumps : UNKNOWN;
  }

  /**
   * Answers from a fresh dump, or from the newest one where that will do: then one dump serves all who look at any part of any list.
   * Fails with a ProtocolError `bad-request`, `not-found` or `overloaded`, or with the dump's error.
   */
  query(query: unknown): Promise<SocketsAnswer> {
    const plan = parseQuery(query);
    const { netns } = plan.filter;
    if (netns !== undefined) return this.#parts.namespaces.query({ ...plan, netns });
    if (plan.maxAgeMs > 0) {
      const monoMs = this.#parts.clock.monoMs();
      this.#lookedAtUntilMs = monoMs + LOOKED_AT_MS;
      if (this.#isNewEnough(plan, monoMs)) return Promise.resolve(this.#answer(plan, monoMs));
    }
    if (this.#waiting.length >= MOST_WAITING) throw overloaded();
    const answer = Promise.withResolvers<SocketsAnswer>();
    this.#waiting.push({ plan, answer });
    if (this.#cancelQueryDump === undefined) this.#dumpForQueries();
    return answer.promise;
  }

  /**
   * Shows every socket of the next dump to the observer: the one of the next tick, or one for queries, so that however many look, one dump
   * serves them. Fails with the dump's error.
   */
  look(observer: SocketObserver): Promise<void> {
    const answer = Promise.withResolvers<void>();
    this.#looks.push({ observer, answer });
    if (this.#cancelQueryDump === undefined) this.#dumpForQueries();
    return answer.promise;
  }

  stop(): void {
    this.#cancelQueryDump?.();
    for (const { answer } of [...this.#waiting.splice(0), ...this.#looks.splice(0)])
      answer.reject(new Error('the agent ends'));
  }

  /** Dumps that are far apart, because the host has very many sockets, are as new as it gets. */
  #isNewEnough({ filter, maxAgeMs }: SocketsPlan, monoMs: number): boolean {
    if (!this.#snapshot.isComplete || this.#last === undefined) return false;
    if (!this.#hasOthers && asksOthers(filter)) return false;
    const { governor, tickMs } = this.#parts;
    return monoMs - this.#last.monoMs <= Math.max(maxAgeMs, governor.intervalMs(true) + tickMs);
  }

  #answer(plan: SocketsPlan, monoMs: number): SocketsAnswer {
    const timeMs = this.#timeMs;
    return { timeMs, total: this.#total, ...this.#answers.answer(plan, { timeMs, monoMs }) };
  }

  #dumpForQueries(): void {
    const { clock } = this.#parts;
    const gap = QUERY_GAP_MS - (clock.monoMs() - (this.#last?.monoMs ?? Number.NEGATIVE_INFINITY));
    this.#cancelQueryDump = clock.after(Math.max(0, Math.ceil(gap)), () => this.#dump(clock.monoMs()));
  }

  #dump(monoMs: number): void {
    const { clock, cpuMs, dumper, governor, health, namer, onReport } = this.#parts;
    this.#cancelQueryDump?.();
    this.#cancelQueryDump = undefined;
    const waiting = this.#waiting.splice(0);
    const looks = this.#looks.splice(0);
    const timeMs = clock.wallMs();
    const cpuBefore = cpuMs();
    const unix = this.#part('sock_diag/unix', () => this.#parts.unix.dump(monoMs));
    const isLookedAt = monoMs < this.#lookedAtUntilMs;
    const isKept = waiting.length > 0 || isLookedAt;
    const withOthers = isLookedAt || waiting.some(({ plan }) => asksOthers(plan.filter));
    const queried = withOthers ? this.#listAll(monoMs, waiting) : [];
    if (!isKept) this.#snapshot.release();
    if (monoMs > this.#lookedAtUntilMs + ORDERS_KEPT_MS) this.#orders.clear();
    const others = this.#part('sock_diag/others', () => this.#parts.others.list(monoMs, this.#watched));
    const startedMs = performance.now();
    let dump: SocketDump | undefined;
    try {
      const tables = { unix: unix?.fullest, others: others && fullestOthers(others.rows) };
      const observers = [...looks.map(({ observer }) => observer), ...(isKept ? [this.#snapshot] : [])];
      dump = dumper.dump({ timeMs, monoMs, watched: this.#watched, observers, ...tables });
      if (isKept) this.#snapshot.addOthers(queried);
      this.#hasOthers = withOthers;
      this.#timeMs = timeMs;
      this.#total = dump.report.total + queried.length;
      health.succeeded('sock_diag/summary', performance.now() - startedMs);
      onReport(this.#watched ? { ...dump.report, names: namer.namesOf(rowsOf(dump.report)) } : dump.report);
    } catch (cause) {
      health.failed('sock_diag/summary', performance.now() - startedMs, cause);
      for (const { answer } of [...waiting, ...looks]) answer.reject(cause);
    }
    for (const { answer } of looks) answer.resolve();
    this.#last = { monoMs, dumps: { inet: dump, unix, others } };
    if (dump !== undefined) for (const { plan, answer } of waiting) settle(answer, () => this.#answer(plan, monoMs));
    governor.dumped(cpuMs() - cpuBefore);
  }

  /** Who only looks can do with an older list of what is neither TCP nor UDP. */
  #listAll(monoMs: number, waiting: readonly Waiting[]): readonly OtherSocketRow[] {
    const isFresh = waiting.every(({ plan }) => plan.maxAgeMs > 0);
    if (isFresh && this.#listed !== undefined && monoMs - this.#listed.monoMs < OTHERS_EVERY_MS)
      return this.#listed.rows;
    const rows = this.#part('sock_diag/others', () => this.#parts.others.listAll(monoMs)) ?? [];
    this.#listed = { monoMs, rows };
    return rows;
  }

  /** Apart from the rest, so that a kernel that cannot list one kind of socket still shows all others. */
  #part<T>(source: 'sock_diag/unix' | 'sock_diag/others', list: () => T): T | undefined {
    const { health } = this.#parts;
    const startedMs = performance.now();
    try {
      const part = list();
      health.succeeded(source, performance.now() - startedMs);
      return part;
    } catch (cause) {
      health.failed(source, performance.now() - startedMs, cause);
      return undefined;
    }
  }
}

function rowsOf({ fullest, listeners, others = [], receivers = [], senders, stuck = [], udp }: SocketsReport) {
  return [...fullest, ...listeners, ...udp, ...senders, ...receivers, ...stuck, ...others];
}

function settle<T>(promise: PromiseWithResolvers<T>, make: () => T): void {
  try {
    promise.resolve(make());
  } catch (cause) {
    promise.reject(cause);
  }
}

function overloaded(): ProtocolError {
  return new ProtocolError('overloaded', 'sockets:query', `${MOST_WAITING} questions already wait for an answer.`);
}
