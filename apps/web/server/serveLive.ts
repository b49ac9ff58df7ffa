import type { Server as HttpServer } from 'node:http';
import { Server as SocketServer } from 'socket.io';
import { AdviceDesk } from './advice/AdviceDesk.ts';
import { adviceKeeper } from './advice/adviceKeeper.ts';
import { RuleDetails } from './advice/RuleDetails.ts';
import type { Reported } from './agents/AgentConnection.ts';
import { AgentGateway } from './agents/AgentGateway.ts';
import type { AgentNamespace } from './agents/types.ts';
import type { ApiContext } from './api/route.ts';
import { BrowserGateway } from './browsers/BrowserGateway.ts';
import type { BrowserNamespace } from './browsers/types.ts';
import { DetailDesk } from './details/DetailDesk.ts';
import type { History } from './history/History.ts';
import { Hosts } from './live/Hosts.ts';
import type { LiveHost } from './live/LiveHost.ts';
import { recallHosts, recallPictures } from './live/recall.ts';
import type { Log } from './start/log.ts';
import { VERSION } from './version.ts';

export interface LiveOptions {
  /** Where requests and upgrades for socket.io arrive. */
  readonly sockets: HttpServer;
  readonly history: History;
  readonly token: string;
  readonly bootId: string | undefined;
  readonly selfId: string | undefined;
  readonly intervalMs: number;
  readonly log: Log;
}

export interface Live {
  /** What the API answers from. */
  readonly context: ApiContext;
  /** Ends every agent's and every browser's connection. */
  close(): void;
}

/** A frame of four megabytes with socket.io's own words around it. */
const MAX_MESSAGE_BYTES = 4_200_000;
const PING_EVERY_MS = 10_000;
const PONG_WITHIN_MS = 10_000;

/** Connects agents, live state, rules and browsers: what one tick passes through. */
export async function serveLive({ sockets, history, log, ...options }: LiveOptions): Promise<Live> {
  const io = new SocketServer(sockets, {
    serveClient: false,
    transports: ['websocket', 'polling'],
    maxHttpBufferSize: MAX_MESSAGE_BYTES,
    pingInterval: PING_EVERY_MS,
    pingTimeout: PONG_WITHIN_MS,
    connectTimeout: PONG_WITHIN_MS,
  });
  const { store, writer, reader } = history;
  const now = Date.now;
  const hosts = new Hosts(options);
  recallHosts({ hosts, rows: await history.hosts(), intervalMs: options.intervalMs, log });
  const details: DetailDesk = new DetailDesk({ now, changed: (hostId) => browsers.checkWatched(hostId) });
  const ruleDetails = new RuleDetails({ now, ask: (host, kind) => details.ask(host, kind) });
  const advice = new AdviceDesk({ log, now, keeper: adviceKeeper(store), details: (host) => ruleDetails.of(host) });
  advice.recall(await store.call('adviceMarks'));
  const browsers: BrowserGateway = new BrowserGateway({
    namespace: io.of('/live') as BrowserNamespace,
    hosts,
    advice,
    now,
    alsoWanted: (hostId) => details.wanted(hostId),
    watched: (hostId, watch) => agents.watch(hostId, watch),
    askSocket: (host, query) => agents.askSocket(host, query),
  });
  const agents = new AgentGateway({
    namespace: io.of('/agent') as AgentNamespace,
    token: options.token,
    hosts,
    store,
    writer,
    reader,
    log,
    now,
    watchOf: (hostId) => browsers.watchOf(hostId),
    ticked,
    reported,
    changed: (host) => browsers.hostChanged(host),
  });

  // Several ticks at once, for the browser: the sparklines are sent anew.
  void recallPictures({ hosts, reader, log, recalled: (host) => browsers.ticked(host, Number.POSITIVE_INFINITY) });

  function ticked(host: LiveHost, ticks: number): void {
    const adviceChanged = advice.evaluate(host);
    browsers.ticked(host, ticks);
    if (adviceChanged) browsers.adviceChanged(host);
  }

  function reported(host: LiveHost, what: Reported): void {
    if (what === 'sockets') browsers.socketsReported(host);
    if (typeof what === 'string') return;
    const known = host.detail(what.detail);
    if (known !== undefined) details.reported(host, what.detail, known.answer);
    browsers.detailReported(host, what.detail);
  }

  return {
    context: {
      version: VERSION,
      startedMs: now(),
      hosts,
      advice,
      details,
      writer,
      reader,
      adviceChanged: (host) => browsers.adviceChanged(host),
      agentCount: () => agents.count,
      askSockets: (host, query) => agents.askSockets(host, query),
      askSocket: (host, query) => agents.askSocket(host, query),
      now,
    },
    close: () => {
      agents.endAll();
      details.close();
      browsers.close();
      io.disconnectSockets(true);
      io.engine.close();
    },
  };
}
