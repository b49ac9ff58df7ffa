import { KernelError, type NamespaceSockDiag, type NamespaceTable, RawSockets, type SockDiag } from '@netstrata/kernel';
import type { NetworkNamespace } from '@netstrata/kernel/types';
import type { SocketNaming } from '@netstrata/metrics';
import { ProtocolError } from '@netstrata/protocol';
import type { SocketsAnswer } from '@netstrata/protocol/types';
import type { Clock } from '../../clock/Clock.ts';
import type { FoundNamespaces } from '../../namespaces/NamespaceWatch.ts';
import { OtherSockets } from '../others/OtherSockets.ts';
import { SocketDumper, type SocketOwners } from '../SocketDumper.ts';
import type { SocketNamer } from '../SocketNamer.ts';
import { AskedOwners } from './AskedOwners.ts';
import { chooseNamespace } from './chooseNamespace.ts';
import { asksOthers } from './compileFilter.ts';
import { KeptOrders } from './KeptOrders.ts';
import type { SocketsPlan } from './parseQuery.ts';
import { SnapshotAnswers } from './SnapshotAnswers.ts';
import { SocketSnapshot } from './SocketSnapshot.ts';

export interface NamespaceQueriesParts {
  /** NamespaceTable is the real one. */
  readonly table: FoundNamespaces & Pick<NamespaceTable, 'isPending'>;
  readonly dumps: Pick<NamespaceSockDiag, 'with'>;
  /** Of the whole host: inode numbers of sockets are the same in all namespaces. */
  readonly owners: SocketOwners;
  readonly namer: Pick<SocketNamer, 'namesOf' | keyof SocketNaming>;
  readonly clock: Clock;
  /** Milliseconds, for measuring what a dump takes. */
  readonly now: () => number;
}

/** A plan that names a namespace. */
export interface NamespacePlan extends SocketsPlan {
  readonly netns: string;
}

interface Waiting {
  readonly plan: NamespacePlan;
  readonly answer: PromiseWithResolvers<SocketsAnswer>;
}

/** Between two dumps of other namespaces, or longer after one that took long: they may take one part in twenty of the time. */
const GAP_MS = 1000;
const COST_FACTOR = 20;
/** The server waits for three seconds. */
const LONGEST_WAIT_MS = 2000;
const MOST_WAITING = 16;
/** One look for a namespace that is not known yet. */
const SEARCH_MS = 25;
/** On a busy machine one look may end before it has asked for all names; a person waits for the answer. */
const MOST_SEARCHES = 12;

/**
 * Answers queries about the sockets of another network namespace, each from a dump by a netlink socket that is opened inside and closed behind it.
 * There is no dump to compare it with: such rows have no rates.
 */
export class NamespaceQueries {
  readonly #parts: NamespaceQueriesParts;
  #waiting: Waiting[] = [];
  #cancel: (() => void) | undefined;
  #freeMs = Number.NEGATIVE_INFINITY;
  readonly #asked: AskedOwners;
  readonly #orders = new KeptOrders();
  #others: OtherSockets | undefined;
  #raw: RawSockets | undefined;

  constructor(parts: NamespaceQueriesParts) {
    this.#parts = parts;
    this.#asked = new AskedOwners(parts.owners);
  }

  /** Fails with a ProtocolError `not-found` that names the namespaces there are, or `overloaded`, or with the dump's error. */
  query(plan: NamespacePlan): Promise<SocketsAnswer> {
    this.#find(plan.netns);
    const waitMs = Math.max(0, this.#freeMs - this.#parts.clock.monoMs());
    if (this.#waiting.length >= MOST_WAITING || waitMs > LONGEST_WAIT_MS) throw overloaded(waitMs);
    const answer = Promise.withResolvers<SocketsAnswer>();
    this.#waiting.push({ plan, answer });
    this.#cancel ??= this.#parts.clock.after(Math.ceil(waitMs), () => this.#answerNext());
    return answer.promise;
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    for (const { answer } of this.#waiting.splice(0)) answer.reject(new Error('the agent ends'));
  }

  /** All that ask for the namespace of the one that has waited longest. */
  #answerNext(): void {
    const { clock, now } = this.#parts;
    const startedMs = now();
    const [first] = this.#waiting;
    const asked = this.#waiting.filter(({ plan }) => plan.netns === first?.plan.netns);
    this.#waiting = this.#waiting.filter((one) => !asked.includes(one));
    try {
      const plans = asked.map(({ plan }) => plan);
      const answers = this.#dump(this.#find(first?.plan.netns ?? ''), plans);
      for (const [at, { answer }] of asked.entries()) answer.resolve(answers[at] as SocketsAnswer);
    } catch (cause) {
      for (const { answer } of asked) answer.reject(cause);
    }
    const gapMs = Math.max(GAP_MS, (now() - startedMs) * COST_FACTOR);
    this.#freeMs = clock.monoMs() + gapMs;
    this.#cancel = undefined;
    if (gapMs > LONGEST_WAIT_MS) for (const { answer } of this.#waiting.splice(0)) answer.reject(overloaded(gapMs));
    if (this.#waiting.length > 0) this.#cancel = clock.after(gapMs, () => this.#answerNext());
  }

  #find(netns: string): NetworkNamespace {
    const { table } = this.#parts;
    const known = chooseNamespace(table.namespaces, netns);
    if (known !== undefined) return known;
    // One whole search, begun anew: what it leaves the next looks go on with.
    for (let looks = 0; looks < MOST_SEARCHES; looks++) {
      table.search(SEARCH_MS, looks === 0 ? 0 : Number.POSITIVE_INFINITY);
      const found = chooseNamespace(table.namespaces, netns);
      if (found !== undefined) return found;
      if (!table.isPending) break;
    }
    throw unknown(netns, table);
  }

  #dump(namespace: NetworkNamespace, plans: readonly SocketsPlan[]): readonly SocketsAnswer[] {
    const { clock, dumps, namer, owners, table } = this.#parts;
    const [timeMs, monoMs] = [clock.wallMs(), clock.monoMs()];
    try {
      return dumps.with(namespace, (diag) => {
        const isAsked = plans.some(({ filter }) => asksOthers(filter));
        const others = isAsked ? this.#othersOf(diag, namespace).listAll(monoMs) : [];
        const snapshot = new SocketSnapshot();
        const dumper = new SocketDumper(diag, owners);
        const { report } = dumper.dump({ timeMs, monoMs, watched: false, observers: [snapshot] });
        snapshot.addOthers(others);
        const total = report.total + others.length;
        const [asked, orders] = [this.#asked, this.#orders];
        const answers = new SnapshotAnswers({ snapshot, owners, asked, namer, orders, where: 'elsewhere' });
        const answerOf = (plan: SocketsPlan) => answers.answer(plan, { timeMs, monoMs });
        return plans.map((plan) => ({ timeMs, netns: namespace.name, total, ...answerOf(plan) }));
      });
    } catch (cause) {
      if (!(cause instanceof KernelError && cause.code === 'vanished')) throw cause;
      table.search(SEARCH_MS, 0);
      throw unknown(namespace.name, table, cause);
    }
  }

  /** Which kinds this kernel cannot list is the same in all of them. */
  #othersOf(diag: SockDiag, { pids }: NetworkNamespace): OtherSockets {
    this.#raw = new RawSockets(diag, pids[0] === undefined ? NO_PROC : `/proc/${pids[0]}`);
    this.#others ??= new OtherSockets({
      diag,
      raw: { list: () => this.#raw?.list() ?? [] },
      interfaceOf: () => undefined,
    });
    return this.#others;
  }
}

/** A folder that is not there: files of this process would tell of another namespace. */
const NO_PROC = '/proc/0';
const MOST_NAMES = 12;

function unknown(netns: string, { namespaces }: FoundNamespaces, cause?: unknown): ProtocolError {
  const names = namespaces.slice(0, MOST_NAMES).map(({ inode, name }) => `"${name}" (${inode})`);
  const more = namespaces.length - names.length;
  const there =
    names.length === 0
      ? 'no other is known to this agent'
      : `there are ${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
  const what = cause === undefined ? 'is no network namespace of this host' : 'is gone';
  return new ProtocolError('not-found', 'sockets:query', `netns:${netns} ${what}: ${there}.`, { cause });
}

function overloaded(waitMs: number): ProtocolError {
  const seconds = Math.max(1, Math.ceil(waitMs / 1000));
  return new ProtocolError(
    'overloaded',
    'sockets:query',
    `sockets of other namespaces are listed seldom, as each list walks a table of the whole host: ask again in ${seconds} s.`,
  );
}
