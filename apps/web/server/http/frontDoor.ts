import { createServer, type IncomingMessage, Server, type ServerResponse, STATUS_CODES } from 'node:http';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:https';
import type { Duplex } from 'node:stream';
import type { TlsFiles } from '../start/tls.ts';
import type { Addresses } from './Addresses.ts';
import { type Refusal, refusalOf } from './guard.ts';
import { SECURITY_HEADERS, setSecurityHeaders } from './headers.ts';
import { sendError } from './respond.ts';

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

export interface FrontDoor {
  /** The one that listens. */
  readonly server: Server | TlsServer;
  /** Never listens: a library that attaches to it sees only requests and upgrades that passed the guard and are its own. */
  readonly sockets: Server;
  readonly pages: Server;
}

/** Read at each request, so that they can be put in when they are ready. */
export interface FrontDoorHandlers {
  api: Handler | undefined;
  page: Handler | undefined;
  /** Told of requests whose Host or Origin is not ours. */
  refused: ((request: IncomingMessage, because: string) => void) | undefined;
}

const STARTING = { status: 503, code: 'unavailable', message: 'the server is starting: try again in a second' };

const YEAR_S = 31_536_000;
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
    readonly addresses: Addresses;
    /** Speaks HTTPS with them. */
    readonly tls?: TlsFiles | undefined;
    /** Those of another door: what comes in here goes there. */
    readonly sockets?: Server;
  },
): FrontDoor {
  const { addresses, tls } = options;
  const sockets = options.sockets ?? new Server();
  const pages = new Server();
  const limits = {
    maxHeaderSize: MAX_HEADER_BYTES,
    headersTimeout: HEADERS_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
  };
  const server =
    tls === undefined ? createServer(limits) : createTlsServer({ ...limits, ...tls, minVersion: 'TLSv1.2' });
  server.maxConnections = MAX_CONNECTIONS;
  const tellOf = ({ status, message }: Refusal, request: IncomingMessage): void => {
    if (status === 403) handlers.refused?.(request, message);
  };
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    setSecurityHeaders(response);
    if (addresses.isHttpsOnly(request)) response.setHeader('Strict-Transport-Security', `max-age=${YEAR_S}`);
    const refusal = refusalOf(request, addresses);
    const { url = '' } = request;
    if (refusal !== undefined) {
      tellOf(refusal, request);
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
    const refusal = refusalOf(request, addresses);
    const { url = '' } = request;
    if (refusal !== undefined) {
      tellOf(refusal, request);
      endRaw(socket, refusal.status);
    } else if (url.startsWith('/socket.io/')) {
      if (!sockets.emit('upgrade', request, socket, head)) endRaw(socket, STARTING.status);
    } else if (!options.pageUpgrades || !pages.emit('upgrade', request, socket, head)) endRaw(socket, 404);
  });
  // A client that does not trust the certificate, or speaks plain HTTP, ends its own connection.
  server.on('tlsClientError', (_, socket) => socket.destroy());
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
