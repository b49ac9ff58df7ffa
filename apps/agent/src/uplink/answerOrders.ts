import type { SocketDetail } from '@netstrata/metrics';
import { ProtocolError } from '@netstrata/protocol';
import { OrderInbox, type OrderSeals } from '@netstrata/protocol/handshake';
import type { SocketsAnswer, Watch, WireError } from '@netstrata/protocol/types';
import type { ChangeKeeper } from '../changes/ChangeKeeper.ts';
import { reasonOf } from '../reasonOf.ts';
import type { ServerSocket } from './openSocket.ts';
import { watchOf } from './replies.ts';

/** Who carries out what the server asks for. */
export interface OrderAnswers {
  readonly onWatch: (watch: Watch) => void;
  readonly onQuery: (query: unknown) => Promise<SocketsAnswer>;
  readonly onSocketQuery: (query: unknown) => SocketDetail;
  readonly changes: Pick<ChangeKeeper, 'preview' | 'apply' | 'order'>;
}

export interface OrderParts extends OrderAnswers {
  readonly socket: ServerSocket;
  readonly seals: () => OrderSeals | undefined;
  /** For what the proved server did not seal; nothing of it was carried out. */
  readonly onForged: (event: string) => void;
}

/** Carries out the orders of the proved server, and of nobody else. */
export function answerOrders({ socket, seals, onForged, onWatch, onQuery, onSocketQuery, changes }: OrderParts): void {
  const orders = new OrderInbox({
    socket: socket as unknown as ConstructorParameters<typeof OrderInbox>[0]['socket'],
    seals,
    onForged,
  });
  orders.on('watch:set', (given: unknown) => {
    const watch = watchOf(given);
    if (watch !== undefined) onWatch(watch);
  });
  orders.on('sockets:query', (query: unknown, reply) => {
    void answer(async () => ({ ok: true, ...(await onQuery(query)) }) as const, reply);
  });
  orders.on('socket:query', (query: unknown, reply) => {
    void answer(async () => ({ ok: true, socket: onSocketQuery(query) }) as const, reply);
  });
  orders.on('change:preview', (settings: unknown, reply) => {
    void answer(async () => ({ ok: true, preview: await changes.preview(settings) }) as const, reply);
  });
  orders.on('change:apply', (given: unknown, reply) => {
    void answer(async () => ({ ok: true, change: await changes.apply(given) }) as const, reply);
  });
  orders.on('change:order', (given: unknown, reply) => {
    void answer(async () => ({ ok: true, change: await changes.order(given) }) as const, reply);
  });
}

/** Of a sentence, as the server takes it. */
const MOST_MESSAGE = 1000;

interface Refusal {
  readonly ok: false;
  readonly error: WireError;
}

async function answer<T>(make: () => Promise<T>, reply: (answer: T | Refusal) => void): Promise<void> {
  try {
    reply(await make());
  } catch (cause) {
    const known = cause instanceof ProtocolError;
    const code = known ? cause.code : 'unavailable';
    const message = known ? cause.message : `the host cannot answer that: ${reasonOf(cause)}`;
    // A longer one would make the whole answer none.
    const error = { code, message: message.slice(0, MOST_MESSAGE).toWellFormed() };
    reply({ ok: false, error });
  }
}
