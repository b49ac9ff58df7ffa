import type { Locale } from '@netstrata/metrics';
import type { BrowserToServer, ServerToBrowser, ViewRequest, WireError } from '@netstrata/protocol/types';
import type { Socket } from 'socket.io-client';
import { errorText } from '../api/errorText.ts';
import { INITIAL, type LiveEvent, type LiveState, reduce, viewKey } from './state.ts';

export type LiveSocket = Pick<
  Socket<ServerToBrowser, BrowserToServer>,
  'on' | 'emit' | 'connected' | 'active' | 'connect'
>;

/** A view that the server refused (its host is not known yet, say) is asked for again after this long. */
const ASK_AGAIN_MS = 2000;
/** After a refusal: somebody may have signed in again in another tab. Longer each time: a screen may hang there for months with a link that has ended. */
const REFUSED_AGAIN = { firstMs: 5000, mostMs: 300_000 };

/** A refusal in the language of the page. */
const saidHere = ({ code, message }: WireError): WireError => ({ code, message: errorText(code, message) });

interface OpenView {
  readonly request: ViewRequest;
  users: number;
  /** Asks once more, after a refusal. */
  again?: ReturnType<typeof setTimeout>;
}

/** Calls back before the next picture of the page is drawn; of a page that nobody sees, when it is seen again. */
export type NextFrame = (draw: () => void) => void;

/**
 * What the server has told this page, outside React: components subscribe to the parts they show, and are told once a picture, however
 * many messages came for it.
 * Views are counted, so two components may open the same one; every open view is asked for again after a reconnect.
 */
export class LiveStore {
  #state: LiveState = INITIAL;
  readonly #nextFrame: NextFrame;
  readonly #listeners = new Set<() => void>();
  readonly #watchers = new Set<() => void>();
  #isTelling = false;
  readonly #views = new Map<string, OpenView>();
  #socket: LiveSocket | undefined;
  #locale: Locale | undefined;

  constructor(nextFrame: NextFrame) {
    this.#nextFrame = nextFrame;
  }

  /** For what is seen. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** For what acts while nobody looks: told of each change at once. */
  readonly watch = (watcher: () => void): (() => void) => {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  };

  readonly state = (): LiveState => this.#state;

  /**
   * Takes the line into use; once for the life of the page.
   * @param onRefused told when the server does not let us in, or sends us away, rather than being away itself
   */
  attach(socket: LiveSocket, onRefused: () => void = () => {}): void {
    this.#socket = socket;
    const down = () => this.#apply({ type: 'link', link: 'closed' });
    let againMs = REFUSED_AGAIN.firstMs;
    socket.on('connect', () => {
      againMs = REFUSED_AGAIN.firstMs;
      this.#apply({ type: 'link', link: 'open' });
      for (const view of this.#views.values()) this.#ask(view);
    });
    socket.on('disconnect', (reason) => {
      down();
      // The one ending after which the client does not come back by itself.
      if (reason !== 'io server disconnect') return;
      onRefused();
      setTimeout(() => socket.connect(), ASK_AGAIN_MS);
    });
    socket.on('connect_error', () => {
      down();
      // Without a transport there is no server that could have refused us; it is tried again by itself.
      if (socket.active) return;
      onRefused();
      setTimeout(() => socket.connect(), againMs);
      againMs = Math.min(REFUSED_AGAIN.mostMs, againMs * 2);
    });
    socket.on('server:beat', (data) => this.#apply({ type: 'server:beat', data }));
    socket.on('hosts:update', (data) => this.#apply({ type: 'hosts:update', data }));
    socket.on('hosts:changed', (data) => this.#apply({ type: 'hosts:changed', data }));
    socket.on('stack:update', (data) => this.#apply({ type: 'stack:update', data }));
    socket.on('stack:history', (data) => this.#apply({ type: 'stack:history', data }));
    socket.on('advice:update', (data) => this.#apply({ type: 'advice:update', data }));
    socket.on('changes:update', (data) => this.#apply({ type: 'changes:update', data }));
    socket.on('layer:update', (data) => this.#apply({ type: 'layer:update', data }));
    socket.on('details:update', (data) => this.#apply({ type: 'details:update', data }));
    socket.on('socket:update', (data) => this.#apply({ type: 'socket:update', data }));
    socket.on('sockets:update', (data) => this.#apply({ type: 'sockets:update', data }));
  }

  /** The language that was asked for; a connection begins with it. */
  readonly locale = (): Locale | undefined => this.#locale;

  /** What the server sends from now on is in this language, after a reconnect too. */
  setLocale(locale: Locale): void {
    if (locale === this.#locale) return;
    this.#locale = locale;
    if (this.#socket?.connected) this.#socket.emit('locale:set', locale);
  }

  /** Asks for a view until the returned function is called. */
  open(request: ViewRequest): () => void {
    const key = viewKey(request);
    const view: OpenView = this.#views.get(key) ?? { request, users: 0 };
    view.users++;
    this.#views.set(key, view);
    if (view.users === 1 && this.#socket?.connected) this.#ask(view);
    let open = true;
    return () => {
      if (!open) return;
      open = false;
      view.users--;
      if (view.users > 0) return;
      this.#views.delete(key);
      if (this.#socket?.connected) this.#socket.emit('view:close', request);
    };
  }

  #ask(view: OpenView): void {
    const { request } = view;
    const key = viewKey(request);
    this.#socket?.emit('view:open', request, (answer) => {
      this.#apply({ type: 'view:answered', key, error: answer.ok ? undefined : saidHere(answer.error) });
      // Each view waits once, however often the line has come back: a page that stays open would ask more and more.
      clearTimeout(view.again);
      if (answer.ok) return;
      view.again = setTimeout(() => {
        if (this.#views.get(key) === view && this.#socket?.connected) this.#ask(view);
      }, ASK_AGAIN_MS);
    });
  }

  #apply(event: LiveEvent): void {
    const next = reduce(this.#state, event, Date.now());
    if (next === this.#state) return;
    this.#state = next;
    for (const watcher of this.#watchers) watcher();
    if (this.#isTelling) return;
    this.#isTelling = true;
    this.#nextFrame(() => {
      this.#isTelling = false;
      for (const listener of this.#listeners) listener();
    });
  }
}
