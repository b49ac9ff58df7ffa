import type { Advice, Bottleneck } from '@netstrata/advisor/types';
import type {
  DetailAnswer,
  DetailKind,
  HostFacts,
  Labels,
  Layer,
  LayerState,
  OtherSocketRow,
  SocketDetail,
  SocketNames,
  SocketRow,
  SocketsReport,
  SparkPoint,
  StackModel,
  TunableValues,
} from '@netstrata/metrics';

export const PROTOCOL_VERSION = 1;

/** A series: a metric and one set of labels. Its number is its place in the order of definition, for an agent's lifetime. */
export interface SeriesDef {
  readonly metric: string;
  readonly labels: Labels;
}

/** One second of one host. `values[n]` belongs to series n; NaN is unknown; a short array means the rest is unknown. */
export interface Tick {
  /** 1, 2, 3 … without a gap for an agent's session. */
  readonly seq: number;
  /** Unix milliseconds of the sample. */
  readonly timeMs: number;
  /** CLOCK_BOOTTIME milliseconds of the sample: rates are made from these, so a clock step never fakes one. */
  readonly monoMs: number;
  readonly values: Float64Array;
}

/** What is missing on a host and what would bring it. */
export interface MissingPrivilege {
  readonly what: string;
  readonly why: string;
  readonly capability: string;
}

export interface AgentHello {
  readonly protocol: number;
  readonly token: string;
  /** Random, new at each start of the agent: (hostId, session, seq) names a tick. */
  readonly session: string;
  readonly agentVersion: string;
  readonly intervalMs: number;
  readonly facts: HostFacts;
  readonly missing: readonly MissingPrivilege[];
}

/** What of a host somebody looks at now. */
export interface Watch {
  /** Its stack or its sockets. */
  readonly watched: boolean;
  /** Reports wanted besides; the others need not be made. */
  readonly details: readonly DetailKind[];
}

export type HelloReply =
  | ({ readonly ok: true; readonly committedSeq: number } & Watch)
  | { readonly ok: false; readonly error: WireError };
export type FrameReply =
  | { readonly ok: true; readonly committedSeq: number }
  | { readonly ok: false; readonly error: WireError };

export interface WireError {
  readonly code: string;
  readonly message: string;
}

/** Values by name; a tunable that cannot be read is in `unreadable` with the reason. */
export interface TunablesReport {
  readonly timeMs: number;
  readonly values: TunableValues;
  readonly unreadable: Readonly<Record<string, string>>;
}

export interface SocketsQuery {
  /** Field of SocketRow to sort by; descending unless it starts with "+". Default "fill". */
  readonly sort: string;
  /** Words all of which must match: `state:established`, `port:443`, `process:nginx`, `protocol:udp` (or tcp, unix, raw, packet, mptcp), `limit:send-buffer`, `netns:NAME` (or its inode number) for another network namespace, or plain text. */
  readonly filter: string;
  readonly limit: number;
}
export interface SocketsAnswer {
  readonly timeMs: number;
  /** The other network namespace that was asked for. */
  readonly netns?: string | undefined;
  readonly total: number;
  readonly matched: number;
  readonly sockets: readonly (SocketRow | OtherSocketRow)[];
  readonly names?: SocketNames | undefined;
}
export type SocketsReply = ({ readonly ok: true } & SocketsAnswer) | { readonly ok: false; readonly error: WireError };

/** A kind's newest report, or why there is none. */
export interface DetailMessage<K extends DetailKind = DetailKind> {
  readonly kind: K;
  readonly answer: DetailAnswer<K>;
}

/** Asks for everything about one socket. */
export interface SocketQuery {
  /** As SocketRow has it. */
  readonly cookie: string;
  /** Read its options too, through its process. */
  readonly options: boolean;
}
export type SocketReply =
  | { readonly ok: true; readonly socket: SocketDetail }
  | { readonly ok: false; readonly error: WireError };

/** Namespace `/agent`, agent to server. */
export interface AgentToServer {
  'agent:hello': (hello: AgentHello, reply: (answer: HelloReply) => void) => void;
  /** A frame of FrameEncoder; answered after the ticks are on disk. */
  'frame:push': (frame: Uint8Array, reply: (answer: FrameReply) => void) => void;
  'sockets:report': (report: SocketsReport) => void;
  'tunables:report': (report: TunablesReport) => void;
  /** While a kind is in the watch. */
  'details:report': (message: DetailMessage) => void;
}
/** Namespace `/agent`, server to agent. */
export interface ServerToAgent {
  'watch:set': (watch: Watch) => void;
  'sockets:query': (query: SocketsQuery, reply: (answer: SocketsReply) => void) => void;
  'socket:query': (query: SocketQuery, reply: (answer: SocketReply) => void) => void;
}

export interface HostSummary {
  readonly hostId: string;
  /** True for the machine the server runs on. */
  readonly self: boolean;
  readonly hostname: string;
  readonly kernelRelease: string;
  readonly connected: boolean;
  /** Unix ms of the newest sample, null before the first. */
  readonly lastSampleMs: number | null;
  readonly layers: readonly { readonly layer: Layer; readonly state: LayerState }[];
}

/** What a browser asks to see; it is sent nothing else. */
export type ViewRequest =
  | { readonly view: 'hosts' }
  | { readonly view: 'stack'; readonly hostId: string }
  | { readonly view: 'layer'; readonly hostId: string; readonly layer: Layer }
  | { readonly view: 'sockets'; readonly hostId: string }
  | { readonly view: 'socket'; readonly hostId: string; readonly cookie: string }
  | { readonly view: 'details'; readonly hostId: string; readonly kind: DetailKind };

export interface StackUpdate {
  readonly hostId: string;
  readonly host: HostSummary;
  readonly facts: HostFacts;
  readonly missing: readonly MissingPrivilege[];
  readonly stack: StackModel;
  /** What keeps the host from moving more now. */
  readonly bottleneck: Bottleneck;
  readonly spark: SparkPoint;
}
/** One metric's series in a layer's page: the newest raw value, and for counters the rate over the last seconds. */
export interface LayerValue {
  readonly metric: string;
  readonly labels: Labels;
  readonly value: number | null;
  readonly perSecond: number | null;
}
export interface LayerUpdate {
  readonly hostId: string;
  readonly layer: Layer;
  readonly timeMs: number;
  readonly values: readonly LayerValue[];
}

/** What somebody does with open advice. */
export interface AdviceAction {
  readonly id: string;
  readonly action: 'dismiss' | 'snooze' | 'reopen';
  /** Of `snooze`: for how long. */
  readonly minutes?: number | undefined;
  readonly because?: string | undefined;
}

/** A chosen socket as it is now, or why it cannot be told; `not-found` when it is closed. */
export interface SocketUpdate {
  readonly hostId: string;
  readonly cookie: string;
  readonly answer: SocketReply;
  /** What limits it, by the newest list of sockets; undefined when that does not have it. */
  readonly bottleneck?: Bottleneck | undefined;
}

/** Namespace `/live`, browser to server. Opening a view again replaces nothing: views are a set keyed by their JSON. */
export interface BrowserToServer {
  'view:open': (request: ViewRequest, reply: (answer: { ok: true } | { ok: false; error: WireError }) => void) => void;
  'view:close': (request: ViewRequest) => void;
}
/** Namespace `/live`, server to browser. */
export interface ServerToBrowser {
  /** Every second, so that silence means a lost connection. */
  'server:beat': (beat: { readonly timeMs: number }) => void;
  'hosts:update': (hosts: readonly HostSummary[]) => void;
  'stack:update': (update: StackUpdate) => void;
  /** Once after opening a stack view: up to five minutes. */
  'stack:history': (history: { readonly hostId: string; readonly points: readonly SparkPoint[] }) => void;
  'layer:update': (update: LayerUpdate) => void;
  'sockets:update': (update: { readonly hostId: string; readonly report: SocketsReport }) => void;
  /** With every tick of the host. */
  'socket:update': (update: SocketUpdate) => void;
  'details:update': (update: DetailMessage & { readonly hostId: string }) => void;
  /** With a stack view: all open advice of the host, when it opens and when it changes. */
  'advice:update': (update: { readonly hostId: string; readonly advice: readonly Advice[] }) => void;
}
