import type { HostFacts, Labels, Layer, SampleWindow, SocketsReport, TunableValues } from '@netstrata/metrics';
import type { DetailReports } from '@netstrata/metrics/details';
import type { Tunable } from '@netstrata/tunables';

export type Severity = 'info' | 'warning' | 'critical';
/** How sure the rule is of the cause; the measurements themselves are never in doubt. */
export type Confidence = 'low' | 'medium' | 'high';

export interface Evidence {
  readonly metric: string;
  readonly labels: Labels;
  readonly value: number;
  readonly unit: string;
}

export interface TunableChange {
  readonly tunable: string;
  /** `host` for the namespace the agent runs in. */
  readonly namespace: string;
  readonly current: string;
  readonly proposed: string;
  /** By the catalogue, on advice that people see: when it acts, and how far. */
  readonly takesEffect?: Tunable['takesEffect'];
  readonly scope?: Tunable['scope'];
}

/** What a rule says when it fires. */
export interface Finding {
  /** Distinguishes several findings of one rule: a listener's address, a device. Part of the advice's id. */
  readonly subject: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly title: string;
  readonly why: string;
  readonly where: string;
  readonly evidence: readonly Evidence[];
  /** Empty when the cure is not in the kernel. */
  readonly changes: readonly TunableChange[];
  /** The arithmetic behind the proposed value: "380 Mbit/s x 82 ms = 3.9 MB in flight; x 3.2 …". Empty without changes. */
  readonly arithmetic: string;
  /** What to do that is not a sysctl. */
  readonly actions: readonly string[];
  readonly risk: string;
  readonly expectedEffect: string;
  readonly verify: string;
  readonly notWhen: string;
  /** The symptom is there, its cause cannot be told now: what open advice said before stands, and none is opened. */
  readonly undecided?: true;
}

export interface Advice extends Omit<Finding, 'undecided'> {
  /** Stable while the advice is open and when it opens again: rule and subject. */
  readonly id: string;
  readonly rule: string;
  readonly layer: Layer;
  readonly openedAt: number;
  /** Titles of symptoms that this advice is the root of, and that are not told apart from it. */
  readonly explains?: readonly string[];
  /** That somebody set it aside. */
  readonly mark?: AdviceMark;
}

export interface AdviceMark {
  readonly kind: 'dismissed' | 'snoozed';
  readonly timeMs: number;
  /** Of snoozed advice: when it comes back. */
  readonly untilMs?: number;
  /** What the one who did it said; may be empty. */
  readonly because: string;
  /** The most urgent that it had been by then: when it becomes more urgent than that, the mark goes. */
  readonly severity: Severity;
}

/** Something that happened to advice, for its history. */
export interface AdviceRecord {
  readonly kind: 'opened' | 'closed' | 'dismissed' | 'snoozed' | 'reopened';
  readonly timeMs: number;
  readonly id: string;
  readonly rule: string;
  readonly layer: Layer;
  readonly severity: Severity;
  readonly title: string;
  readonly where: string;
  /** Why it was set aside or came back; empty where nobody said. */
  readonly because: string;
}

export interface RuleContext {
  readonly window: SampleWindow;
  /** Dumps of the last minutes, oldest first; empty when none arrived. */
  readonly sockets: readonly SocketsReport[];
  readonly tunables: TunableValues;
  /** When any of them was last seen to change, in the time of the dumps; undefined where it is not known. */
  readonly tunablesSinceMs?: number | undefined;
  readonly host: HostFacts;
  /** The newest report of each kind that the server asks for now and then (interfaces: settings of the devices). */
  readonly details?: Partial<DetailReports>;
}

/** What the book of rules (docs/rules.md) says of a rule. */
export interface RuleAbout {
  /** What somebody notices, in words of the newcomer. */
  readonly symptom: string;
  /** How the rule tells it from what looks alike, with its thresholds. */
  readonly reasoning: string;
  /** How the proposed value comes from measurements; empty for a rule that proposes none. */
  readonly formula: string;
  /** Where this is known from: kernel documents and source files, publications. */
  readonly sources: readonly string[];
}

export interface Rule {
  /** Names the symptom: `tcp-listen-overflow`. */
  readonly id: string;
  readonly layer: Layer;
  readonly title: string;
  readonly metrics: readonly string[];
  readonly tunables: readonly string[];
  readonly about: RuleAbout;
  /** Rules that name the root of this symptom: while one of them is open, this one is told there and not apart. */
  readonly yieldsTo?: readonly string[];
  /** Pure. `firing` says which subjects are open now, so that hysteresis is the rule's own: fire at A, clear at B. */
  readonly evaluate: (context: RuleContext, firing: ReadonlySet<string>) => readonly Finding[];
}

/** What keeps a socket, a process or a host from moving more at this moment. */
export type Limiter =
  | 'nothing'
  | 'application'
  | 'reader'
  | 'accept-queue'
  | 'peer-window'
  | 'send-buffer'
  | 'network'
  | 'link'
  | 'softirq'
  | 'conntrack'
  | 'unknown';

export interface Bottleneck {
  readonly limiter: Limiter;
  readonly confidence: Confidence;
  /** One sentence with the numbers it rests on. */
  readonly sentence: string;
  /** What was looked at and does not limit, in one sentence; empty when nothing was. */
  readonly not: string;
}
