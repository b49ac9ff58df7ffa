import type { IncomingMessage } from 'node:http';
import type { SocketDetail } from '@netstrata/metrics';
import type { AgentHello, SocketQuery, SocketsAnswer, SocketsQuery, Watch } from '@netstrata/protocol';
import { ProtocolError } from '@netstrata/protocol';
import type { HistoryReader } from '../history/HistoryReader.ts';
import type { HistoryWriter } from '../history/HistoryWriter.ts';
import { Refills } from '../history/Refills.ts';
import type { StoreThread } from '../history/StoreThread.ts';
import type { Hosts } from '../live/Hosts.ts';
import type { LiveHost } from '../live/LiveHost.ts';
import type { Log } from '../start/log.ts';
import { AgentConnection, type Joined, type Reported, type SessionTicks, type Taken } from './AgentConnection.ts';
import { type Admitted, AgentEntrance, type EntrancePorts } from './AgentEntrance.ts';
import type { AgentKeys } from './AgentKeys.ts';
import type { ChangeAsker } from './askChange.ts';
import { GreetingLimit } from './GreetingLimit.ts';
import type { AgentNamespace } from './types.ts';

export interface AgentGatewayOptions {
  readonly namespace: AgentNamespace;
  readonly keys: AgentKeys;
  /** Told of the live connection of an agent that has proved itself. */
  readonly proved: (session: object) => void;
  readonly addressOf: (request: IncomingMessage) => string;
  readonly audit: Pick<EntrancePorts, 'joined' | 'refused'>;
  readonly hosts: Hosts;
  readonly store: Pick<StoreThread, 'call'>;
  readonly writer: HistoryWriter;
  readonly reader: HistoryReader;
  readonly log: Log;
  readonly now: () => number;
  readonly watchOf: (hostId: string) => Watch;
  /** After the newest of one frame's ticks is in live state. */
  readonly ticked: (host: LiveHost, ticks: number) => void;
  readonly reported: (host: LiveHost, what: Reported) => void;
  /** When an agent may begin to speak for its host, before anybody is told. */
  readonly introduced: (agent: Pick<Admitted, 'hello' | 'from'>) => void;
  /** When a host's agent comes or goes. */
  readonly changed: (host: LiveHost) => void;
}

/** What an agent that says hello waits for the disk: much less than it waits for the answer. */
const STORE_WITHIN_MS = 3000;

/** Everything that concerns agents: who may speak for which host, and where what they say goes. */
export class AgentGateway {
  readonly #options: AgentGatewayOptions;
  readonly #connections = new Map<string, AgentConnection>();
  readonly #refills: Refills;

  constructor(options: AgentGatewayOptions) {
    this.#options = options;
    this.#refills = new Refills(options.reader);
    const { namespace, keys, addressOf, audit, log, now, reported } = options;
    const limit = new GreetingLimit(now);
    namespace.on('connection', (socket) => {
      new AgentConnection(socket, {
        entrance: new AgentEntrance({ keys, limit, ...audit }, addressOf(socket.request)),
        log,
        join: (connection, admitted) => {
          options.proved(socket.conn);
          return this.#join(connection, admitted);
        },
        take: (host, batch) => this.#take(host, batch),
        reported,
        now,
        left: (connection) => this.#left(connection),
      });
    });
  }

  /** Agents that are connected now. */
  get count(): number {
    return this.#connections.size;
  }

  watch(hostId: string, watch: Watch): void {
    this.#connections.get(hostId)?.watch(watch);
  }

  askSockets(host: LiveHost, query: SocketsQuery): Promise<SocketsAnswer> {
    return this.#connectionOf(host, 'sockets:query').then((connection) => connection.askSockets(query));
  }

  askSocket(host: LiveHost, query: SocketQuery): Promise<SocketDetail> {
    return this.#connectionOf(host, 'socket:query').then((connection) => connection.askSocket(query));
  }

  /** Asks the agent of a host about changes; rejects with ProtocolError `unavailable` when it is not connected. */
  async askChanges<T>(host: LiveHost, ask: (asker: ChangeAsker) => Promise<T>): Promise<T> {
    return ask((await this.#connectionOf(host, 'change')).changes);
  }

  async #connectionOf(host: LiveHost, operation: string): Promise<AgentConnection> {
    const connection = this.#connections.get(host.hostId);
    if (connection !== undefined) return connection;
    throw new ProtocolError('unavailable', operation, 'the agent of this host is not connected');
  }

  /** Ends the connection of a host's agent, if there is one. */
  end(hostId: string, why: string): void {
    this.#connections.get(hostId)?.end(why);
  }

  endAll(): void {
    for (const connection of [...this.#connections.values()]) connection.end('the server stops');
  }

  /**
   * One connection a host. The same session coming again has lost its old connection; another session takes over only
   * when the present one has fallen silent, so that two agents of one host do not throw each other out in turn.
   */
  async #join(connection: AgentConnection, admitted: Admitted): Promise<Joined> {
    const { hosts, keys, watchOf, log, changed } = this.#options;
    const { hello, standing } = admitted;
    const { hostId } = hello.facts;
    this.#makeRoom(hello);
    const committedSeq = await this.#begin(hello);
    if (connection.ended) throw new ProtocolError('unavailable', 'agent:hello', 'the connection ended');
    // Things may have changed while the store was asked.
    if (!keys.counts(standing)) throw new ProtocolError('forbidden', 'agent:hello', 'its key was revoked just now');
    this.#makeRoom(hello);
    const { elsewhere, allowApply } = standing;
    const host = hosts.introduce(hostId, { ...hello, elsewhere, mayApply: allowApply && hello.mayApply });
    this.#connections.set(hostId, connection);
    host.connected = true;
    this.#introduced(admitted);
    log.info({ host: hostId, hostname: hello.facts.hostname, behind: committedSeq }, 'an agent is connected');
    changed(host);
    return { host, committedSeq, watch: watchOf(hostId) };
  }

  /**
   * Makes a session known to the store, and gives what is on disk of it. 0 when the store cannot say, or not soon: the agent then brings all
   * that it keeps, and of that the store takes what it does not have.
   */
  async #begin(hello: AgentHello): Promise<number> {
    const { store, writer, log } = this.#options;
    const { hostId } = hello.facts;
    const { promise, resolve } = Promise.withResolvers<number>();
    const late = setTimeout(() => resolve(0), STORE_WITHIN_MS);
    writer
      .introduce(hello)
      .then(() => store.call('committedSeq', hostId, hello.session))
      .then(resolve, (error: unknown) => {
        log.debug({ host: hostId, err: error }, 'how much of an agent is stored cannot be told');
        resolve(0);
      });
    const committedSeq = await promise;
    clearTimeout(late);
    return committedSeq;
  }

  /** What cannot be written down of an agent keeps nobody from seeing its host. */
  #introduced(admitted: Admitted): void {
    const { introduced, log } = this.#options;
    try {
      introduced(admitted);
    } catch (error) {
      log.warn({ host: admitted.hello.facts.hostId, err: error }, 'what an agent brings cannot be written down');
    }
  }

  #makeRoom({ session, facts: { hostId } }: AgentHello): void {
    const present = this.#connections.get(hostId);
    if (present === undefined) return;
    const busy = present.host?.isFresh(this.#options.now()) === true;
    if (busy && present.session !== session) {
      throw new ProtocolError('unavailable', 'agent:hello', 'another agent reports for this host already');
    }
    present.end('a newer connection took its place');
  }

  async #take(host: LiveHost, { session, series, ticks }: SessionTicks): Promise<Taken> {
    const { writer, log, now, ticked } = this.#options;
    const [first] = ticks;
    if (first === undefined) return { committed: writer.offer({ hostId: host.hostId, session, series, ticks }) };
    if (!host.hasLiveSamples) {
      host.clear();
      await this.#refills
        .refill(host, first)
        .catch((error: unknown) =>
          log.warn({ host: host.hostId, err: error }, 'the last minutes could not be read back'),
        );
    }
    const noticed = host.clockOffsetMs;
    const isNew = host.push(series, ticks, now());
    if (noticed === null && host.clockOffsetMs !== null) {
      log.warn({ host: host.hostId, offsetMs: host.clockOffsetMs }, "an agent's clock differs from ours");
    }
    const committed = writer.offer({ hostId: host.hostId, session, series, ticks });
    if (isNew) ticked(host, ticks.length);
    return { committed };
  }

  #left(connection: AgentConnection): void {
    const entry = [...this.#connections].find(([, present]) => present === connection);
    if (entry === undefined) return;
    const [hostId] = entry;
    this.#connections.delete(hostId);
    const host = this.#options.hosts.find(hostId);
    if (host === undefined) return;
    host.connected = false;
    this.#options.log.info({ host: hostId }, 'an agent is gone');
    this.#options.changed(host);
  }
}
