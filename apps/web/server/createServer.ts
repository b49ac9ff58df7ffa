import { createApi } from './api/router.ts';
import { ROUTES } from './api/routes.ts';
import { History } from './history/History.ts';
import { createFrontDoor, type FrontDoorHandlers, type Handler } from './http/frontDoor.ts';
import { listen } from './http/listen.ts';
import { openPages, requireBuild } from './http/pages.ts';
import { sendError } from './http/respond.ts';
import { serveLive } from './serveLive.ts';
import { loadAgentToken } from './start/agentToken.ts';
import { readBootId } from './start/bootId.ts';
import type { Config } from './start/config.ts';
import { openDataFolder } from './start/dataFolder.ts';
import type { Log } from './start/log.ts';

export interface ServerOptions extends Omit<Config, 'logLevel'> {
  readonly log: Log;
  /** This machine's boot id; read from the kernel unless said. */
  readonly bootId?: string;
}

export interface RunningServer {
  /** `http://127.0.0.1:3000` */
  readonly url: string;
  readonly port: number;
  /** Writes what waits, ends every connection, closes the store. */
  close(): Promise<void>;
}

/**
 * Starts everything one server process does. What was opened is closed again when a later step fails.
 * @throws StartError with one sentence that says what to do
 */
export async function createServer(options: ServerOptions): Promise<RunningServer> {
  const { log, dev, dataFolder, host, pages: withPages, bootId = readBootId() } = options;
  if (withPages && !dev) requireBuild();
  openDataFolder(dataFolder);
  const token = loadAgentToken(dataFolder);
  const handlers: FrontDoorHandlers = { api: undefined, page: undefined };
  const door = createFrontDoor(handlers, { pageUpgrades: dev });
  const undo: (() => void | Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const step of undo.splice(0).toReversed()) await step();
  };
  try {
    const { port, url } = await listen(door.server, options);
    undo.push(() => door.server.closeAllConnections());
    const history = await History.open(dataFolder, log);
    undo.push(() => history.close());
    const live = await serveLive({ ...options, bootId, token, history, sockets: door.sockets });
    undo.push(() => live.close());
    handlers.api = createApi({
      routes: ROUTES,
      context: live.context,
      onError: (error, path) => log.error({ err: error, path }, 'the API failed'),
    });
    if (withPages) {
      const onError = (error: unknown) => log.error({ err: error }, 'a page could not be rendered');
      const pages = await openPages({ dev, host, port, server: door.pages, onError });
      undo.push(() => pages.close());
      handlers.page = pages.handle;
    } else handlers.page = noPage;
    // The first step of the end: agents and browsers that come back find no server rather than one that is half gone.
    undo.push(() => {
      door.server.close();
    });
    return { url, port, close };
  } catch (error) {
    await close();
    throw error;
  }
}

const noPage: Handler = (request, response) =>
  sendError(request, response, { status: 404, code: 'not-found', message: 'this server has no pages' });
