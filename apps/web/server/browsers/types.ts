import type { BrowserToServer, ServerToBrowser } from '@netstrata/protocol';
import type { DefaultEventsMap, Namespace, Socket } from 'socket.io';

export type BrowserNamespace = Namespace<BrowserToServer, ServerToBrowser, DefaultEventsMap, unknown>;
export type BrowserSocket = Socket<BrowserToServer, ServerToBrowser, DefaultEventsMap, unknown>;
