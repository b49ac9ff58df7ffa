import { type AgentOrders, ProtocolError } from '@netstrata/protocol';
import type { OrderSeals } from '@netstrata/protocol/handshake';

/** What it needs of an agent's socket. */
interface Outgoing {
  emit(event: string, ...given: readonly unknown[]): unknown;
  timeout(ms: number): { emitWithAck(event: string, ...given: readonly unknown[]): Promise<unknown> };
}

type Body<E extends keyof AgentOrders> = Parameters<AgentOrders[E]>[0];

/** Gives an agent orders, each with the seal that shows it is ours. */
export class OrderOutbox {
  readonly #socket: Outgoing;
  #seals: OrderSeals | undefined;

  constructor(socket: Outgoing) {
    this.#socket = socket;
  }

  /** Once the agent has proved itself. */
  open(seals: OrderSeals): void {
    this.#seals = seals;
  }

  send<E extends keyof AgentOrders>(event: E, body: Body<E>): void {
    const seal = this.#seals?.seal(event, body);
    if (seal !== undefined) this.#socket.emit(event, body, seal);
  }

  /** Rejects when no answer comes within so many milliseconds. The answer is not checked. */
  async ask<E extends keyof AgentOrders>(event: E, body: Body<E>, withinMs: number): Promise<unknown> {
    const seal = this.#seals?.seal(event, body);
    if (seal === undefined) throw new ProtocolError('unavailable', event, 'the agent has not proved itself yet');
    return this.#socket.timeout(withinMs).emitWithAck(event, body, seal);
  }
}
