import { bottleneckOfHost, bottleneckOfSocket, listedSocket } from '@netstrata/advisor/bottleneck';
import { DETAIL_KINDS, type DetailKind, LAYERS, type SparkPoint, sparkHistory, sparkOf } from '@netstrata/metrics';
import type { SocketUpdate, StackUpdate, ViewRequest, Watch, WireError } from '@netstrata/protocol';
import { ProtocolError } from '@netstrata/protocol';
import { validate, viewRequest } from '@netstrata/protocol/schemas';
import type { AdviceDesk } from '../advice/AdviceDesk.ts';
import type { Hosts } from '../live/Hosts.ts';
import type { LiveHost } from '../live/LiveHost.ts';
import { layerUpdate } from '../live/layerValues.ts';
import { SocketDesk, type SocketDeskOptions } from '../sockets/SocketDesk.ts';
import { OpenViews, roomOf } from './OpenViews.ts';
import type { BrowserNamespace, BrowserSocket } from './types.ts';

const BEAT_MS = 1000;
const MAX_VIEWS = 32;
/** Browsers in this room get nothing that the next second replaces. */
const SLOW_ROOM = 'slow';
/** A browser that has not taken what was sent to it at so many beats in a row counts as slow. */
const SLOW_BEATS = 3;

export interface BrowserGatewayOptions {
  readonly namespace: BrowserNamespace;
  readonly hosts: Hosts;
  readonly advice: AdviceDesk;
  readonly now: () => number;
  /** Kinds of detail that others than browsers wait for. */
  readonly alsoWanted: (hostId: string) => readonly DetailKind[];
  /** Asks an agent about one socket. */
  readonly askSocket: SocketDeskOptions['ask'];
  /** When what somebody looks at of a host becomes more or less. */
  readonly watched: (hostId: string, watch: Watch) => void;
}

const NOTHING_WATCHED = JSON.stringify({ watched: false, details: [] } satisfies Watch);

type Reply = (answer: { ok: true } | { ok: false; error: WireError }) => void;

/**
 * Sends each browser what it opened and nothing else. A message that repeats every second is left out for a browser that
 * does not read; what is sent once (history, advice) is kept for it.
 */
export class BrowserGateway {
  readonly #options: BrowserGatewayOptions;
  /** What was told last of each host that anybody looks at, as JSON. */
  readonly #watched = new Map<string, string>();
  /** Beats in a row at which a browser was still taking in earlier messages. */
  readonly #busyBeats = new WeakMap<BrowserSocket, number>();
  readonly #sockets: SocketDesk;
  readonly #beat: ReturnType<typeof setInterval>;

  constructor(options: BrowserGatewayOptions) {
    this.#options = options;
    this.#sockets = new SocketDesk({
      ask: options.askSocket,
      isOpen: (hostId, cookie) => this.#isOpen({ view: 'socket', hostId, cookie }),
      tell: (update) =>
        this.#to({ view: 'socket', hostId: update.hostId, cookie: update.cookie }).emit(
          'socket:update',
          this.#withBottleneck(update),
        ),
    });
    options.namespace.on('connection', (socket) => this.#serve(socket));
    this.#beat = setInterval(() => this.#everySecond(), BEAT_MS);
  }

  /** What anybody looks at of a host. */
  watchOf(hostId: string): Watch {
    const others = this.#options.alsoWanted(hostId);
    return {
      watched: this.#isOpen({ view: 'stack', hostId }) || this.#isOpen({ view: 'sockets', hostId }),
      details: DETAIL_KINDS.filter((kind) => others.includes(kind) || this.#isOpen({ view: 'details', hostId, kind })),
    };
  }

  /** Tells the host's agent when what is looked at has changed. */
  checkWatched(hostId: string): void {
    const watch = this.watchOf(hostId);
    const told = JSON.stringify(watch);
    if (told === (this.#watched.get(hostId) ?? NOTHING_WATCHED)) return;
    if (told === NOTHING_WATCHED) this.#watched.delete(hostId);
    else this.#watched.set(hostId, told);
    this.#options.watched(hostId, watch);
  }

  /** After one frame: `ticks` above 1 means that minutes kept during an outage came in, which go to the sparklines too. */
  ticked(host: LiveHost, ticks: number): void {
    const { hostId } = host;
    if (this.#isOpen({ view: 'stack', hostId })) {
      if (ticks > 1) this.#to({ view: 'stack', hostId }).emit('stack:history', historyOf(host));
      this.#to({ view: 'stack', hostId }).emit('stack:update', this.#stackUpdate(host));
    }
    for (const layer of LAYERS) {
      const view = { view: 'layer', hostId, layer } as const;
      if (this.#isOpen(view)) this.#to(view).emit('layer:update', layerUpdate(host, layer));
    }
    this.#sockets.look(host);
  }

  socketsReported(host: LiveHost): void {
    const { hostId, sockets } = host;
    const report = sockets.at(-1);
    const view = { view: 'sockets', hostId } as const;
    if (report !== undefined && this.#isOpen(view)) this.#to(view).emit('sockets:update', { hostId, report });
  }

  detailReported(host: LiveHost, kind: DetailKind): void {
    const { hostId } = host;
    const known = host.detail(kind);
    const view = { view: 'details', hostId, kind } as const;
    if (known !== undefined && this.#isOpen(view))
      this.#to(view).emit('details:update', { hostId, kind, answer: known.answer });
  }

  adviceChanged(host: LiveHost): void {
    const { hostId } = host;
    const { namespace, advice } = this.#options;
    const room = roomOf({ view: 'stack', hostId });
    namespace.to(room).emit('advice:update', { hostId, advice: advice.of(host) });
  }

  /** When a host's agent came or went. */
  hostChanged(host: LiveHost): void {
    const view = { view: 'stack', hostId: host.hostId } as const;
    if (this.#isOpen(view) && host.lastSampleMs !== null) this.#to(view).emit('stack:update', this.#stackUpdate(host));
    this.#sockets.look(host);
  }

  close(): void {
    clearInterval(this.#beat);
  }

  #serve(socket: BrowserSocket): void {
    const views = new OpenViews(MAX_VIEWS);
    socket.on('view:open', (request, reply) => {
      try {
        this.#open(socket, views, request, typeof reply === 'function' ? reply : () => {});
      } catch (error) {
        if (!(error instanceof ProtocolError)) throw error;
        if (typeof reply === 'function') reply({ ok: false, error: error.toWire() });
      }
    });
    socket.on('view:close', (request) => {
      const asked = viewRequest.safeParse(request);
      const closed = asked.success ? views.close(asked.data) : undefined;
      if (closed === undefined) return;
      void socket.leave(closed.room);
      if ('hostId' in closed.view) this.checkWatched(closed.view.hostId);
    });
    socket.on('disconnect', () => {
      for (const hostId of views.hostIds()) this.checkWatched(hostId);
    });
  }

  #open(socket: BrowserSocket, views: OpenViews, request: unknown, reply: Reply): void {
    const asked = validate(viewRequest, request, 'view:open');
    if (views.isFull && !views.has(asked)) {
      throw new ProtocolError('overloaded', 'view:open', `a page may open ${MAX_VIEWS} views`);
    }
    if (asked.view === 'hosts') {
      void socket.join(views.open(asked, asked));
      reply({ ok: true });
      socket.emit('hosts:update', this.#options.hosts.summaries(this.#options.now()));
      return;
    }
    const host = this.#options.hosts.find(asked.hostId);
    if (host === undefined)
      throw new ProtocolError('not-found', 'view:open', `no agent of ${asked.hostId} has reported`);
    if (asked.view === 'socket') this.#sockets.admit(host, asked.cookie);
    const view = { ...asked, hostId: host.hostId };
    void socket.join(views.open(asked, view));
    reply({ ok: true });
    this.checkWatched(host.hostId);
    this.#sendAtOnce(socket, host, view);
  }

  #sendAtOnce(socket: BrowserSocket, host: LiveHost, view: Exclude<ViewRequest, { readonly view: 'hosts' }>): void {
    const { hostId } = host;
    switch (view.view) {
      case 'stack':
        socket.emit('stack:history', historyOf(host));
        if (host.lastSampleMs !== null) socket.emit('stack:update', this.#stackUpdate(host));
        socket.emit('advice:update', { hostId, advice: this.#options.advice.of(host) });
        return;
      case 'layer':
        if (host.lastSampleMs !== null) socket.emit('layer:update', layerUpdate(host, view.layer));
        return;
      case 'sockets': {
        const report = host.sockets.at(-1);
        if (report !== undefined) socket.emit('sockets:update', { hostId, report });
        return;
      }
      case 'socket': {
        const { cookie } = view;
        const answer = this.#sockets.newest(host, cookie);
        if (answer !== undefined) socket.emit('socket:update', this.#withBottleneck({ hostId, cookie, answer }));
        return;
      }
      case 'details': {
        const known = host.detail(view.kind);
        if (known !== undefined) socket.emit('details:update', { hostId, kind: view.kind, answer: known.answer });
      }
    }
  }

  #stackUpdate(host: LiveHost): StackUpdate {
    const { hosts, now } = this.#options;
    const { hostId, facts, missing, window } = host;
    const stack = host.stack();
    return {
      hostId,
      host: hosts.summary(host, now()),
      facts,
      missing,
      stack,
      bottleneck: bottleneckOfHost({ stack, sockets: host.sockets }),
      spark: sparkOf(window),
    };
  }

  #withBottleneck(update: SocketUpdate): SocketUpdate {
    const row = listedSocket(this.#options.hosts.find(update.hostId)?.sockets ?? [], update.cookie);
    return row === undefined ? update : { ...update, bottleneck: bottleneckOfSocket(row) };
  }

  #everySecond(): void {
    const { namespace, hosts, now } = this.#options;
    this.#sortOutSlow();
    namespace.except(SLOW_ROOM).emit('server:beat', { timeMs: now() });
    if (this.#isOpen({ view: 'hosts' })) this.#to({ view: 'hosts' }).emit('hosts:update', hosts.summaries(now()));
  }

  /**
   * socket.io's own `volatile` is of no use here: it drops a message whenever another one is on its way in the same turn,
   * for fast browsers too.
   */
  #sortOutSlow(): void {
    for (const socket of this.#options.namespace.sockets.values()) {
      const busyBeats = socket.conn.transport.writable ? 0 : (this.#busyBeats.get(socket) ?? 0) + 1;
      this.#busyBeats.set(socket, busyBeats);
      const isSlow = busyBeats >= SLOW_BEATS;
      if (isSlow === socket.rooms.has(SLOW_ROOM)) continue;
      void (isSlow ? socket.join(SLOW_ROOM) : socket.leave(SLOW_ROOM));
    }
  }

  #to(view: ViewRequest) {
    return this.#options.namespace.to(roomOf(view)).except(SLOW_ROOM);
  }

  #isOpen(view: ViewRequest): boolean {
    return this.#options.namespace.adapter.rooms.has(roomOf(view));
  }
}

function historyOf(host: LiveHost): { readonly hostId: string; readonly points: readonly SparkPoint[] } {
  return { hostId: host.hostId, points: sparkHistory(host.window) };
}
