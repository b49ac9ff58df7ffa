import type { Advice } from '@netstrata/advisor/types';
import type { DetailAnswer, DetailKind, SocketsReport, SparkPoint } from '@netstrata/metrics';
import type {
  ChangeRecord,
  HostSummary,
  LayerUpdate,
  ServerToBrowser,
  StackUpdate,
  ViewRequest,
  WireError,
} from '@netstrata/protocol/types';
import { type SampleSeen, seeSample } from './sample.ts';
import { share } from './share.ts';
import { type SocketSeen, seeSocket } from './socket.ts';

/** Sparklines show this much; older points are dropped. */
export const HISTORY_MS = 300_000;
/** They move by so much at a time: one is about 150 pixels wide. */
export const SPARK_STEP_MS = 2000;

export interface HostLive {
  readonly update: StackUpdate | undefined;
  readonly sample: SampleSeen | undefined;
  /** Oldest first, one a second, at most five minutes. */
  readonly history: readonly SparkPoint[];
  /** The history as it was when its newest step began: another one once a step, for what is drawn in steps. */
  readonly steps: readonly SparkPoint[];
  readonly advice: readonly Advice[] | undefined;
  /** The newest first; undefined until the server has sent them. */
  readonly changes: readonly ChangeRecord[] | undefined;
  readonly sockets: SocketsReport | undefined;
  /** The one that was chosen last. */
  readonly socket: SocketSeen | undefined;
  readonly layers: Readonly<Record<string, LayerUpdate>>;
  readonly details: { readonly [K in DetailKind]?: DetailAnswer<K> };
}

/** Everything the pages know. Times ending in `AtMs` are the browser's clock, others are the sender's. */
export interface LiveState {
  readonly link: 'connecting' | 'open' | 'closed';
  /** Since when `link` is what it is. */
  readonly linkAtMs: number;
  readonly beatAtMs: number | undefined;
  /** Which build of the pages the server has now. */
  readonly build: string | undefined;
  /** Whether the server cannot write the history now. */
  readonly unstored: boolean;
  /** Server clock minus browser clock at the last beat, so that ages do not depend on either being right. */
  readonly clockOffsetMs: number;
  /** The id of the machine the server runs on, once it has been heard of. */
  readonly selfId: string | undefined;
  readonly hosts: Readonly<Record<string, HostLive>>;
  /** Every host that the server knows, while the view `hosts` is open; undefined until it has been sent once. */
  readonly summaries: readonly HostSummary[] | undefined;
  /** Views that the server refused, by `viewKey`, with its reason. */
  readonly refused: Readonly<Record<string, WireError>>;
}

/** What changes the state: a message of the server, or something about the line to it. */
export type LiveEvent =
  | {
      [K in keyof ServerToBrowser]: { readonly type: K; readonly data: Parameters<ServerToBrowser[K]>[0] };
    }[keyof ServerToBrowser]
  | { readonly type: 'link'; readonly link: LiveState['link'] }
  | { readonly type: 'view:answered'; readonly key: string; readonly error: WireError | undefined };

export const INITIAL: LiveState = {
  link: 'connecting',
  linkAtMs: 0,
  beatAtMs: undefined,
  build: undefined,
  unstored: false,
  clockOffsetMs: 0,
  selfId: undefined,
  hosts: {},
  summaries: undefined,
  refused: {},
};

const EMPTY_HOST: HostLive = {
  update: undefined,
  sample: undefined,
  history: [],
  steps: [],
  advice: undefined,
  changes: undefined,
  sockets: undefined,
  socket: undefined,
  layers: {},
  details: {},
};

/** A view's identity: the server keys views by their JSON too. */
export const viewKey = (request: ViewRequest): string => JSON.stringify(request);

/** What is known of a host; `self` is whatever machine the server runs on. */
export const hostOf = (state: LiveState, hostId: string): HostLive =>
  state.hosts[hostId === 'self' ? (state.selfId ?? 'self') : hostId] ?? EMPTY_HOST;

const withHost = (state: LiveState, hostId: string, change: (host: HostLive) => HostLive): LiveState => {
  const before = state.hosts[hostId] ?? EMPTY_HOST;
  const next = change(before);
  return next === before ? state : { ...state, hosts: { ...state.hosts, [hostId]: next } };
};

/** Adds one moment; a moment already held is not doubled, and one out of order is left out. */
export const withPoint = (history: readonly SparkPoint[], point: SparkPoint): readonly SparkPoint[] => {
  const newest = history.at(-1);
  if (newest !== undefined && point.timeMs <= newest.timeMs) return history;
  const firstKept = history.findIndex(({ timeMs }) => timeMs > point.timeMs - HISTORY_MS);
  return [...(firstKept < 0 ? [] : history.slice(firstKept)), point];
};

const stepOf = (points: readonly SparkPoint[]): number =>
  Math.floor((points.at(-1)?.timeMs ?? Number.NaN) / SPARK_STEP_MS);

/** The hosts with those that have changed, or are new, in their places. */
const merged = (before: readonly HostSummary[], changed: readonly HostSummary[]): readonly HostSummary[] => {
  const newest = new Map(changed.map((host) => [host.hostId, host]));
  const known = new Set(before.map(({ hostId }) => hostId));
  const next = before.map((host) => {
    const change = newest.get(host.hostId);
    return change === undefined ? host : share(host, change);
  });
  const added = changed.filter(({ hostId }) => !known.has(hostId));
  return added.length === 0 && next.every((host, n) => host === before[n]) ? before : [...next, ...added];
};

/** Pure: the state after one event that happened at `nowMs` of the browser's clock. */
export const reduce = (state: LiveState, event: LiveEvent, nowMs: number): LiveState => {
  switch (event.type) {
    case 'link':
      return event.link === state.link ? state : { ...state, link: event.link, linkAtMs: nowMs };
    case 'server:beat': {
      const { timeMs, build, unstored = false } = event.data;
      return { ...state, beatAtMs: nowMs, clockOffsetMs: timeMs - nowMs, build, unstored };
    }
    case 'view:answered': {
      const { [event.key]: before, ...others } = state.refused;
      if (event.error === undefined) return before === undefined ? state : { ...state, refused: others };
      return { ...state, refused: share(state.refused, { ...others, [event.key]: event.error }) };
    }
    case 'hosts:update':
      return { ...state, summaries: share(state.summaries, event.data) };
    case 'hosts:changed':
      return state.summaries === undefined ? state : { ...state, summaries: merged(state.summaries, event.data) };
    case 'stack:update': {
      const { data } = event;
      const next = withHost(state, data.hostId, (host) => {
        const history = withPoint(host.history, data.spark);
        return {
          ...host,
          update: share(host.update, data),
          sample: seeSample(host.sample, data.stack.timeMs, nowMs),
          history,
          steps: stepOf(history) === stepOf(host.steps) ? host.steps : history,
        };
      });
      return data.host.self && next.selfId !== data.hostId ? { ...next, selfId: data.hostId } : next;
    }
    case 'stack:history': {
      const { hostId, points } = event.data;
      return withHost(state, hostId, (host) => {
        const newest = points.at(-1)?.timeMs ?? Number.NEGATIVE_INFINITY;
        const later = host.history.filter(({ timeMs }) => timeMs > newest);
        const history = later.reduce(withPoint, points);
        return { ...host, history, steps: history };
      });
    }
    case 'advice:update':
      return withHost(state, event.data.hostId, (host) => ({ ...host, advice: share(host.advice, event.data.advice) }));
    case 'changes:update':
      return withHost(state, event.data.hostId, (host) => ({
        ...host,
        changes: share(host.changes, event.data.changes),
      }));
    case 'sockets:update':
      return withHost(state, event.data.hostId, (host) => ({
        ...host,
        sockets: share(host.sockets, event.data.report),
      }));
    case 'socket:update':
      return withHost(state, event.data.hostId, (host) => ({ ...host, socket: seeSocket(host.socket, event.data) }));
    case 'details:update': {
      const { hostId, kind, answer } = event.data;
      return withHost(state, hostId, (host) => ({
        ...host,
        details: { ...host.details, [kind]: share(host.details[kind], answer) },
      }));
    }
    case 'layer:update':
      return withHost(state, event.data.hostId, (host) => ({
        ...host,
        layers: { ...host.layers, [event.data.layer]: share(host.layers[event.data.layer], event.data) },
      }));
  }
};
