import { readFileSync } from 'node:fs';
import type { SocketDetail, SocketsReport } from '@netstrata/metrics';
import { ProtocolError } from '@netstrata/protocol';
import type {
  AgentHello,
  DetailMessage,
  SeriesDef,
  SocketReply,
  SocketsAnswer,
  SocketsReply,
  TunablesReport,
  Watch,
  WireError,
} from '@netstrata/protocol/types';
import type { Log } from '../log.ts';
import { Backoff } from './Backoff.ts';
import { FrameSender, type SendFailure } from './FrameSender.ts';
import { openSocket, type ServerSocket } from './openSocket.ts';
import { helloReplyOf, watchOf } from './replies.ts';
import type { TickRing } from './TickRing.ts';

export interface UplinkParts {
  readonly server: string;
  readonly tokenFile: string;
  readonly hello: Omit<AgentHello, 'token'>;
  readonly ring: TickRing;
  readonly series: () => readonly SeriesDef[];
  readonly tunables: () => TunablesReport;
  readonly onWatch: (watch: Watch) => void;
  readonly onQuery: (query: unknown) => Promise<SocketsAnswer>;
  readonly onSocketQuery: (query: unknown) => SocketDetail;
  readonly log: Log;
}

interface Refusal {
  readonly ok: false;
  readonly error: WireError;
}

const ANSWER_TIMEOUT_MS = 10_000;
/** Codes that only a person can mend: hurrying is no use. */
const HOPELESS = new Set(['unauthorised', 'forbidden', 'version-mismatch', 'bad-request']);
/** The same ticks refused this often are given up, so that one bad tick cannot end the stream for ever. */
const MOST_REFUSALS = 3;
/** With more frames than this unanswered the server or the way to it is slow: reports, of which only the newest counts, wait. */
const CALM_IN_FLIGHT = 2;
const NOBODY: Watch = { watched: false, details: [] };

/** The connection to the server: greets, sends what the ring holds, answers questions, and comes back for ever. */
export class Uplink {
  readonly #parts: UplinkParts;
  readonly #backoff = new Backoff();
  #socket: ServerSocket | undefined;
  #sender: FrameSender | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #stopped = false;
  #greetings = 0;
  #wireBytes = 0;
  #lastTrouble = '';
  #refused = { firstSeq: 0, times: 0 };
  #onDrained: (() => void) | undefined;

  constructor(parts: UplinkParts) {
    this.#parts = parts;
  }

  get wireBytes(): number {
    return this.#wireBytes;
  }
  get reconnects(): number {
    return Math.max(0, this.#greetings - 1);
  }

  start(): void {
    this.#connect();
  }

  /** Sends what the ring holds, as far as the connection is there. */
  pump(): void {
    this.#sender?.pump();
  }

  reportSockets(report: SocketsReport): void {
    if (this.#isCalm) this.#socket?.emit('sockets:report', report);
  }

  reportDetail(message: DetailMessage): void {
    if (this.#isCalm) this.#socket?.emit('details:report', message);
  }

  /** Of reports only the newest counts: what cannot be sent now is left out. */
  get #isCalm(): boolean {
    return this.#sender !== undefined && this.#sender.inFlight <= CALM_IN_FLIGHT;
  }

  reportTunables(report: TunablesReport): void {
    if (this.#sender !== undefined) this.#socket?.emit('tunables:report', report);
  }

  /** Waits up to `graceMs` for what is unconfirmed, then ends the connection for good. */
  async stop(graceMs: number): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#retry);
    if (this.#sender !== undefined && this.#parts.ring.length > 0) {
      const drained = Promise.withResolvers<void>();
      const timer = setTimeout(drained.resolve, graceMs);
      this.#onDrained = drained.resolve;
      this.pump();
      await drained.promise;
      clearTimeout(timer);
    }
    this.#drop();
  }

  #connect(): void {
    const token = this.#readToken();
    if (token === undefined) return;
    const socket = openSocket(this.#parts.server);
    this.#socket = socket;
    socket.on('connect', () => this.#greet(socket, token));
    socket.on('connect_error', (error) => this.#lost({ code: 'unavailable', message: reasonOf(error) }));
    socket.on('disconnect', (reason) => this.#lost({ code: 'disconnected', message: reason }));
    socket.on('watch:set', (given: unknown) => {
      const watch = watchOf(given);
      if (watch !== undefined) this.#parts.onWatch(watch);
    });
    socket.on('sockets:query', (query: unknown, reply: unknown) => {
      const answer = async () => ({ ok: true, ...(await this.#parts.onQuery(query)) }) as const;
      if (typeof reply === 'function') void this.#answer(answer, reply as (answer: SocketsReply) => void);
    });
    socket.on('socket:query', (query: unknown, reply: unknown) => {
      const answer = async () => ({ ok: true, socket: this.#parts.onSocketQuery(query) }) as const;
      if (typeof reply === 'function') void this.#answer(answer, reply as (answer: SocketReply) => void);
    });
  }

  /** Read at each attempt: the server may make a new one. */
  #readToken(): string | undefined {
    const { tokenFile } = this.#parts;
    try {
      return readFileSync(tokenFile, 'utf8').trim();
    } catch (cause) {
      this.#lost({ code: 'no-token', message: `${tokenFile} cannot be read: ${String(cause)}` });
      return undefined;
    }
  }

  #greet(socket: ServerSocket, token: string): void {
    socket.timeout(ANSWER_TIMEOUT_MS).emit('agent:hello', { ...this.#parts.hello, token }, (error, answer) => {
      if (socket !== this.#socket || this.#stopped) return;
      const reply = helloReplyOf(answer);
      if (error) this.#lost({ code: 'timed-out', message: 'no answer to the greeting' });
      else if (reply === undefined || (reply.ok && reply.committedSeq > this.#parts.ring.lastSeq))
        this.#lost({ code: 'bad-reply', message: 'the answer to the greeting makes no sense' });
      else if (reply.ok) this.#welcomed(socket, reply);
      else this.#lost(reply.error);
    });
  }

  #welcomed(socket: ServerSocket, reply: Watch & { readonly committedSeq: number }): void {
    const { ring, series, tunables, onWatch, log, server } = this.#parts;
    this.#greetings++;
    this.#lastTrouble = '';
    ring.ackThrough(reply.committedSeq);
    log.info('connected', { server, waitingTicks: ring.length });
    this.#sender = new FrameSender(
      {
        ring,
        series,
        push: (frame, done) => {
          this.#wireBytes += frame.length;
          socket.timeout(ANSWER_TIMEOUT_MS).emit('frame:push', frame, (error, answer) => done(error ?? answer));
        },
        onCommitted: () => this.#committed(),
        onFailed: (failure) => this.#failed(failure),
      },
      reply.committedSeq,
    );
    onWatch(reply);
    this.reportTunables(tunables());
    this.pump();
  }

  #committed(): void {
    this.#backoff.reset();
    this.#refused = { firstSeq: 0, times: 0 };
    if (this.#parts.ring.length === 0) this.#onDrained?.();
  }

  #failed(failure: SendFailure): void {
    const { ring, log } = this.#parts;
    const { firstSeq, lastSeq, code, message } = failure;
    if (code === 'bad-frame') {
      const times = this.#refused.firstSeq === firstSeq ? this.#refused.times + 1 : 1;
      this.#refused = { firstSeq, times };
      if (times >= MOST_REFUSALS) {
        ring.giveUpThrough(lastSeq);
        log.error('the server will not take these ticks: given up', { firstSeq, lastSeq, message });
      }
    }
    this.#lost({ code, message });
  }

  async #answer<T>(make: () => Promise<T>, reply: (answer: T | Refusal) => void): Promise<void> {
    try {
      reply(await make());
    } catch (cause) {
      const known = cause instanceof ProtocolError ? cause : undefined;
      const error = known?.toWire() ?? {
        code: 'unavailable',
        message: `the sockets cannot be listed: ${reasonOf(cause)}`,
      };
      reply({ ok: false, error });
    }
  }

  /** The end of one connection, or of the attempt: the next comes later. */
  #lost({ code, message }: WireError): void {
    this.#drop();
    this.#onDrained?.();
    if (this.#stopped) return;
    const { log, server } = this.#parts;
    const hopeless = HOPELESS.has(code);
    const trouble = `${code} ${message}`;
    if (trouble !== this.#lastTrouble) {
      const say = hopeless || code === 'no-token' ? log.error : log.warn;
      say(`no connection to the server: ${message}`, { server, code });
    }
    this.#lastTrouble = trouble;
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => this.#connect(), hopeless ? this.#backoff.slowMs() : this.#backoff.nextMs());
  }

  #drop(): void {
    this.#sender?.close();
    this.#sender = undefined;
    const socket = this.#socket;
    this.#socket = undefined;
    if (socket === undefined) return;
    socket.removeAllListeners();
    socket.disconnect();
    if (!this.#stopped) this.#parts.onWatch(NOBODY);
  }
}

function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const inner = 'description' in cause && cause.description instanceof Object ? cause.description : undefined;
  const error = inner !== undefined && 'error' in inner ? inner.error : undefined;
  return error instanceof Error ? error.message || cause.message : cause.message;
}
