import type { BrowserToServer, ServerToBrowser, ViewRequest } from '@netstrata/protocol';
import { io, type Socket } from 'socket.io-client';
import { ADMIN_TOKEN } from './identity.ts';

type Kind = keyof ServerToBrowser;
type Data<K extends Kind> = Parameters<ServerToBrowser[K]>[0];

export interface TestBrowser {
  leave(): void;
  readonly socket: Socket<ServerToBrowser, BrowserToServer>;
  open(request: unknown): Promise<unknown>;
  close(request: ViewRequest): void;
  /** The first message of a kind that fits, those already received included. */
  received<K extends Kind>(kind: K, fits?: (data: Data<K>) => boolean): Promise<Data<K>>;
  /** Kinds of all messages so far, beats left out, each once. */
  kinds(): readonly string[];
}

/** How a client of socket.io says who it is. */
export interface Proof {
  readonly auth?: { readonly token: string; readonly locale?: string };
  readonly extraHeaders?: Readonly<Record<string, string>>;
}

/** A real socket.io client in the browsers' namespace that keeps every message; an admin unless said. */
export async function connectBrowser(
  server: { readonly url: string },
  proof: Proof = { auth: { token: ADMIN_TOKEN } },
): Promise<TestBrowser> {
  const socket: Socket<ServerToBrowser, BrowserToServer> = io(`${server.url}/live`, {
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
    ...proof,
  });
  const messages: { readonly kind: string; readonly data: unknown }[] = [];
  const listeners = new Set<() => void>();
  socket.onAny((kind: string, data: unknown) => {
    messages.push({ kind, data });
    for (const listener of [...listeners]) listener();
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', reject);
  });
  return {
    socket,
    open: (request) => socket.timeout(60_000).emitWithAck('view:open', request as ViewRequest),
    close: (request) => socket.emit('view:close', request),
    received: <K extends Kind>(kind: K, fits: (data: Data<K>) => boolean = () => true) =>
      new Promise<Data<K>>((resolve) => {
        const look = (): void => {
          const found = messages.find((message) => message.kind === kind && fits(message.data as Data<K>));
          if (found === undefined) return;
          listeners.delete(look);
          resolve(found.data as Data<K>);
        };
        listeners.add(look);
        look();
      }),
    kinds: () => [...new Set(messages.map(({ kind }) => kind))].filter((kind) => kind !== 'server:beat').toSorted(),
    leave: () => {
      socket.disconnect();
    },
  };
}
