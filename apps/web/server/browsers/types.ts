import type { Locale } from '@netstrata/metrics';
import type { BrowserToServer, Principal, ServerToBrowser } from '@netstrata/protocol';
import type { DefaultEventsMap, Namespace, Socket } from 'socket.io';

/** What is kept with a connection: who is at its other end, and what they read. */
interface Seen {
  who?: Principal;
  locale?: Locale;
}

export type BrowserNamespace = Namespace<BrowserToServer, ServerToBrowser, DefaultEventsMap, Seen>;
export type BrowserSocket = Socket<BrowserToServer, ServerToBrowser, DefaultEventsMap, Seen>;
