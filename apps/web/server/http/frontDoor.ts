import { createServer, type IncomingMessage, Server, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { refusalOf } from './guard.ts';
import { SECURITY_HEADERS, setSecurityHeaders } from './headers.ts';
import { sendError } from './respond.ts';

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

export interface FrontDoor {
  /** The one that listens. */
  readonly server: Server;
  /** Never listens: a library that attaches to it sees only requests and upgrades that passed the guard and are its own. */
  readonly sockets: Server;
  readonly pages: Server;
}

/** Read at each request, so that they can be put in when they are ready. */
export interface FrontDoorHandlers {
  api: Handler | undefined;
  page: Handler | undefined;
}

const STARTING = { status: 503, code: 'unavailable', message: 'the server is starting: try again in a second' };

const MAX_HEADER_BYTES = 16_384;
const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 30_000;
const MAX_CONNECTIONS = 2_000;

const isUnder = (url: string, folder: string): boolean =>
  url === folder || url.startsWith(`${folder}/`) || url.startsWith(`${folder}?`);

/** The http server: guards, limits and headers first, then socket.io, the API or the pages by the first word of the path. */
export function createFrontDoor(
  handlers: FrontDoorHandlers,
  options: {
    /** Whether pages take upgrades, as hot reload does. */
    readonly pageUpgrades: boolean;
  },
): FrontDoor {
  const sockets = new Server();
  const pages = new Server();
  const server = createServer({
    maxHeaderSize: MAX_HEADER_BYTES,
    headersTimeout: HEADERS_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
  });
  server.maxConnections = MAX_CONNECTIONS;
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    setSecurityHeaders(response);
    const refusal = refusalOf(request);
    const { url = '' } = request;
    if (refusal !== undefined) {
      response.setHeader('Connection', 'close');
      sendError(request, response, refusal);
    } else if (url.startsWith('/socket.io/')) {
      if (!sockets.emit('request', request, response)) sendError(request, response, STARTING);
    } else {
      const handler = isUnder(url, '/api') ? handlers.api : handlers.page;
      if (handler === undefined) sendError(request, response, STARTING);
      else handler(request, response);
    }
  });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    const refusal = refusalOf(request);
    const { url = '' } = request;
    if (refusal !== undefined) endRaw(socket, refusal.status);
    else if (url.startsWith('/socket.io/')) {
      if (!sockets.emit('upgrade', request, socket, head)) endRaw(socket, STARTING.status);
    } else if (!options.pageUpgrades || !pages.emit('upgrade', request, socket, head)) endRaw(socket, 404);
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) socket.destroy();
    else endRaw(socket, error.code === 'HPE_HEADER_OVERFLOW' ? 431 : 400);
  });
  return { server, sockets, pages };
}

/** Answers a connection that has no response object, and closes it. */
function endRaw(socket: Duplex, status: number): void {
  const headers = Object.entries(SECURITY_HEADERS).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${headers.join('')}Connection: close\r\nContent-Length: 0\r\n\r\n`,
  );
}
