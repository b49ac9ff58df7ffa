import type { Advice, Bottleneck } from '@netstrata/advisor/types';
import type {
  DetailAnswer,
  DetailKind,
  HostFacts,
  Labels,
  Layer,
  Locale,
  SocketDetail,
  SocketsReport,
  SparkPoint,
  StackModel,
} from '@netstrata/metrics';
import type {
  ApplyOrder,
  ChangeOrder,
  ChangeRecord,
  Drift,
  HostChange,
  HostPreview,
  SettingRef,
  TunablesReport,
} from './changes.ts';
import type { HostSummary } from './hosts.ts';
import type { SocketsQuery, SocketsReply } from './sockets.ts';

export type {
  AuditEntry,
  AuditRow,
  KeySummary,
  Me,
  PersonSummary,
  Principal,
  Role,
  SessionSummary,
  SignInWays,
} from './access.ts';
export type * from './agents.ts';
export type * from './changes.ts';
export type * from './hosts.ts';
export type * from './sockets.ts';

export const PROTOCOL_VERSION = 2;

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

/** An agent's first word: who it is, and by what it will prove that. */
export interface AgentGreeting {
  readonly protocol: number;
  readonly hostId: string;
  /** Random, new at each start of the agent: (hostId, session, seq) names a tick. */
  readonly session: string;
  /** `local` for the secret of the server's data folder, `key-FINGERPRINT` for a key of its own, `join-ID` for a token. */
  readonly key: string;
  /** A public key of X25519 made for this greeting alone, 32 bytes in base64url. */
  readonly nonce: string;
}
export type GreetReply =
  | {
      readonly ok: true;
      /** As the agent's. */
      readonly nonce: string;
      /** Public key of Ed25519, in base64url. */
      readonly serverKey: string;
      /** That the server is the one that the agent knows; the agent says no more before it has checked this. */
      readonly proof: string;
    }
  | { readonly ok: false; readonly error: WireError };

/** What an agent says of itself once the server has proved itself. */
export interface AgentClaims {
  readonly protocol: number;
  readonly session: string;
  readonly agentVersion: string;
  readonly intervalMs: number;
  /** Whether it was started with permission to change settings. */
  readonly mayApply: boolean;
  readonly facts: HostFacts;
  readonly missing: readonly MissingPrivilege[];
  /** Of an agent that joins by a token: the public key that it will prove itself with from then on. */
  readonly joinKey?: string | undefined;
  /** What it is to be sorted by from the moment it joins. */
  readonly tags?: readonly string[] | undefined;
}
export interface AgentHello extends AgentClaims {
  /** That it has what its greeting named, over everything that both ends have said. */
  readonly proof: string;
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

export type PreviewReply =
  | { readonly ok: true; readonly preview: HostPreview }
  | { readonly ok: false; readonly error: WireError };
/** The unit as it is on the host then. */
export type ChangeReply =
  | { readonly ok: true; readonly change: HostChange }
  | { readonly ok: false; readonly error: WireError };

/** Namespace `/agent`, agent to server. */
export interface AgentToServer {
  'agent:greet': (greeting: AgentGreeting, reply: (answer: GreetReply) => void) => void;
  'agent:hello': (hello: AgentHello, reply: (answer: HelloReply) => void) => void;
  /**
   * A frame of FrameEncoder; answered after the ticks are on disk. While they cannot be stored it is answered at once, with what is on disk
   * without them: the agent goes on and keeps them, and brings over its next connection what still is not there.
   */
  'frame:push': (frame: Uint8Array, reply: (answer: FrameReply) => void) => void;
  'sockets:report': (report: SocketsReport) => void;
  'tunables:report': (report: TunablesReport) => void;
  /** While a kind is in the watch. */
  'details:report': (message: DetailMessage) => void;
  /** All units of changes that the agent keeps, the newest 200: after the greeting and whenever one changed. */
  'changes:report': (changes: readonly HostChange[]) => void;
  'drift:report': (drifts: readonly Drift[]) => void;
}
/** What a server may ask of an agent. */
export interface AgentOrders {
  'watch:set': (watch: Watch) => void;
  'sockets:query': (query: SocketsQuery, reply: (answer: SocketsReply) => void) => void;
  'socket:query': (query: SocketQuery, reply: (answer: SocketReply) => void) => void;
  'change:preview': (settings: readonly SettingRef[], reply: (answer: PreviewReply) => void) => void;
  /** Answered when every setting is written and read back, or none is changed. */
  'change:apply': (order: ApplyOrder, reply: (answer: ChangeReply) => void) => void;
  'change:order': (order: ChangeOrder, reply: (answer: ChangeReply) => void) => void;
}

/** That an order comes from the server that proved itself, and is no old one. */
export interface OrderSeal {
  /** 1, 2, 3 … for a connection. */
  readonly number: number;
  readonly proof: string;
}
/** Namespace `/agent`, server to agent: every order with its seal, so that nobody on the way can give one. */
export type ServerToAgent = {
  [E in keyof AgentOrders]: AgentOrders[E] extends (body: infer B, ...rest: infer R) => void
    ? (body: B, seal: OrderSeal, ...rest: R) => void
    : never;
};

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
  /** The language of everything sent from now on, and at once of what is open; `auth: {locale}` says it when the connection begins. */
  'locale:set': (locale: Locale) => void;
}

/** What the server says of itself each second. */
export interface ServerBeat {
  readonly timeMs: number;
  /** Of the pages that the server has. */
  readonly build?: string | undefined;
  /** Whether the history cannot be written now. */
  readonly unstored?: boolean | undefined;
}
/** Namespace `/live`, server to browser. */
export interface ServerToBrowser {
  /** Every second, so that silence means a lost connection. */
  'server:beat': (beat: ServerBeat) => void;
  /** Once after opening the view `hosts`: all of them. */
  'hosts:update': (hosts: readonly HostSummary[]) => void;
  /** Every second after it: those of which something else than the time of the newest sample has changed. */
  'hosts:changed': (hosts: readonly HostSummary[]) => void;
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
  /** With a stack view: the newest 50 changes of the host, when it opens and when one changes. */
  'changes:update': (update: { readonly hostId: string; readonly changes: readonly ChangeRecord[] }) => void;
}
