import type { Server as HttpServer, IncomingMessage } from 'node:http';
import type { Ledger } from '@netstrata/db';
import type { SigningKey } from '@netstrata/protocol/handshake';
import { Server as SocketServer } from 'socket.io';
import type { AccessDesk } from './access/AccessDesk.ts';
import { AdviceDesk } from './advice/AdviceDesk.ts';
import { adviceKeeper } from './advice/adviceKeeper.ts';
import { RuleDetails } from './advice/RuleDetails.ts';
import type { Reported } from './agents/AgentConnection.ts';
import { AgentDesk } from './agents/AgentDesk.ts';
import { AgentGateway } from './agents/AgentGateway.ts';
import { AgentKeys } from './agents/AgentKeys.ts';
import { bringTags } from './agents/bringTags.ts';
import type { AgentNamespace } from './agents/types.ts';
import type { ApiContext } from './api/route.ts';
import { BrowserGateway } from './browsers/BrowserGateway.ts';
import type { BrowserNamespace } from './browsers/types.ts';
import { ChangeDesk } from './changes/ChangeDesk.ts';
import { settingPast, valuesBefore } from './changes/settingPast.ts';
import { DetailDesk } from './details/DetailDesk.ts';
import { DriftDesk } from './drift/DriftDesk.ts';
import type { History } from './history/History.ts';
import type { ClientLimits, LiveSession } from './http/ClientLimits.ts';
import { Hosts } from './live/Hosts.ts';
import type { LiveHost } from './live/LiveHost.ts';
import { recallHosts, recallPictures } from './live/recall.ts';
import type { Log } from './start/log.ts';
import { VERSION } from './version.ts';

export interface LiveOptions {
  /** Where requests and upgrades for socket.io arrive. */
  readonly sockets: HttpServer;
  readonly history: History;
  readonly ledger: Ledger;
  readonly desk: AccessDesk;
  /** Where a request comes from. */
  readonly addressOf: (request: IncomingMessage) => string;
  /** Counts the live connections of each address. */
  readonly clients: Pick<ClientLimits, 'opened' | 'proved'>;
  /** What the agent of this machine proves itself with. */
  readonly token: string;
  /** What this server proves itself with to agents elsewhere. */
  readonly serverKey: SigningKey;
  readonly bootId: string | undefined;
  readonly selfId: string | undefined;
  readonly intervalMs: number;
  /** Of the pages that this server has. */
  readonly build: string | undefined;
  readonly log: Log;
}

export interface Live {
  /** What the API answers from. */
  readonly context: ApiContext;
  /** Ends every agent's and every browser's connection. */
  close(): void;
}

type EngineSession = LiveSession & { readonly request: IncomingMessage };

/** A frame of four megabytes with socket.io's own words around it. */
const MAX_MESSAGE_BYTES = 4_200_000;
const FORGET_EVERY_MS = 3_600_000;
/** Of those that are stored, what rules ask for earlier values in. */
const DRIFTS_READ = 100;
const PING_EVERY_MS = 10_000;
const PONG_WITHIN_MS = 10_000;

/** Connects agents, live state, rules and browsers: what one tick passes through. */
export async function serveLive({
  sockets,
  history,
  ledger,
  desk,
  clients,
  log,
  ...options
}: LiveOptions): Promise<Live> {
  const io = new SocketServer(sockets, {
    serveClient: false,
    transports: ['websocket', 'polling'],
    maxHttpBufferSize: MAX_MESSAGE_BYTES,
    pingInterval: PING_EVERY_MS,
    pingTimeout: PONG_WITHIN_MS,
    connectTimeout: PONG_WITHIN_MS,
  });
  io.engine.on('connection', (session: EngineSession) => clients.opened(session, options.addressOf(session.request)));
  // Nothing lives in the namespace that nobody names.
  io.use((_, next) => next(new Error('name a namespace')));
  const { store, writer, reader } = history;
  const now = Date.now;
  const hosts = new Hosts({
    ...options,
    tagsOf: (hostId) => ledger.hostTags.of(hostId),
    adviceOf: (host) => advice.of(host),
  });
  const keys = new AgentKeys({ ...options, agents: ledger.agents, now });
  const rows = await history.hosts();
  recallHosts({ hosts, rows, intervalMs: options.intervalMs, elsewhere: keys.elsewhere(), log });
  const details: DetailDesk = new DetailDesk({ now, changed: (hostId) => browsers.checkWatched(hostId) });
  const ruleDetails = new RuleDetails({ now, ask: (host, kind, freshMs) => details.ask(host, kind, freshMs) });
  const advice = new AdviceDesk({
    log,
    now,
    keeper: adviceKeeper(store),
    details: (host) => ruleDetails.of(host),
    held: (host) => changes.held(host),
    verified: (host) => changes.verified(host),
    adviceBefore: (host, changeId) => changes.adviceBefore(host, changeId),
    valuesBefore: (host, tunable) => valuesBefore(tunable, drift.of(host, DRIFTS_READ), changes.of(host)),
    past: (host) => (change, adviceId) =>
      settingPast(change, adviceId, { drift: drift.newest(host, change), records: changes.of(host) }),
  });
  advice.recall(await store.call('adviceMarks'));
  const changes: ChangeDesk = new ChangeDesk({
    ledger,
    log,
    now,
    adviceOf: (host) => advice.of(host),
    ask: {
      preview: (host, settings) => agents.askChanges(host, (agent) => agent.preview(settings)),
      apply: (host, order) => agents.askChanges(host, (agent) => agent.apply(order)),
      order: (host, order) => agents.askChanges(host, (agent) => agent.order(order)),
    },
    changed: (hostId) => {
      const host = hosts.find(hostId);
      if (host !== undefined) browsers.changesChanged(host);
    },
  });
  const drift: DriftDesk = new DriftDesk({ ledger, now });
  const browsers: BrowserGateway = new BrowserGateway({
    namespace: io.of('/live') as BrowserNamespace,
    hosts,
    advice,
    changes,
    access: desk.access,
    now,
    build: options.build,
    unstored: () => writer.state.error !== null,
    alsoWanted: (hostId) => details.wanted(hostId),
    watched: (hostId, watch) => agents.watch(hostId, watch),
    askSocket: (host, query) => agents.askSocket(host, query),
  });
  io.of('/live').on('connection', ({ conn }) => clients.proved(conn));
  const agents = new AgentGateway({
    namespace: io.of('/agent') as AgentNamespace,
    keys,
    proved: (session) => clients.proved(session),
    addressOf: options.addressOf,
    audit: {
      joined: (entry) => ledger.audit.append(entry),
      refused: (entry) => desk.refusals.note(entry),
    },
    hosts,
    store,
    writer,
    reader,
    log,
    now,
    watchOf: (hostId) => browsers.watchOf(hostId),
    ticked,
    reported,
    introduced: (agent) => bringTags(ledger, agent),
    changed: (host) => {
      if (!host.connected) changes.agentLeft(host);
      browsers.hostChanged(host);
    },
  });

  changes.recall();
  changes.forget();
  const forgetting = setInterval(() => changes.forget(), FORGET_EVERY_MS);
  // Several ticks at once, for the browser: the sparklines are sent anew.
  void recallPictures({
    hosts,
    rows,
    reader,
    log,
    recalled: (host) => browsers.ticked(host, Number.POSITIVE_INFINITY),
  });

  function ticked(host: LiveHost, ticks: number): void {
    const adviceChanged = advice.evaluate(host);
    changes.ticked(host);
    browsers.ticked(host, ticks);
    if (adviceChanged) browsers.adviceChanged(host);
  }

  function reported(host: LiveHost, what: Reported): void {
    if (what === 'sockets') browsers.socketsReported(host);
    if (what === 'tunables') {
      ruleDetails.settingsChanged(host);
      changes.tunablesReported(host);
    }
    if (typeof what === 'string') return;
    if ('changes' in what) {
      ruleDetails.settingsChanged(host);
      changes.reported(host, what.changes);
      return;
    }
    if ('drifts' in what) {
      drift.reported(host, what.drifts);
      browsers.adviceChanged(host);
      return;
    }
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
      changes,
      agentDesk: new AgentDesk({
        agents: ledger.agents,
        hosts,
        serverKey: keys.serverKey,
        end: (hostId, why) => agents.end(hostId, why),
        now,
      }),
      drift,
      ledger,
      desk,
      writer,
      reader,
      adviceChanged: (host) => browsers.adviceChanged(host),
      agentCount: () => agents.count,
      askSockets: (host, query) => agents.askSockets(host, query),
      askSocket: (host, query) => agents.askSocket(host, query),
      now,
    },
    close: () => {
      clearInterval(forgetting);
      agents.endAll();
      details.close();
      browsers.close();
      io.disconnectSockets(true);
      io.engine.close();
    },
  };
}
