import type { AgentOrders } from '../types.ts';
import type { OrderSeals } from './OrderSeals.ts';

/** What it needs of a socket of socket.io-client. */
interface Incoming {
  on(event: string, listener: (...given: readonly unknown[]) => void): unknown;
}

export interface InboxOptions {
  readonly socket: Incoming;
  /** Undefined until the server has proved itself: nothing is an order before. */
  readonly seals: () => OrderSeals | undefined;
  /** For what comes without the seal of the server: it was not carried out. */
  readonly onForged: (event: string) => void;
}

/** Hands on those orders that the proved server sealed, and no others. */
export class OrderInbox {
  readonly #options: InboxOptions;

  constructor(options: InboxOptions) {
    this.#options = options;
  }

  /** As `on` of the socket, once for an event. */
  on<E extends keyof AgentOrders>(event: E, listener: AgentOrders[E]): void {
    const { socket, seals, onForged } = this.#options;
    const hand = listener as (...given: readonly unknown[]) => void;
    socket.on(event, (body, seal, reply) => {
      if (seals()?.accepts(event, body, seal) !== true) onForged(event);
      else hand(body, typeof reply === 'function' ? reply : noAnswer);
    });
  }
}

/** For an order that nobody waits to be answered. */
const noAnswer = (): void => {};
