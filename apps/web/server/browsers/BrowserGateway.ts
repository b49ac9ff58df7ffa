import { DETAIL_KINDS, type DetailKind, LAYERS, type Locale } from '@netstrata/metrics';
import type { ViewRequest, Watch, WireError } from '@netstrata/protocol';
import { ProtocolError } from '@netstrata/protocol';
import { locale, validate, viewRequest } from '@netstrata/protocol/schemas';
import type { Access } from '../access/Access.ts';
import type { AdviceDesk } from '../advice/AdviceDesk.ts';
import type { ChangeDesk } from '../changes/ChangeDesk.ts';
import { inLanguage } from '../language/inLanguage.ts';
import type { Hosts } from '../live/Hosts.ts';
import type { LiveHost } from '../live/LiveHost.ts';
import { layerUpdate } from '../live/layerValues.ts';
import { SocketDesk, type SocketDeskOptions } from '../sockets/SocketDesk.ts';
import { admit, endWhoMayNoMore } from './admit.ts';
import { HostsFeed } from './HostsFeed.ts';
import { HostUpdates } from './HostUpdates.ts';
import { Languages } from './Languages.ts';
import { OpenViews, roomOf } from './OpenViews.ts';
import { SLOW_ROOM, SlowBrowsers } from './SlowBrowsers.ts';
import type { BrowserNamespace, BrowserSocket } from './types.ts';

const BEAT_MS = 1000;
const MAX_VIEWS = 32;

export interface BrowserGatewayOptions {
  readonly namespace: BrowserNamespace;
  readonly hosts: Hosts;
  readonly advice: AdviceDesk;
  readonly changes: Pick<ChangeDesk, 'told'>;
  /** Tells who connects, and whether they still may. */
  readonly access: Pick<Access, 'identify' | 'holderOf' | 'stillHolds'>;
  readonly now: () => number;
  /** Of the pages that the server has. */
  readonly build?: string | undefined;
  /** Whether the history cannot be written now. */
  readonly unstored: () => boolean;
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
  readonly #languages: Languages;
  readonly #updates: HostUpdates;
  readonly #hostsFeed = new HostsFeed();
  readonly #slow: SlowBrowsers;
  readonly #sockets: SocketDesk;
  readonly #beat: ReturnType<typeof setInterval>;

  constructor(options: BrowserGatewayOptions) {
    this.#options = options;
    this.#languages = new Languages(options.namespace);
    this.#updates = new HostUpdates(options);
    this.#slow = new SlowBrowsers(options.namespace, (socket) => this.#caughtUp(socket));
    this.#sockets = new SocketDesk({
      ask: options.askSocket,
      isOpen: (hostId, cookie) => this.#isOpen({ view: 'socket', hostId, cookie }),
      tell: (update) => {
        const told = this.#updates.socket(update);
        this.#each({ view: 'socket', hostId: update.hostId, cookie: update.cookie }, (readers, language) =>
          readers.emit('socket:update', inLanguage(told, language)),
        );
      },
    });
    options.namespace.use((socket, next) => void admit(socket, options.access).then(() => next(), next));
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
      if (ticks > 1) this.#to({ view: 'stack', hostId }).emit('stack:history', this.#updates.history(host));
      this.#tellStack(host);
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
    if (report === undefined) return;
    this.#each(view, (readers, language) => readers.emit('sockets:update', inLanguage({ hostId, report }, language)));
  }

  detailReported(host: LiveHost, kind: DetailKind): void {
    const { hostId } = host;
    const known = host.detail(kind);
    const view = { view: 'details', hostId, kind } as const;
    if (known === undefined) return;
    const update = { hostId, kind, answer: known.answer };
    this.#each(view, (readers, language) => readers.emit('details:update', inLanguage(update, language)));
  }

  adviceChanged(host: LiveHost): void {
    const { hostId } = host;
    const advice = this.#options.advice.of(host);
    this.#languages.each(roomOf({ view: 'stack', hostId }), (readers, language) =>
      readers.emit('advice:update', { hostId, advice: inLanguage(advice, language) }),
    );
  }

  changesChanged(host: LiveHost): void {
    const { hostId } = host;
    const view = { view: 'stack', hostId } as const;
    if (!this.#isOpen(view)) return;
    const changes = this.#options.changes.told(host);
    this.#languages.each(roomOf(view), (readers, language) =>
      readers.emit('changes:update', { hostId, changes: inLanguage(changes, language) }),
    );
  }

  /** When a host's agent came or went. */
  hostChanged(host: LiveHost): void {
    const view = { view: 'stack', hostId: host.hostId } as const;
    if (this.#isOpen(view) && host.lastSampleMs !== null) this.#tellStack(host);
    this.#sockets.look(host);
  }

  close(): void {
    clearInterval(this.#beat);
  }

  #serve(socket: BrowserSocket): void {
    const views = new OpenViews(MAX_VIEWS);
    this.#languages.greet(socket);
    // A page takes nothing for live before it has heard one: the next would come up to a second later.
    socket.emit('server:beat', this.#beatNow());
    socket.on('locale:set', (wanted) => {
      const asked = locale.safeParse(wanted);
      if (!asked.success || asked.data === this.#languages.of(socket)) return;
      this.#languages.set(socket, asked.data);
      for (const view of views.all()) {
        if (view.view === 'hosts') this.#sendHosts(socket);
        else this.#sendAtOnce(socket, view);
      }
    });
    socket.on('view:open', (request, reply) => {
      try {
        this.#open(socket, views, request, typeof reply === 'function' ? reply : () => {});
      } catch (error) {
        if (!(error instanceof ProtocolError)) throw error;
        if (typeof reply === 'function') reply({ ok: false, error: this.#languages.refusal(socket, error) });
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
    if (socket.data.who?.kind === 'wall' && asked.view !== 'hosts')
      throw new ProtocolError('forbidden', 'view:open', 'a wallboard link shows the list of hosts and nothing else');
    if (views.isFull && !views.has(asked)) {
      throw new ProtocolError('overloaded', 'view:open', `a page may open ${MAX_VIEWS} views`);
    }
    if (asked.view === 'hosts') {
      void socket.join(views.open(asked, asked));
      reply({ ok: true });
      this.#sendHosts(socket);
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
    this.#sendAtOnce(socket, view);
  }

  #sendAtOnce(socket: BrowserSocket, view: Exclude<ViewRequest, { readonly view: 'hosts' }>): void {
    const host = this.#options.hosts.find(view.hostId);
    if (host === undefined) return;
    const { hostId } = host;
    const language = this.#languages.of(socket);
    switch (view.view) {
      case 'stack':
        socket.emit('stack:history', this.#updates.history(host));
        if (host.lastSampleMs !== null) socket.emit('stack:update', inLanguage(this.#updates.stack(host), language));
        socket.emit('advice:update', { hostId, advice: inLanguage(this.#options.advice.of(host), language) });
        socket.emit('changes:update', { hostId, changes: inLanguage(this.#options.changes.told(host), language) });
        return;
      case 'layer':
        if (host.lastSampleMs !== null) socket.emit('layer:update', layerUpdate(host, view.layer));
        return;
      case 'sockets': {
        const report = host.sockets.at(-1);
        if (report !== undefined) socket.emit('sockets:update', inLanguage({ hostId, report }, language));
        return;
      }
      case 'socket': {
        const { cookie } = view;
        const answer = this.#sockets.newest(host, cookie);
        if (answer !== undefined)
          socket.emit('socket:update', inLanguage(this.#updates.socket({ hostId, cookie, answer }), language));
        return;
      }
      case 'details': {
        const known = host.detail(view.kind);
        if (known === undefined) return;
        socket.emit('details:update', inLanguage({ hostId, kind: view.kind, answer: known.answer }, language));
      }
    }
  }

  #tellStack(host: LiveHost): void {
    const update = this.#updates.stack(host);
    this.#each({ view: 'stack', hostId: host.hostId }, (readers, language) =>
      readers.emit('stack:update', inLanguage(update, language)),
    );
  }

  #beatNow() {
    const { now, build, unstored } = this.#options;
    return { timeMs: now(), build, unstored: unstored() };
  }

  #everySecond(): void {
    const { namespace, access, hosts, now } = this.#options;
    endWhoMayNoMore(namespace, access);
    this.#slow.look();
    namespace.except(SLOW_ROOM).emit('server:beat', this.#beatNow());
    if (!this.#isOpen({ view: 'hosts' })) return;
    const changed = this.#hostsFeed.changed(hosts.summaries(now()));
    if (changed.length === 0) return;
    this.#each({ view: 'hosts' }, (readers, language) => readers.emit('hosts:changed', inLanguage(changed, language)));
  }

  /** What a slow browser missed is not told again. */
  #caughtUp(socket: BrowserSocket): void {
    if (socket.rooms.has(roomOf({ view: 'hosts' }))) this.#sendHosts(socket);
  }

  #sendHosts(socket: BrowserSocket): void {
    const { hosts, now } = this.#options;
    socket.emit('hosts:update', inLanguage(hosts.summaries(now()), this.#languages.of(socket)));
  }

  #to(view: ViewRequest) {
    return this.#options.namespace.to(roomOf(view)).except(SLOW_ROOM);
  }

  /** Once for each language that is read in a view, with its readers, slow ones left out. */
  #each(view: ViewRequest, tell: (readers: ReturnType<BrowserNamespace['to']>, language: Locale) => void): void {
    this.#languages.each(roomOf(view), (readers, language) => tell(readers.except(SLOW_ROOM), language));
  }

  #isOpen(view: ViewRequest): boolean {
    return this.#options.namespace.adapter.rooms.has(roomOf(view));
  }
}
