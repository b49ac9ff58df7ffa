import type { AddressInfo } from 'node:net';
import type { AgentToServer, BrowserToServer, ServerToAgent, ServerToBrowser } from '@netstrata/protocol';
import { Server as SocketServer } from 'socket.io';
import { AdviceDesk } from './advice/AdviceDesk.ts';
import { AgentGateway } from './agents/AgentGateway.ts';
import type { AgentNamespace } from './agents/types.ts';
import { createApi } from './api/router.ts';
import { ROUTES } from './api/routes.ts';
import { BrowserGateway } from './browsers/BrowserGateway.ts';
import type { BrowserNamespace } from './browsers/types.ts';
import { History } from './history/History.ts';
import { createFrontDoor, type Handler } from './http/frontDoor.ts';
import { listen } from './http/listen.ts';
import { openPages, type Pages, requireBuild } from './http/pages.ts';
import { sendError } from './http/respond.ts';
import { Hosts } from './live/Hosts.ts';
import { recallHosts, recallPictures } from './live/recall.ts';
import { loadAgentToken } from './start/agentToken.ts';
import { readBootId } from './start/bootId.ts';
import type { Config } from './start/config.ts';
import { openDataFolder } from './start/dataFolder.ts';
import type { Log } from './start/log.ts';
import { VERSION } from './version.ts';

export interface ServerOptions extends Omit<Config, 'logLevel'> {
  readonly log: Log;
  /** False leaves Next out: everything but the pages. */
  readonly pages?: boolean;
}

export interface RunningServer {
  /** `http://127.0.0.1:3000` */
  readonly url: string;
  readonly port: number;
  /** Writes what waits, ends every connection, closes the store. */
  close(): Promise<void>;
}

/** A frame of four megabytes with socket.io's own words around it. */
const MAX_MESSAGE_BYTES = 4_200_000;
const PING_EVERY_MS = 10_000;
const PONG_WITHIN_MS = 10_000;
