import type { DetailKind, SocketDetail } from '@netstrata/metrics';
import type {
  Drift,
  FrameReply,
  GreetReply,
  HelloReply,
  HostChange,
  SeriesDef,
  SocketQuery,
  SocketsAnswer,
  SocketsQuery,
  Tick,
  Watch,
} from '@netstrata/protocol';
import { ProtocolError } from '@netstrata/protocol';
import { FrameDecoder } from '@netstrata/protocol/codec';
import {
  changesReport,
  detailMessage,
  driftReport,
  socketReply,
  socketsReply,
  socketsReport,
  tunablesReport,
  validate,
} from '@netstrata/protocol/schemas';
import { Overloaded } from '../history/Overloaded.ts';
import type { LiveHost } from '../live/LiveHost.ts';
import type { Log } from '../start/log.ts';
import type { Admitted, AgentEntrance } from './AgentEntrance.ts';
import type { Standing } from './AgentKeys.ts';
import { type ChangeAsker, changeAsker } from './askChange.ts';
import { checkedAnswer } from './checkedAnswer.ts';
import { OrderOutbox } from './OrderOutbox.ts';
import type { AgentSocket } from './types.ts';

const HELLO_WITHIN_MS = 5000;
const ANSWER_WITHIN_MS = 3000;
/** Frames that may wait for the ones before; an agent that sends more does not listen to us. */
const MAX_WAITING_FRAMES = 64;

/** What a connection needs of the gateway and the rest of the server. */
export interface ConnectionPorts {
  readonly entrance: AgentEntrance;
  readonly log: Log;
  /** Makes the host known and this connection its only one. Throws ProtocolError when it may not be. */
  readonly join: (connection: AgentConnection, admitted: Admitted) => Promise<Joined>;
  /** Ticks are in live state when it returns. */
  readonly take: (host: LiveHost, batch: SessionTicks) => Promise<Taken>;
  readonly reported: (host: LiveHost, what: Reported) => void;
  readonly now: () => number;
  readonly left: (connection: AgentConnection) => void;
}

/** `sockets`, `tunables`, a kind of detail, all changes that the host keeps, or what somebody else changed there. */
export type Reported =
  | 'sockets'
  | 'tunables'
  | { readonly detail: DetailKind }
  | { readonly changes: readonly HostChange[] }
  | { readonly drifts: readonly Drift[] };

export interface Joined {
  readonly host: LiveHost;
  readonly committedSeq: number;
  readonly watch: Watch;
}

export interface SessionTicks {
  readonly session: string;
  readonly series: readonly SeriesDef[];
  readonly ticks: readonly Tick[];
}

/** Wrapped, so that awaiting the live part does not await the disk. */
export interface Taken {
  /** Gives the committed seq once the ticks are on disk, null where that has to wait. */
  readonly committed: Promise<number | null>;
}

/**
 * One agent's websocket: both ends prove themselves first, then frames in order. Whatever is wrong with what it sends is answered with an error
 * and ends this connection alone.
 */
export class AgentConnection {
  readonly changes: ChangeAsker;
  readonly #socket: AgentSocket;
  readonly #ports: ConnectionPorts;
  readonly #orders: OrderOutbox;
  readonly #decoder = new FrameDecoder();
  readonly #helloTimer: ReturnType<typeof setTimeout>;
  #series: readonly SeriesDef[] = [];
  #session: string | undefined;
  #standing: Standing | undefined;
  #host: LiveHost | undefined;
  /** What is on disk of the session, as far as is known: the agent keeps all that is newer. */
  #committedSeq = 0;
  #ended = false;
  #frames = Promise.resolve();
  #waitingFrames = 0;
  readonly #complained = new Set<string>();

  constructor(socket: AgentSocket, ports: ConnectionPorts) {
    this.#socket = socket;
    this.#ports = ports;
    this.#orders = new OrderOutbox(socket as unknown as ConstructorParameters<typeof OrderOutbox>[0]);
    this.#helloTimer = setTimeout(() => this.end('it said no hello'), HELLO_WITHIN_MS);
    socket.on('agent:greet', (greeting, reply) => this.#greet(greeting, callable(reply)));
    socket.on('agent:hello', (hello, reply) => void this.#hello(hello, callable(reply)));
    socket.on('frame:push', (frame, reply) => this.#queueFrame(frame, callable(reply)));
    socket.on('sockets:report', (report) =>
      this.#report('sockets', (host) => {
        host.pushSockets(validate(socketsReport, report, 'sockets:report'));
        return 'sockets';
      }),
    );
    socket.on('tunables:report', (report) =>
      this.#report('tunables', (host) => {
        host.setTunables(validate(tunablesReport, report, 'tunables:report'));
        return 'tunables';
      }),
    );
    socket.on('details:report', (message) => {
      this.#report('details', (host) => {
        const { kind, answer } = validate(detailMessage, message, 'details:report');
        host.setDetail(kind, { answer, arrivedMs: ports.now() });
        return { detail: kind };
      });
    });
    socket.on('changes:report', (units) => {
      this.#report('changes', () => ({ changes: validate(changesReport, units, 'changes:report') }));
    });
    socket.on('drift:report', (drifts) => {
      this.#report('drift', () => ({ drifts: validate(driftReport, drifts, 'drift:report') }));
    });
    this.changes = changeAsker(socket, this.#orders, () => this.#standing?.allowApply === true);
    socket.on('disconnect', () => this.end('it left'));
  }

  get host(): LiveHost | undefined {
    return this.#host;
  }

  get ended(): boolean {
    return this.#ended;
  }

  get session(): string | undefined {
    return this.#session;
  }

  watch(watch: Watch): void {
    this.#orders.send('watch:set', watch);
  }

  /** Rejects with ProtocolError `timed-out` when the agent does not answer in time, else with the error it answered. */
  async askSockets(query: SocketsQuery): Promise<SocketsAnswer> {
    const answer = this.#orders.ask('sockets:query', query, ANSWER_WITHIN_MS);
    const { ok: _, ...given } = await checkedAnswer('sockets:query', answer, socketsReply);
    return given;
  }

  /** As `askSockets`, and with `not-found` when there is no such socket. */
  async askSocket(query: SocketQuery): Promise<SocketDetail> {
    const answer = this.#orders.ask('socket:query', query, ANSWER_WITHIN_MS);
    return (await checkedAnswer('socket:query', answer, socketReply)).socket;
  }

  end(why: string): void {
    if (this.#ended) return;
    this.#ended = true;
    clearTimeout(this.#helloTimer);
    this.#ports.log.debug({ host: this.#host?.hostId, why }, 'an agent connection ended');
    this.#ports.left(this);
    this.#socket.disconnect(true);
  }

  #greet(value: unknown, reply: (answer: GreetReply) => void): void {
    if (this.#ended) return;
    try {
      reply(this.#ports.entrance.greet(value));
    } catch (error) {
      this.#refuse(error, reply);
    }
  }

  async #hello(value: unknown, reply: (answer: HelloReply) => void): Promise<void> {
    if (this.#ended) return;
    try {
      const admitted = this.#ports.entrance.hello(value);
      clearTimeout(this.#helloTimer);
      this.#session = admitted.hello.session;
      this.#standing = admitted.standing;
      this.#orders.open(admitted.seals);
      const { host, committedSeq, watch } = await this.#ports.join(this, admitted);
      this.#host = host;
      this.#committedSeq = committedSeq;
      reply({ ok: true, committedSeq, ...watch });
    } catch (error) {
      this.#refuse(error, reply);
    }
  }

  #queueFrame(frame: unknown, reply: (answer: FrameReply) => void): void {
    if (this.#ended) return;
    if (this.#waitingFrames >= MAX_WAITING_FRAMES) {
      this.#refuse(new ProtocolError('overloaded', 'frame:push', 'too many frames at once'), reply);
      return;
    }
    this.#waitingFrames += 1;
    this.#frames = this.#frames.then(async () => {
      this.#waitingFrames -= 1;
      try {
        if (!this.#ended) await this.#frame(frame, reply);
      } catch (error) {
        this.#refuse(error, reply);
      }
    });
  }

  async #frame(frame: unknown, reply: (answer: FrameReply) => void): Promise<void> {
    const host = this.#host;
    const session = this.#session;
    if (host === undefined || session === undefined) {
      throw new ProtocolError('unauthorised', 'frame:push', 'say hello first and wait for the answer');
    }
    if (!(frame instanceof Uint8Array)) throw new ProtocolError('bad-frame', 'frame:push', 'a frame is bytes');
    const { newSeries, ticks } = this.#decoder.decode(frame);
    if (newSeries.length > 0) this.#series = [...this.#series, ...newSeries];
    const { committed } = await this.#ports.take(host, { session, series: this.#series, ticks });
    committed.then(
      (committedSeq) => {
        this.#committedSeq = Math.max(this.#committedSeq, committedSeq ?? 0);
        reply({ ok: true, committedSeq: this.#committedSeq });
      },
      (error: unknown) => this.#notTaken(error, reply),
    );
  }

  /**
   * Ticks that the history had no room for are live all the same, and the agent keeps them. It brings them over a new connection, once there
   * is room: on this one each tick comes once.
   */
  #notTaken(error: unknown, reply: (answer: FrameReply) => void): void {
    if (!(error instanceof Overloaded)) this.#refuse(error, reply);
    else if (error.again) this.end('it is to bring again what could not be stored');
    else reply({ ok: true, committedSeq: this.#committedSeq });
  }

  /** A report that does not fit its schema costs that report and one line in the log, not the ticks. */
  #report(what: string, keep: (host: LiveHost) => Reported): void {
    const host = this.#host;
    if (host === undefined || this.#ended) return;
    try {
      this.#ports.reported(host, keep(host));
    } catch (error) {
      if (this.#complained.has(what)) return;
      this.#complained.add(what);
      this.#ports.log.warn({ host: host.hostId, err: error }, `a ${what} report was left out`);
    }
  }

  #refuse(
    error: unknown,
    reply: (answer: { readonly ok: false; readonly error: { code: string; message: string } }) => void,
  ) {
    if (this.#ended) return;
    const known = asProtocolError(error);
    // Strangers that come too often are no news each time.
    const level = known.code === 'overloaded' && this.#host === undefined ? 'debug' : 'warn';
    this.#ports.log[level]({ host: this.#host?.hostId, code: known.code, err: error }, 'an agent was refused');
    reply({ ok: false, error: known.toWire() });
    this.end(known.code);
  }
}

function asProtocolError(error: unknown): ProtocolError {
  if (error instanceof ProtocolError) return error;
  return new ProtocolError('unavailable', 'frame:push', 'the history cannot be written now', { cause: error });
}

/** A client may leave out the acknowledgement; the types do not know that. */
function callable<T>(reply: (answer: T) => void): (answer: T) => void {
  return typeof reply === 'function' ? reply : () => {};
}
