import type { ViewRequest } from '@netstrata/protocol';

/** A view of a host by its real id; also the room its watchers are in. */
export const roomOf = (view: ViewRequest): string => JSON.stringify(view);

/** The views one browser has open, by the words it opened them with: `self` and the host's id may be the same view. */
export class OpenViews {
  readonly #max: number;
  readonly #rooms = new Map<string, { readonly view: ViewRequest; readonly room: string }>();

  constructor(max: number) {
    this.#max = max;
  }

  get isFull(): boolean {
    return this.#rooms.size >= this.#max;
  }

  has(asked: ViewRequest): boolean {
    return this.#rooms.has(roomOf(asked));
  }

  /** `view` is what was asked, with the host's real id. Gives the room to enter. */
  open(asked: ViewRequest, view: ViewRequest): string {
    const room = roomOf(view);
    this.#rooms.set(roomOf(asked), { view, room });
    return room;
  }

  /** Gives the room to leave, undefined when it stays open under other words or was not open. */
  close(asked: ViewRequest): { readonly view: ViewRequest; readonly room: string } | undefined {
    const entry = this.#rooms.get(roomOf(asked));
    this.#rooms.delete(roomOf(asked));
    if (entry === undefined || [...this.#rooms.values()].some(({ room }) => room === entry.room)) return undefined;
    return entry;
  }

  /** Every open view once, with its host's real id. */
  all(): readonly ViewRequest[] {
    return [...new Map([...this.#rooms.values()].map(({ room, view }) => [room, view])).values()];
  }

  /** Host ids of the open views. */
  hostIds(): ReadonlySet<string> {
    return new Set([...this.#rooms.values()].flatMap(({ view }) => ('hostId' in view ? [view.hostId] : [])));
  }
}
