import type { SocketsReport } from '@netstrata/metrics';
import { AgentHandshake, type ProvedServer } from '@netstrata/protocol/handshake';
import type {
  AgentClaims,
  DetailMessage,
  Drift,
  HostChange,
  SeriesDef,
  TunablesReport,
  Watch,
  WireError,
} from '@netstrata/protocol/types';
import type { ChangeKeeper } from '../changes/ChangeKeeper.ts';
import type { Identity } from '../identity/Identity.ts';
import type { Log } from '../log.ts';
import { answerOrders, type OrderAnswers } from './answerOrders.ts';
import { Backoff } from './Backoff.ts';
import { FrameSender, type SendFailure } from './FrameSender.ts';
import { meetServer } from './meetServer.ts';
import { openSocket, type ServerSocket } from './openSocket.ts';
import type { TickRing } from './TickRing.ts';
import { troubleOf } from './troubleOf.ts';

export interface UplinkParts extends OrderAnswers {
  readonly server: string;
  readonly caFile: string | undefined;
  readonly identity: Identity;
  readonly claims: AgentClaims;
  readonly ring: TickRing;
  readonly series: () => readonly SeriesDef[];
  readonly tunables: () => TunablesReport;
  readonly changes: Pick<ChangeKeeper, 'preview' | 'apply' | 'order' | 'report' | 'connected' | 'connectionLost'>;
  /** A server is there: what waited for one can be told. */
  readonly onWelcome: () => void;
  readonly log: Log;
}

const ANSWER_TIMEOUT_MS = 10_000;
/** Codes that only a person can mend: hurrying is no use. */
const HOPELESS = new Set(['unauthorised', 'forbidden', 'version-mismatch', 'bad-request', 'impostor', 'other-server']);
/** What another way to prove oneself may mend. */
const REFUSALS = new Set(['unauthorised', 'forbidden', 'other-server']);
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
  /** Once it has proved itself. */
  #server: ProvedServer | undefined;
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

  reportChanges(changes: readonly HostChange[]): void {
    if (this.#sender !== undefined) this.#socket?.emit('changes:report', changes);
  }

  /** False without a connection: they are to be told again then. */
  reportDrifts(drifts: readonly Drift[]): boolean {
    if (this.#sender === undefined) return false;
    this.#socket?.emit('drift:report', drifts);
    return true;
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
    const { identity, claims, server, caFile } = this.#parts;
    let socket: ServerSocket;
    let handshake: AgentHandshake;
    try {
      // Anew at each attempt: another file, another key.
      handshake = new AgentHandshake(identity.next(), { ...claims, hostId: claims.facts.hostId });
      socket = openSocket(server, caFile);
    } catch (cause) {
      this.#lost({ code: 'unprepared', message: troubleOf(cause) });
      return;
    }
    this.#socket = socket;
    this.#server = undefined;
    socket.on('connect', () => this.#greet(socket, handshake));
    socket.on('connect_error', (error) => this.#lost({ code: 'unavailable', message: troubleOf(error) }));
    socket.on('disconnect', (reason) => this.#lost({ code: 'disconnected', message: reason }));
    answerOrders({
      ...this.#parts,
      socket,
      seals: () => this.#server?.orders,
      onForged: (event) =>
        this.#lost({
          code: 'impostor',
          message: `an order (${event}) came that the server did not seal: somebody stands between it and this agent`,
        }),
    });
  }

  #greet(socket: ServerSocket, handshake: AgentHandshake): void {
    const { claims, identity, ring } = this.#parts;
    const isOver = () => socket !== this.#socket || this.#stopped;
    meetServer({
      socket,
      handshake,
      claims: (server) => ({ ...claims, joinKey: identity.joinKey(server) }),
      onProved: (server) => {
        if (!isOver()) this.#server = server;
      },
      onWelcomed: (reply) => {
        if (isOver()) return;
        identity.accepted();
        if (reply.committedSeq <= ring.lastSeq) this.#welcomed(socket, reply);
        else this.#lost({ code: 'bad-reply', message: 'the server has more than this agent ever sent' });
      },
      onFailed: (error) => {
        if (isOver()) return;
        const another = REFUSALS.has(error.code) && identity.refused();
        this.#lost(error, another);
      },
    });
  }

  #welcomed(socket: ServerSocket, reply: Watch & { readonly committedSeq: number }): void {
    const { ring, series, tunables, changes, onWatch, log, server } = this.#parts;
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
    changes.connected();
    this.reportChanges(changes.report);
    this.#parts.onWelcome();
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

  /** The end of one connection, or of the attempt: the next comes later, or at once by `another` way to prove who we are. */
  #lost({ code, message }: WireError, another = false): void {
    this.#drop();
    this.#onDrained?.();
    if (this.#stopped) return;
    const { changes, log, server } = this.#parts;
    changes.connectionLost();
    const hopeless = HOPELESS.has(code);
    const trouble = `${code} ${message}`;
    if (trouble !== this.#lastTrouble) {
      const say = hopeless || code === 'unprepared' ? log.error : log.warn;
      say(`no connection to the server: ${message}`, { server, code });
    }
    this.#lastTrouble = trouble;
    clearTimeout(this.#retry);
    const waitMs = hopeless && !another ? this.#backoff.slowMs() : this.#backoff.nextMs();
    this.#retry = setTimeout(() => this.#connect(), waitMs);
  }

  #drop(): void {
    this.#sender?.close();
    this.#sender = undefined;
    const socket = this.#socket;
    this.#socket = undefined;
    this.#server = undefined;
    if (socket === undefined) return;
    socket.removeAllListeners();
    socket.disconnect();
    if (!this.#stopped) this.#parts.onWatch(NOBODY);
  }
}
