import type { SocketDetail } from '@netstrata/metrics';
import type { SocketQuery, SocketReply, SocketUpdate } from '@netstrata/protocol';
import { ProtocolError } from '@netstrata/protocol';
import type { LiveHost } from '../live/LiveHost.ts';

/** Options change seldom, and each reading borrows the socket from its program. */
const OPTIONS_EVERY = 5;
/** Of one host at a time: each is a question to its agent every second. */
const MOST_SOCKETS = 16;

export interface SocketDeskOptions {
  /** Rejects with a ProtocolError, `not-found` when there is no such socket. */
  readonly ask: (host: LiveHost, query: SocketQuery) => Promise<SocketDetail>;
  /** Whether somebody still looks at it. */
  readonly isOpen: (hostId: string, cookie: string) => boolean;
  readonly tell: (update: SocketUpdate) => void;
}

interface Chosen {
  readonly cookie: string;
  asked: number;
  /** One question at a time, however slow the agent is. */
  asking: boolean;
  /** No other socket ever gets its cookie. */
  gone: boolean;
  newest: SocketReply | undefined;
  /** As they were read last. */
  options: Pick<SocketDetail, 'options' | 'optionsMissing'>;
}

/** Sockets that somebody has chosen: asks about each with every tick of its host, once for all who look. */
export class SocketDesk {
  readonly #options: SocketDeskOptions;
  readonly #chosen = new Map<string, Map<string, Chosen>>();

  constructor(options: SocketDeskOptions) {
    this.#options = options;
  }

  /** Makes room for a socket. Fails with ProtocolError `overloaded`. */
  admit({ hostId }: LiveHost, cookie: string): void {
    const chosen = this.#stillOpen(hostId);
    if (chosen.has(cookie)) return;
    if (chosen.size >= MOST_SOCKETS)
      throw new ProtocolError('overloaded', 'view:open', `${MOST_SOCKETS} sockets of this host are being looked at`);
    chosen.set(cookie, { cookie, asked: 0, asking: false, gone: false, newest: undefined, options: {} });
    this.#chosen.set(hostId, chosen);
  }

  /** What is known of a socket; it is asked for when that is nothing. */
  newest(host: LiveHost, cookie: string): SocketReply | undefined {
    const chosen = this.#chosen.get(host.hostId)?.get(cookie);
    if (chosen !== undefined && chosen.newest === undefined) void this.#ask(host, chosen);
    return chosen?.newest;
  }

  /** A tick of the host came, or its agent came or went. */
  look(host: LiveHost): void {
    for (const chosen of this.#stillOpen(host.hostId).values()) void this.#ask(host, chosen);
  }

  #stillOpen(hostId: string): Map<string, Chosen> {
    const chosen = this.#chosen.get(hostId) ?? new Map<string, Chosen>();
    for (const cookie of chosen.keys()) if (!this.#options.isOpen(hostId, cookie)) chosen.delete(cookie);
    if (chosen.size === 0) this.#chosen.delete(hostId);
    return chosen;
  }

  /** Never fails. */
  async #ask(host: LiveHost, chosen: Chosen): Promise<void> {
    if (chosen.asking || chosen.gone) return;
    chosen.asking = true;
    const { cookie } = chosen;
    try {
      const options = chosen.asked++ % OPTIONS_EVERY === 0;
      const socket = await this.#options.ask(host, { cookie, options });
      if (options) chosen.options = { options: socket.options, optionsMissing: socket.optionsMissing };
      chosen.newest = { ok: true, socket: { ...socket, ...chosen.options } };
    } catch (cause) {
      const error = cause instanceof ProtocolError ? cause : failure(cause);
      chosen.asked = 0;
      chosen.gone = error.code === 'not-found';
      chosen.newest = { ok: false, error: error.toWire() };
    } finally {
      chosen.asking = false;
    }
    this.#options.tell({ hostId: host.hostId, cookie, answer: chosen.newest });
  }
}

function failure(cause: unknown): ProtocolError {
  return new ProtocolError('unavailable', 'socket:query', 'the agent could not be asked', { cause });
}
