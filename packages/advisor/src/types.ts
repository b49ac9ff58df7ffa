import type { HostFacts, Labels, Layer, SampleWindow, SocketsReport, TunableValues, Words } from '@netstrata/metrics';
import type { DetailReports } from '@netstrata/metrics/details';
import type { DeviceSetting, Tunable } from '@netstrata/tunables';
import type { Feel } from './feels.ts';

export type Severity = 'info' | 'warning' | 'critical';
/** How sure the rule is of the cause; the measurements themselves are never in doubt. */
export type Confidence = 'low' | 'medium' | 'high';

export interface Evidence {
  readonly metric: string;
  readonly labels: Labels;
  readonly value: number;
  readonly unit: string;
  /** Over which time; absent of a number of now. */
  readonly over?: EvidenceTime;
}

/** What a number is of the last seconds: what was counted in them, the mean of them, or the highest in them. */
export interface EvidenceTime {
  readonly as: 'sum' | 'mean' | 'peak';
  readonly seconds: number;
}

export interface TunableChange {
  readonly tunable: string;
  /** `host` for the namespace the agent runs in. */
  readonly namespace: string;
  /** Of a setting of a network device: which one, and of a setting of its queues which of them. */
  readonly device?: string | undefined;
  readonly queue?: number | undefined;
  readonly current: string;
  readonly proposed: string;
  /** By the catalogue, on advice that people see: when it acts, and how far. */
  readonly takesEffect?: Tunable['takesEffect'];
  readonly scope?: (Tunable | DeviceSetting)['scope'];
  /** That the kernel lets the agent read it and not write it. */
  readonly isReadOnly?: true;
  /** Somebody changes it now, or did so lately: until then, Unix ms, what that does is waited for. */
  readonly heldUntilMs?: number;
  /** That somebody changed it to its value of now, within what is stored. */
  readonly past?: SettingPast;
}

/** How a setting came to its value of now. */
export interface SettingPast {
  /** Server's clock. */
  readonly timeMs: number;
  readonly before: string;
  readonly after: string;
  /** `drift`: past this product, `by` a process where the kernel tells. `change`: from here, `by` as the audit spells it. */
  readonly how: 'drift' | 'change';
  readonly by?: string | Words | undefined;
}

/** See `Finding.need`. */
export interface Need {
  readonly amount: number;
  /** The values that the proposal and its words rest on beside the amount. */
  readonly from: string;
}

/** What a rule says when it fires, in every language. */
export interface Finding<T = Words> {
  /** Distinguishes several findings of one rule: a listener's address, a device. Part of the advice's id. */
  readonly subject: string;
  /**
   * Other names by which the same is found while its program is not known, or not all of it: advice that is open under one of them goes on.
   */
  readonly formerly?: readonly string[];
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly title: T;
  readonly why: T;
  readonly where: T;
  readonly evidence: readonly Evidence[];
  /** Empty when the cure is not in the kernel. */
  readonly changes: readonly TunableChange[];
  /** The arithmetic behind the proposed value: "380 Mbit/s x 82 ms = 3.9 MB in flight; x 3.2 …". Empty without changes. */
  readonly arithmetic: T;
  /** What is better than the changes, where it can be done: mostly by the program itself. It is told before them. */
  readonly better?: T;
  /** What else to do that is none of the changes. */
  readonly actions: readonly T[];
  readonly risk: T;
  readonly expectedEffect: T;
  readonly verify: T;
  readonly notWhen: T;
  /**
   * How much was found to be needed, where every look measures it anew: as long as the advice is open and what it starts from is the
   * same, the most that was needed so far stays proposed.
   */
  readonly need?: Need;
  /** The symptom is there, its cause cannot be told now: what open advice said before stands, and none is opened. */
  readonly undecided?: true;
  /** Rules that name the root of this finding, where it is not always the same: before those that its rule yields to. */
  readonly yieldsTo?: readonly string[];
}

/** As its readers get it, in their language; `Advice<Words>` as it is kept, in all of them. */
export interface Advice<T = string> extends Omit<Finding<T>, 'undecided' | 'need' | 'yieldsTo' | 'formerly'> {
  /** Stable while the advice is open and when it opens again: rule and subject. */
  readonly id: string;
  readonly rule: string;
  readonly layer: Layer;
  readonly openedAt: number;
  /** Titles of symptoms that this advice is the root of, and that are not told apart from it. */
  readonly explains?: readonly T[];
  /** That somebody set it aside. */
  readonly mark?: AdviceMark;
  /** That its change was made, and is being verified. */
  readonly applied?: AdviceApplied;
}

export interface AdviceApplied {
  readonly changeId: string;
  /**
   * `found`: the rule still finds it. `quiet`: the rule finds nothing since, and everything on the advice is of before. `undone`: the value
   * before is back, and the rule has not found it again yet.
   */
  readonly state: 'found' | 'quiet' | 'undone';
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
/** From before there were words, texts are English alone. */
export interface AdviceRecord<T = string> {
  readonly kind: 'opened' | 'closed' | 'dismissed' | 'snoozed' | 'reopened';
  readonly timeMs: number;
  readonly id: string;
  readonly rule: string;
  readonly layer: Layer;
  readonly severity: Severity;
  readonly title: T;
  readonly where: T;
  /** Why it was set aside or came back; empty where nobody said. */
  readonly because: string | T;
  /** Who did that: `person:ada@example.org`, `token:NAME`; absent for what came by itself. */
  readonly who?: string;
}

export interface RuleContext {
  readonly window: SampleWindow;
  /** Dumps of the last minutes, oldest first; empty when none arrived. */
  readonly sockets: readonly SocketsReport[];
  readonly tunables: TunableValues;
  /** When any of them was last seen to change, in the time of the dumps; undefined where it is not known. */
  readonly tunablesSinceMs?: number | undefined;
  /** Values that a tunable had before the one of now, as far as they are stored; not known where it is absent. */
  readonly valuesBefore?: ((tunable: string) => readonly string[]) | undefined;
  readonly host: HostFacts;
  /** The newest report of each kind that the server asks for now and then (interfaces: settings of the devices). */
  readonly details?: Partial<DetailReports>;
}

/** What the book of rules (docs/rules.md) says of a rule. */
export interface RuleAbout {
  /** By which words people who have this trouble look for it. */
  readonly feels: readonly Feel[];
  /** What somebody notices, in words of the newcomer. */
  readonly symptom: Words;
  /** How the rule tells it from what looks alike, with its thresholds. */
  readonly reasoning: Words;
  /** How the proposed value comes from measurements; empty for a rule that proposes none. */
  readonly formula: Words;
  /** Where this is known from: kernel documents and source files, publications. */
  readonly sources: readonly string[];
}

export interface Rule {
  /** Names the symptom: `tcp-listen-overflow`. */
  readonly id: string;
  readonly layer: Layer;
  readonly title: Words;
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
  | 'receive-buffer'
  | 'sender'
  | 'accept-queue'
  | 'peer-window'
  | 'send-buffer'
  | 'network'
  | 'link'
  | 'softirq'
  | 'conntrack'
  | 'unknown';

/** As its readers get it, in their language; `Bottleneck<Words>` as it is found, in all of them. */
export interface Bottleneck<T = string> {
  readonly limiter: Limiter;
  readonly confidence: Confidence;
  /** One sentence with the numbers it rests on. */
  readonly sentence: T;
  /** What was looked at and does not limit, in one sentence; empty when nothing was. */
  readonly not: T;
}
