import type { BrowserNamespace, BrowserSocket } from './types.ts';

/** Browsers in this room get nothing that the next second replaces. */
export const SLOW_ROOM = 'slow';
/** A browser that has not taken what was sent to it at so many beats in a row counts as slow. */
const SLOW_BEATS = 3;

/**
 * Which browsers do not keep up. socket.io's own `volatile` is of no use here: it drops a message whenever another one is on its way in the same
 * turn, for fast browsers too.
 */
export class SlowBrowsers {
  readonly #namespace: BrowserNamespace;
  readonly #caughtUp: (socket: BrowserSocket) => void;
  /** Beats in a row at which a browser was still taking in earlier messages. */
  readonly #busyBeats = new WeakMap<BrowserSocket, number>();

  constructor(namespace: BrowserNamespace, caughtUp: (socket: BrowserSocket) => void) {
    this.#namespace = namespace;
    this.#caughtUp = caughtUp;
  }

  /** Once a beat. */
  look(): void {
    for (const socket of this.#namespace.sockets.values()) {
      const busyBeats = socket.conn.transport.writable ? 0 : (this.#busyBeats.get(socket) ?? 0) + 1;
      this.#busyBeats.set(socket, busyBeats);
      const isSlow = busyBeats >= SLOW_BEATS;
      if (isSlow === socket.rooms.has(SLOW_ROOM)) continue;
      void (isSlow ? socket.join(SLOW_ROOM) : socket.leave(SLOW_ROOM));
      if (!isSlow) this.#caughtUp(socket);
    }
  }
}
