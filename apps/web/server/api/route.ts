import type { Ledger } from '@netstrata/db';
import type { Locale, SocketDetail } from '@netstrata/metrics';
import type { Principal, Role, SocketQuery, SocketsAnswer, SocketsQuery } from '@netstrata/protocol';
import { ProtocolError } from '@netstrata/protocol';
import type { AccessDesk } from '../access/AccessDesk.ts';
import type { AdviceDesk } from '../advice/AdviceDesk.ts';
import type { AgentDesk } from '../agents/AgentDesk.ts';
import type { ChangeDesk } from '../changes/ChangeDesk.ts';
import type { DetailDesk } from '../details/DetailDesk.ts';
import type { DriftDesk } from '../drift/DriftDesk.ts';
import type { HistoryReader } from '../history/HistoryReader.ts';
import type { HistoryWriter } from '../history/HistoryWriter.ts';
import type { Hosts } from '../live/Hosts.ts';
import type { LiveHost } from '../live/LiveHost.ts';
import type { Parameters } from './Parameters.ts';

/** What routes answer from. */
export interface ApiContext {
  readonly version: string;
  readonly startedMs: number;
  readonly hosts: Hosts;
  readonly advice: AdviceDesk;
  readonly details: Pick<DetailDesk, 'ask'>;
  readonly changes: ChangeDesk;
  readonly agentDesk: AgentDesk;
  readonly drift: DriftDesk;
  readonly ledger: Ledger;
  readonly desk: AccessDesk;
  readonly writer: HistoryWriter;
  readonly reader: HistoryReader;
  /** Agents connected now. */
  readonly agentCount: () => number;
  /** Rejects with ProtocolError `unavailable` without an agent, `timed-out` without an answer. */
  readonly askSockets: (host: LiveHost, query: SocketsQuery) => Promise<SocketsAnswer>;
  /** As `askSockets`, and with `not-found` when there is no such socket. */
  readonly askSocket: (host: LiveHost, query: SocketQuery) => Promise<SocketDetail>;
  /** Tells the browsers that somebody did something with a host's advice. */
  readonly adviceChanged: (host: LiveHost) => void;
  /** Our clock, Unix ms. */
  readonly now: () => number;
}

export interface RouteRequest {
  readonly context: ApiContext;
  /** Values of the path's `:name` words, decoded. */
  readonly path: Readonly<Record<string, string>>;
  readonly query: Parameters;
  /** Of a POST: JSON that nobody has checked yet. */
  readonly body: unknown;
  /** Who asks; on public addresses perhaps nobody. */
  readonly who: Principal | undefined;
  /** The address that they ask from. */
  readonly from: string;
  /** A header by its lower-case name; undefined when it is absent or there several times. */
  readonly header: (name: string) => string | undefined;
  /** Of the page that they ask from; links in the answer begin with it. */
  readonly origin: string;
  /** By `lang`, else what was chosen (cookie), else `Accept-Language`. */
  readonly locale: Locale;
}

/** An answer other than a plain 200 with an object. */
interface RawAnswer {
  readonly status: number;
  /** JSON text already. */
  readonly json: string | Uint8Array;
  readonly headers?: Headers;
}

/** A file to keep. */
export interface TextAnswer {
  /** In parts when it is long: they are made as fast as they are read. */
  readonly text: string | AsyncIterable<string>;
  /** `text/csv` */
  readonly type: string;
  readonly fileName: string;
  readonly headers?: Headers;
}

type Headers = Readonly<Record<string, string | readonly string[]>>;

/** One address of the API. `answer` gives what is sent as JSON; it throws ProtocolError for what it refuses. */
export interface Route {
  /** `/api/v1/hosts/:host/metrics` */
  readonly path: string;
  readonly parameters: readonly string[];
  /** GET (and HEAD) unless said. */
  readonly method?: 'POST';
  /** Who may; a viewer unless said. `public` asks nobody who they are. */
  readonly role?: Role | 'public';
  /** Whether its answer has texts for people: it is given in the language of who asks, and `?lang=` says which. */
  readonly texts?: true;
  /** Whether the holder of a wallboard link may, too. */
  readonly wall?: boolean;
  readonly answer: (request: RouteRequest) => Answer | Promise<Answer>;
}
export type Answer = { readonly body: object; readonly headers?: Headers } | RawAnswer | TextAnswer;

/** Who asks, at an address that is not public. */
export function principalOf({ who }: RouteRequest): Principal {
  if (who !== undefined) return who;
  throw new ProtocolError('unauthorised', 'api', 'sign in first, or send a token');
}

/** The host named in the path, by id or `self`. */
export function hostOf({ context, path }: RouteRequest): LiveHost {
  const { host: id = '' } = path;
  const host = context.hosts.find(id);
  if (host !== undefined) return host;
  const why = id === 'self' ? 'no agent has reported from the machine of this server yet' : `there is no host "${id}"`;
  throw new ProtocolError('not-found', 'api', `${why}: /api/v1/hosts lists them`);
}
