import type { Server as HttpServer, IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { type Ledger, openLedger } from '@netstrata/db';
import { AccessDesk } from './access/AccessDesk.ts';
import { answerAuth } from './access/authHandler.ts';
import { gatePages } from './access/pageGate.ts';
import { createApi } from './api/router.ts';
import { ROUTES } from './api/routes.ts';
import { History } from './history/History.ts';
import { Addresses } from './http/Addresses.ts';
import { ClientLimits } from './http/ClientLimits.ts';
import { createFrontDoor, type FrontDoorHandlers, type Handler } from './http/frontDoor.ts';
import { listen } from './http/listen.ts';
import { openPages, requireBuild } from './http/pages.ts';
import { serveLive } from './serveLive.ts';
import { loadAgentToken, loadSessionSecret } from './start/agentToken.ts';
import { readBootId } from './start/bootId.ts';
import type { Config } from './start/config.ts';
import { openDataFolder } from './start/dataFolder.ts';
import type { Log } from './start/log.ts';
import { StartError } from './start/StartError.ts';
import { loadServerKey } from './start/serverKey.ts';
import { loadTls } from './start/tls.ts';

export interface ServerOptions extends Omit<Config, 'logLevel'> {
  readonly log: Log;
  /** This machine's boot id; read from the kernel unless said. */
  readonly bootId?: string;
}

export interface RunningServer {
  /** `http://127.0.0.1:3000` */
  readonly url: string;
  /** Where people find it. */
  readonly page: string;
  /** Where an agent of this machine finds it, without TLS, whose certificate is for another name than loopback. */
  readonly agentUrl: string;
  readonly port: number;
  /** A link, good for a day and one use, that makes the first admin; undefined when there is one. */
  readonly welcome: string | undefined;
  /** What whoever started it should know. */
  readonly warning: string | undefined;
  /** Writes what waits, ends every connection, closes the store. */
  close(): Promise<void>;
}

/**
 * Starts everything one server process does. What was opened is closed again when a later step fails.
 * @throws StartError with one sentence that says what to do
 */
export async function createServer(options: ServerOptions): Promise<RunningServer> {
  const { log, dev, dataFolder, host, pages: withPages, publicUrl, bootId = readBootId() } = options;
  const tls = options.tls && loadTls(options.tls, Date.now());
  const build = withPages && !dev ? requireBuild() : undefined;
  openDataFolder(dataFolder);
  const token = loadAgentToken(dataFolder);
  const serverKey = loadServerKey(dataFolder);
  const secret = loadSessionSecret(dataFolder);
  const addresses = new Addresses({ ...options, tls: tls !== undefined });
  const handlers: FrontDoorHandlers = { api: undefined, page: undefined, refused: undefined };
  const clients = new ClientLimits({ most: options.maxPerAddress, direct: options.trustProxy === 0 });
  const door = createFrontDoor(handlers, { pageUpgrades: dev, addresses, clients, tls });
  const undo: (() => void | Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const step of undo.splice(0).toReversed()) await step();
  };
  try {
    const { port, url } = await listen(door.server, { ...options, scheme: tls ? 'https' : 'http' });
    undo.push(() => door.server.closeAllConnections());
    const agentUrl = tls === undefined ? url : await openSideDoor(door.sockets, clients, undo);
    const history = await History.open(dataFolder, log);
    undo.push(() => history.close());
    const ledger = ledgerOf(dataFolder);
    undo.push(() => ledger.close());
    const desk = new AccessDesk({ ...options, ledger, secret, port, secure: addresses.secure, now: () => Date.now() });
    undo.push(() => desk.close());
    const live = await serveLive({
      ...options,
      bootId,
      build,
      token,
      serverKey,
      addressOf: (request) => addresses.addressOf(request),
      clients,
      history,
      ledger,
      desk,
      sockets: door.sockets,
    });
    undo.push(() => live.close());
    handlers.refused = (request, { status, message: because }) =>
      desk.refusals.note({
        action: status === 429 ? 'request.limit' : 'request.refuse',
        actor: 'nobody',
        from: addresses.addressOf(request),
        target: `${request.method} ${request.url?.split('?')[0]}`,
        because,
      });
    const identify = (request: IncomingMessage) => desk.access.identify(request);
    handlers.api = createApi({
      routes: ROUTES,
      context: live.context,
      identify,
      addresses,
      answerAuth: (request) => answerAuth(request, { desk, addresses }),
      refusals: desk.refusals,
      onError: (error, path) => log.error({ err: error, path }, 'the API failed'),
    });
    const onError = (error: unknown) => log.error({ err: error }, 'a page could not be rendered');
    const openWall = (wall: string, request: IncomingMessage) => desk.openWall(wall, addresses.addressOf(request));
    let pages: Handler | undefined;
    if (withPages) {
      const originOf = (request: IncomingMessage) => addresses.originOf(request);
      const opened = await openPages({ dev, build, host, port, server: door.pages, originOf, onError });
      undo.push(() => opened.close());
      pages = opened.handle;
    }
    handlers.page = gatePages({ identify, dev, openWall, onError, pages });
    // The first step of the end: agents and browsers that come back find no server rather than one that is half gone.
    undo.push(() => {
      door.server.close();
    });
    const code = desk.firstAdminCode();
    const welcome = code === undefined ? undefined : `${publicUrl?.origin ?? url}/welcome?code=${code}`;
    const warning = warningFor(host, addresses.secure);
    if (warning !== undefined) log.warn(warning);
    return { url, page: publicUrl?.origin ?? url, agentUrl, port, welcome, warning, close };
  } catch (error) {
    await close();
    throw error;
  }
}

const NOTHING: FrontDoorHandlers = { api: undefined, page: undefined, refused: undefined };

/** A door for agents on loopback alone: they prove themselves and the server without a certificate. */
async function openSideDoor(sockets: HttpServer, clients: ClientLimits, undo: (() => void)[]): Promise<string> {
  const addresses = new Addresses({ tls: false, publicUrl: undefined, trustProxy: 0 });
  const { server } = createFrontDoor(NOTHING, { pageUpgrades: false, addresses, clients, sockets });
  const { url } = await listen(server, { port: 0, host: '127.0.0.1' });
  undo.push(() => {
    server.close();
    server.closeAllConnections();
  });
  return url;
}

function warningFor(host: string, secure: boolean): string | undefined {
  if (secure || /^127\.|^::1$/.test(host)) return undefined;
  return `There is no TLS: whoever is on the network between ${host} and a browser can read passwords and act as whoever signs in. Give --tls-cert and --tls-key, or put a proxy that speaks HTTPS in front and its address into --public-url.`;
}

/** @throws StartError when it cannot be opened */
function ledgerOf(folder: string): Ledger {
  try {
    return openLedger(join(folder, 'ledger.sqlite'));
  } catch (error) {
    throw new StartError(error instanceof Error ? error.message : String(error), 1, { cause: error });
  }
}
