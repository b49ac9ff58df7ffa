import type { HostSummary } from '@netstrata/protocol/types';
import { HOST_RANK, hostState, worstFirst } from './hosts.ts';

/** A host that got better keeps its place for so long: one at the edge of a limit would jump to and fro. */
const CALM_DOWN_MS = 30_000;
/** What is new is marked for so long. */
const NEW_MS = 10_000;

interface Standing {
  /** The worst of the last half minute. */
  readonly rank: number;
  /** When it was as bad as that last. */
  readonly seenMs: number;
  /** When it became as bad; undefined for what was there when one began to look. */
  readonly worseMs: number | undefined;
}

export interface Ordered {
  readonly hosts: readonly HostSummary[];
  /** Ids of hosts whose trouble is new. */
  readonly fresh: ReadonlySet<string>;
  /** Changes whenever new trouble comes. */
  readonly alarms: number;
}

/** Where each host stands in a list that is looked at: up at once when it gets worse, down only when it has been better for a while. */
export class HostOrder {
  #standings = new Map<string, Standing>();
  #places: ReadonlyMap<string, number> = new Map();
  #looked = false;
  #alarms = 0;
  #settling = false;

  /**
   * The hosts in order, from what is known of them now. Of hosts that are gone nothing is kept. While the server has only just come back
   * (`settling`), its agents have not: that they are away then is no news.
   */
  look(hosts: readonly HostSummary[], nowMs: number, settling = false): Ordered {
    this.#settling = settling;
    const before = this.#standings;
    this.#standings = new Map(
      hosts.map((host) => [host.hostId, this.#standingOf(host, before.get(host.hostId), nowMs)]),
    );
    this.#looked ||= hosts.length > 0;
    const rankOf = ({ hostId }: HostSummary) => this.#standings.get(hostId)?.rank ?? 0;
    const placeOf = ({ hostId }: HostSummary) => this.#places.get(hostId) ?? Number.MAX_SAFE_INTEGER;
    const fresh = hosts.filter(({ hostId }) => {
      const { worseMs } = this.#standings.get(hostId) ?? {};
      return worseMs !== undefined && nowMs - worseMs < NEW_MS;
    });
    // Few move from one look to the next, and names are dear to compare: what is nearly in order is sorted in one pass.
    const asBefore = hosts.toSorted((a, b) => placeOf(a) - placeOf(b));
    const ordered = worstFirst(asBefore).toSorted((a, b) => rankOf(b) - rankOf(a));
    this.#places = new Map(ordered.map(({ hostId }, place) => [hostId, place]));
    return {
      hosts: ordered,
      fresh: new Set(fresh.map(({ hostId }) => hostId)),
      alarms: this.#alarms,
    };
  }

  #standingOf(host: HostSummary, before: Standing | undefined, nowMs: number): Standing {
    const rank = HOST_RANK[hostState(host)];
    if (this.#settling && before !== undefined && !host.connected) return before;
    if (before === undefined) return { rank, seenMs: nowMs, worseMs: this.#noted(rank > HOST_RANK.unknown, nowMs) };
    if (rank > before.rank)
      return { rank, seenMs: nowMs, worseMs: this.#noted(rank > HOST_RANK.unknown, nowMs) ?? before.worseMs };
    if (rank === before.rank) return { ...before, seenMs: nowMs };
    return nowMs - before.seenMs < CALM_DOWN_MS ? before : { rank, seenMs: nowMs, worseMs: undefined };
  }

  #noted(isTrouble: boolean, nowMs: number): number | undefined {
    if (!isTrouble || !this.#looked) return undefined;
    this.#alarms++;
    return nowMs;
  }
}
