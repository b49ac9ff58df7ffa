import type { BrowserToServer, ServerToBrowser, ViewRequest } from '@netstrata/protocol/types';
import type { Socket } from 'socket.io-client';
import { INITIAL, type LiveEvent, type LiveState, reduce, viewKey } from './state.ts';

export type LiveSocket = Pick<Socket<ServerToBrowser, BrowserToServer>, 'on' | 'emit' | 'connected' | 'connect'>;

/** A view that the server refused (its host is not known yet, say) is asked for again after this long. */
const ASK_AGAIN_MS = 2000;

/**
 * What the server has told this page, outside React: components subscribe to the parts they show.
 * Views are counted, so two components may open the same one; every open view is asked for again after a reconnect.
 */
export class LiveStore {
  #state: LiveState = INITIAL;
  readonly #listeners = new Set<() => void>();
  readonly #views = new Map<string, { readonly request: ViewRequest; users: number }>();
  #socket: LiveSocket | undefined;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly state = (): LiveState => this.#state;

  /** Takes the line into use; once for the life of the page. */
  attach(socket: LiveSocket): void {
    this.#socket = socket;
    const down = () => this.#apply({ type: 'link', link: 'closed' });
    socket.on('connect', () => {
      this.#apply({ type: 'link', link: 'open' });
      for (const { request } of this.#views.values()) this.#ask(request);
    });
    socket.on('disconnect', (reason) => {
      down();
      // The one ending after which the client does not come back by itself.
      if (reason === 'io server disconnect') setTimeout(() => socket.connect(), ASK_AGAIN_MS);
    });
    socket.on('connect_error', down);
    socket.on('server:beat', (data) => this.#apply({ type: 'server:beat', data }));
    socket.on('stack:update', (data) => this.#apply({ type: 'stack:update', data }));
    socket.on('stack:history', (data) => this.#apply({ type: 'stack:history', data }));
    socket.on('advice:update', (data) => this.#apply({ type: 'advice:update', data }));
    socket.on('layer:update', (data) => this.#apply({ type: 'layer:update', data }));
    socket.on('details:update', (data) => this.#apply({ type: 'details:update', data }));
    socket.on('socket:update', (data) => this.#apply({ type: 'socket:update', data }));
    socket.on('sockets:update', (data) => this.#apply({ type: 'sockets:update', data }));
  }

  /** Asks for a view until the returned function is called. */
  open(request: ViewRequest): () => void {
    const key = viewKey(request);
    const view = this.#views.get(key) ?? { request, users: 0 };
    view.users++;
    this.#views.set(key, view);
    if (view.users === 1 && this.#socket?.connected) this.#ask(request);
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

  #ask(request: ViewRequest): void {
    const key = viewKey(request);
    this.#socket?.emit('view:open', request, (answer) => {
      this.#apply({ type: 'view:answered', key, error: answer.ok ? undefined : answer.error });
      if (answer.ok) return;
      setTimeout(() => {
        if (this.#views.has(key) && this.#socket?.connected) this.#ask(request);
      }, ASK_AGAIN_MS);
    });
  }

  #apply(event: LiveEvent): void {
    const next = reduce(this.#state, event, Date.now());
    if (next === this.#state) return;
    this.#state = next;
    for (const listener of this.#listeners) listener();
  }
}
