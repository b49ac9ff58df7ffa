import type { Socket } from 'node:net';
import { AddressCount } from './AddressCount.ts';
import type { Refusal } from './guard.ts';

/** Connections above the limit that are still answered, so that a client learns why; more are ended unheard. */
const ANSWERED = 32;
const ANSWERED_WITHIN_MS = 5000;
/** Live connections of one address whose other end has not proved who it is. */
const MOST_STRANGERS = 64;

const TOO_MANY: Refusal = {
  status: 429,
  code: 'overloaded',
  message: 'too many connections from this address: close some of them, or raise --max-per-address',
};

const TOO_MANY_STRANGERS: Refusal = {
  ...TOO_MANY,
  message: 'too many live connections from this address that have not signed in yet: try again in a moment',
};

/** A live connection of socket.io, whatever carries it. */
export interface LiveSession {
  once(event: 'close', then: () => void): unknown;
}

type Peer = Pick<Socket, 'remoteAddress' | 'remotePort'>;

export interface ClientLimitsOptions {
  /** Connections, requests and live connections that one address may have open, of each so many. */
  readonly most: number;
  /** Whether a TCP connection's other end is a client. Where it is a proxy, all clients come by its connections. */
  readonly direct: boolean;
}

/** What one client address may hold open, so that none can take the whole server for itself. */
export class ClientLimits {
  readonly #direct: boolean;
  readonly #connections: AddressCount;
  readonly #requests: AddressCount;
  readonly #sessions: AddressCount;
  readonly #strangers = new AddressCount(MOST_STRANGERS);
  /** What gives back the place among strangers. */
  readonly #unproved = new WeakMap<object, () => void>();
  /** Connections above the limit that get an answer and no more. */
  readonly #refused = new Set<string>();

  constructor({ most, direct }: ClientLimitsOptions) {
    this.#direct = direct;
    this.#connections = new AddressCount(most);
    this.#requests = new AddressCount(most);
    this.#sessions = new AddressCount(most);
  }

  /** Counts a connection; one too many ends at once or after its answer. */
  connected(socket: Socket): void {
    if (!this.#direct) return;
    const address = socket.remoteAddress ?? '';
    if (this.#connections.isFull(address, ANSWERED)) {
      socket.destroy();
      return;
    }
    const tooMany = this.#connections.isFull(address);
    const release = this.#connections.take(address);
    const name = nameOf(socket);
    if (tooMany) {
      this.#refused.add(name);
      setTimeout(() => socket.destroy(), ANSWERED_WITHIN_MS).unref();
    }
    socket.once('close', () => {
      release();
      this.#refused.delete(name);
    });
  }

  /** Why a request or an upgrade from this address may not be, if so. */
  refusalOf(socket: Peer, address: string): Refusal | undefined {
    return this.#refused.has(nameOf(socket)) || this.#requests.isFull(address) ? TOO_MANY : undefined;
  }

  /** Counts a request. @returns what to call when it is over */
  requested(address: string): () => void {
    return this.#requests.take(address);
  }

  /** Why no further live connection may begin from this address, if so. */
  refusalOfSession(address: string): Refusal | undefined {
    if (this.#sessions.isFull(address)) return TOO_MANY;
    return this.#strangers.isFull(address) ? TOO_MANY_STRANGERS : undefined;
  }

  /** Counts a live connection, as a stranger's until `proved`. */
  opened(session: LiveSession, address: string): void {
    const release = this.#sessions.take(address);
    this.#unproved.set(session, this.#strangers.take(address));
    session.once('close', () => {
      release();
      this.proved(session);
    });
  }

  /** The other end is somebody, or it is gone. */
  proved(session: object): void {
    this.#unproved.get(session)?.();
    this.#unproved.delete(session);
  }
}

/** The same for a socket and for the TLS that it carries. */
const nameOf = ({ remoteAddress, remotePort }: Peer): string => `${remoteAddress} ${remotePort}`;
