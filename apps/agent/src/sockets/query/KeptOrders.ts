/** What stands in a list, in its order: sockets by `SocketSnapshot.orderOf`, groups by the word that finds them. */
type Members = Float64Array | readonly string[];

/** The order that a list had in one answer. */
export interface KeptOrder {
  readonly members: Members;
  /** The place of each member. */
  readonly places: () => ReadonlyMap<number | string, number>;
}

/** A few seconds of each list that pages look at; those that somebody holds on to are asked for each second, and stay. */
const MOST_ORDERS = 24;
const MOST_MEMBERS = 600_000;

/** The orders of the newest answers, so that a list can be shown again in one of them while its values go on. */
export class KeptOrders {
  /** The one that was used longest ago comes first. */
  readonly #kept = new Map<string, KeptOrder>();
  #members = 0;

  /** @param key which list @param timeMs of the answer */
  keep(key: string, timeMs: number, members: Members): void {
    const name = nameOf(key, timeMs);
    this.#drop(name);
    let places: Map<number | string, number> | undefined;
    const placesOf = () => (places ??= new Map([...members].map((member, place) => [member, place] as const)));
    this.#kept.set(name, { members, places: placesOf });
    this.#members += members.length;
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= MOST_ORDERS && this.#members <= MOST_MEMBERS) break;
      if (oldest !== name) this.#drop(oldest);
    }
  }

  /** The order of the answer of that time; undefined where it is kept no more. */
  of(key: string, timeMs: number): KeptOrder | undefined {
    const name = nameOf(key, timeMs);
    const kept = this.#kept.get(name);
    if (kept === undefined) return undefined;
    this.#kept.delete(name);
    this.#kept.set(name, kept);
    return kept;
  }

  clear(): void {
    this.#kept.clear();
    this.#members = 0;
  }

  #drop(name: string): void {
    this.#members -= this.#kept.get(name)?.members.length ?? 0;
    this.#kept.delete(name);
  }
}

const nameOf = (key: string, timeMs: number): string => `${timeMs}\n${key}`;
