import type { SocketDetail } from '@netstrata/metrics';
import type { SocketQuery, SocketsAnswer, SocketsQuery } from '@netstrata/protocol';
import { ProtocolError } from '@netstrata/protocol';
import type { AdviceDesk } from '../advice/AdviceDesk.ts';
import type { DetailDesk } from '../details/DetailDesk.ts';
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
}

/** An answer other than a plain 200 with an object. */
interface RawAnswer {
  readonly status: number;
  /** JSON text already. */
  readonly json: string | Uint8Array;
}

/** One address of the API. `answer` gives what is sent as JSON; it throws ProtocolError for what it refuses. */
export interface Route {
  /** `/api/v1/hosts/:host/metrics` */
  readonly path: string;
  readonly parameters: readonly string[];
  /** GET (and HEAD) unless said. */
  readonly method?: 'POST';
  readonly answer: (request: RouteRequest) => Answer | Promise<Answer>;
}
export type Answer = { readonly body: object } | RawAnswer;

/** The host named in the path, by id or `self`. */
export function hostOf({ context, path }: RouteRequest): LiveHost {
  const { host: id = '' } = path;
  const host = context.hosts.find(id);
  if (host !== undefined) return host;
  const why = id === 'self' ? 'no agent has reported from the machine of this server yet' : `there is no host "${id}"`;
  throw new ProtocolError('not-found', 'api', `${why}: /api/v1/hosts lists them`);
}
