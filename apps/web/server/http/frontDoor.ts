import { createServer, type IncomingMessage, Server, type ServerResponse, STATUS_CODES } from 'node:http';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:https';
import type { Duplex } from 'node:stream';
import type { TlsFiles } from '../start/tls.ts';
import type { Addresses } from './Addresses.ts';
import type { ClientLimits } from './ClientLimits.ts';
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
  /** Told of requests whose Host or Origin is not ours, and of those that are one too many. */
  refused: ((request: IncomingMessage, because: Refusal) => void) | undefined;
}

const STARTING = { status: 503, code: 'unavailable', message: 'the server is starting: try again in a second' };

const YEAR_S = 31_536_000;
const MAX_HEADER_BYTES = 16_384;
const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 30_000;
const MAX_CONNECTIONS = 2_000;
const RETRY_AFTER_S = 10;

const isUnder = (url: string, folder: string): boolean =>
  url === folder || url.startsWith(`${folder}/`) || url.startsWith(`${folder}?`);

/** The http server: guards, limits and headers first, then socket.io, the API or the pages by the first word of the path. */
export function createFrontDoor(
  handlers: FrontDoorHandlers,
  options: {
    /** Whether pages take upgrades, as hot reload does. */
    readonly pageUpgrades: boolean;
    readonly addresses: Addresses;
    readonly clients: ClientLimits;
    /** Speaks HTTPS with them. */
    readonly tls?: TlsFiles | undefined;
    /** Those of another door: what comes in here goes there. */
    readonly sockets?: Server;
  },
): FrontDoor {
  const { addresses, clients, tls } = options;
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
  const tellOf = (refusal: Refusal, request: IncomingMessage): void => {
    if (refusal.status === 403 || refusal.status === 429) handlers.refused?.(request, refusal);
  };
  const refusalFor = (request: IncomingMessage, address: string): Refusal | undefined =>
    clients.refusalOf(request.socket, address) ??
    refusalOf(request, addresses) ??
    (isLiveBegin(request) ? clients.refusalOfSession(address) : undefined);
  server.on('connection', (socket) => clients.connected(socket));
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    setSecurityHeaders(response);
    if (addresses.isHttpsOnly(request)) response.setHeader('Strict-Transport-Security', `max-age=${YEAR_S}`);
    const address = addresses.addressOf(request);
    const refusal = refusalFor(request, address);
    response.once('close', clients.requested(address));
    const { url = '' } = request;
    if (refusal !== undefined) {
      tellOf(refusal, request);
      if (refusal.status === 429) response.setHeader('Retry-After', RETRY_AFTER_S);
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
    const refusal = refusalFor(request, addresses.addressOf(request));
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

/** A live connection that is not there yet has no `sid`. */
const isLiveBegin = ({ url = '' }: IncomingMessage): boolean => url.startsWith('/socket.io/') && !/[?&]sid=/.test(url);

/** Answers a connection that has no response object, and closes it. */
function endRaw(socket: Duplex, status: number): void {
  const headers = Object.entries(SECURITY_HEADERS).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${headers.join('')}Connection: close\r\nContent-Length: 0\r\n\r\n`,
  );
}
