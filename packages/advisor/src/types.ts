import type { HostFacts, Labels, Layer, SampleWindow, SocketsReport, TunableValues } from '@netstrata/metrics';

export type Severity = 'info' | 'warning' | 'critical';

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
}

/** What a rule says when it fires. */
export interface Finding {
  /** Distinguishes several findings of one rule: a listener's address, a device. Part of the advice's id. */
  readonly subject: string;
  readonly severity: Severity;
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
}

export interface RuleContext {
  readonly window: SampleWindow;
  /** Dumps of the last minutes, oldest first; empty when none arrived. */
  readonly sockets: readonly SocketsReport[];
  readonly tunables: TunableValues;
  /** When any of them was last seen to change, in the time of the dumps; undefined where it is not known. */
  readonly tunablesSinceMs?: number | undefined;
  readonly host: HostFacts;
}

export interface Rule {
  /** Names the symptom: `tcp-listen-overflow`. */
  readonly id: string;
  readonly layer: Layer;
  readonly title: string;
  readonly metrics: readonly string[];
  readonly tunables: readonly string[];
  /** Pure. `firing` says which subjects are open now, so that hysteresis is the rule's own: fire at A, clear at B. */
  readonly evaluate: (context: RuleContext, firing: ReadonlySet<string>) => readonly Finding[];
}
