import type { Labels, TunableValues } from '@netstrata/metrics';

/** One setting of one host: a sysctl, or with `device` a setting of a network device. */
export interface SettingRef {
  /** A name of the catalogue of `@netstrata/tunables`: that is the list of what may be changed at all. */
  readonly tunable: string;
  /** `host`: the network namespace of the agent; else another one, by its inode number. */
  readonly namespace: string;
  /** Name of the network device, for settings of devices. */
  readonly device?: string | undefined;
  /** Number of the queue, for settings of queues. */
  readonly queue?: number | undefined;
}

/** A setting and its value now. */
export interface SettingValue extends SettingRef {
  readonly value: string;
}

/** A setting and what it should be. Values are as the kernel prints them, numbers with single spaces between. */
export interface WantedChange extends SettingRef {
  readonly value: string;
  /** What the person saw when they decided; a host where it is something else by now refuses. */
  readonly expectedBefore: string;
}

/** A setting and what a change made of it. */
export interface AppliedChange extends SettingRef {
  readonly before: string;
  readonly after: string;
}

/** Why a change was taken back. */
export type UndoReason = 'not-confirmed' | 'connection-lost' | 'agent-restarted' | 'write-refused' | 'asked';

/** How a taken back setting was left: `restored`, or what kept the agent from it. */
export interface UndoneSetting extends SettingRef {
  readonly outcome: 'restored' | 'changed-by-another' | 'failed';
  /** The value that is there now; undefined when it cannot be read. */
  readonly value?: string | undefined;
  /** What the kernel said; empty when nothing is wrong. */
  readonly problem: string;
}

/** A unit of changes, as the agent that made them keeps it on its disk. */
export interface HostChange {
  readonly id: string;
  /** `pending` waits for a confirmation. `undone`: restored, each setting says how. */
  readonly state: 'pending' | 'kept' | 'undone';
  readonly changes: readonly AppliedChange[];
  readonly by: string;
  readonly because: string;
  /** On the host's clock. */
  readonly appliedMs: number;
  /** Of `pending`: when it is taken back without a word, on the host's clock. */
  readonly deadlineMs?: number | undefined;
  readonly undo?:
    | { readonly reason: UndoReason; readonly timeMs: number; readonly settings: readonly UndoneSetting[] }
    | undefined;
  /** The file that sets it at boot. */
  readonly persisted?: { readonly path: string; readonly timeMs: number } | undefined;
}

/** Server to agent: make these changes, all or none, and take them back unless confirmed in time. */
export interface ApplyOrder {
  readonly id: string;
  readonly changes: readonly WantedChange[];
  readonly by: string;
  readonly because: string;
  readonly confirmWithinMs: number;
}
/** What to do with a unit that is there. */
export interface ChangeOrder {
  readonly id: string;
  readonly action: 'confirm' | 'undo' | 'persist' | 'unpersist';
  readonly by: string;
  /** Of `undo`: also settings that somebody else has changed since. */
  readonly evenIfChanged?: boolean | undefined;
}

/** What a host says of a setting before it is changed. */
export interface SettingPreview extends SettingRef {
  /** Undefined when it cannot be read: `problem` says why. */
  readonly current?: string | undefined;
  readonly problem?: string | undefined;
  /** True where its agent can read it and not write it, as most settings of the whole machine from within a network namespace. */
  readonly readOnly?: true | undefined;
  /** What the running kernel lists to choose from, for settings that are a choice. */
  readonly offered?: readonly string[] | undefined;
  /** What the machine or the device allows beyond the catalogue: the largest number, how many CPUs a mask can name. */
  readonly limits?: { readonly max?: number | undefined; readonly cpus?: number | undefined } | undefined;
  /** Files and programs that set it too and would win at boot or at any time, in words: `/etc/sysctl.d/99-x.conf sets it to 128`. */
  readonly overriddenBy: readonly string[];
}
/** From an agent its own words; from the server in every language. */
export interface HostPreview<T = string> {
  readonly settings: readonly SettingPreview[];
  /** Whether the agent was started with permission to change anything; `reason` says why not. */
  readonly mayApply: boolean;
  readonly reason: T;
  /** Where it would be kept for the next boot. */
  readonly persistPath: string;
}

/** A setting that something else than this product changed while its agent watched. */
export interface Drift extends SettingRef {
  readonly timeMs: number;
  readonly before: string;
  readonly after: string;
  /** Who, where the kernel tells: `sysctl (pid 4711)`. One of DRIFT_WORDS where it happened before the agent watched. */
  readonly by?: string | undefined;
}

/** Whether a change helped, by the evidence of its advice, measured again over the same time. */
export interface Verdict<T = string> {
  /** `unmeasured`: nothing was named that could be measured. `waits`: it acts on what is opened afterwards, and nothing has shown yet. */
  readonly state: 'too-early' | 'waits' | 'improved' | 'unchanged' | 'worse' | 'unmeasured';
  /** One sentence. */
  readonly reason: T;
  /** Before: this long up to the change. After: as long, up to now. */
  readonly windowMs: number;
  readonly evidence: readonly {
    readonly metric: string;
    readonly labels: Labels;
    readonly unit: string;
    /** null: not known. */
    readonly before: number | null;
    readonly after: number | null;
  }[];
}

/** A unit of changes as the server keeps it and people see it. */
export interface ChangeRecord {
  readonly id: string;
  readonly hostId: string;
  /** `refused`: nothing was changed, or it was put back at once; `problem` says why. `unknown`: the host did not say what became of it yet. */
  readonly state: 'applying' | 'pending' | 'kept' | 'undone' | 'refused' | 'unknown';
  readonly changes: readonly AppliedChange[];
  readonly because: string;
  /** The advice that proposed it. */
  readonly adviceId?: string | undefined;
  /** Who asked for it, as in the audit. */
  readonly by: string;
  /** Server's clock. */
  readonly requestedMs: number;
  readonly appliedMs?: number | undefined;
  /** Of `pending`. */
  readonly confirmByMs?: number | undefined;
  /** When it was kept, undone or refused last, and by whom: `host` when the agent did so by itself. */
  readonly decidedMs?: number | undefined;
  readonly decidedBy?: string | undefined;
  /** Of one that was kept and taken back later: who kept it, and when. */
  readonly keptBefore?: { readonly timeMs: number; readonly by: string } | undefined;
  readonly problem?: string | undefined;
  readonly undo?: HostChange['undo'];
  readonly persisted?: HostChange['persisted'];
  readonly verdict?: Verdict | undefined;
  /** A kept value that is not there any more: another program's doing, or a reboot. */
  readonly lost?: readonly { readonly setting: SettingRef; readonly now: string }[] | undefined;
}

/** What a person wants, as the API takes it. */
export interface ChangeRequest {
  readonly changes: readonly {
    readonly tunable: string;
    readonly value: string;
    readonly expectedBefore: string;
    readonly namespace?: string | undefined;
    readonly device?: string | undefined;
    readonly queue?: number | undefined;
  }[];
  readonly because: string;
  readonly adviceId?: string | undefined;
  /** Seconds until it is taken back unless confirmed, 10 to 600; 60, or 120 for what interrupts a link, unless said. */
  readonly confirmWithinSeconds?: number | undefined;
  /** Said for risky classes: that the one who asks has read what may happen. */
  readonly acceptRisk?: boolean | undefined;
}

/** Everything to know before a click. */
export interface ChangePreview<T = string> {
  readonly hostId: string;
  readonly hostname: string;
  readonly mayApply: boolean;
  /** Why not, in words for a person; empty when it may. */
  readonly reason: T;
  readonly settings: readonly (SettingPreview & {
    readonly proposed: string;
    /** Why the proposed value cannot be set: bounds, shape, an unknown name. */
    readonly refusal?: T | undefined;
    readonly title: string;
    readonly unit: string;
    readonly scope: 'namespace' | 'global' | 'global-readonly' | 'device';
    readonly takesEffect: 'at-once' | 'as-they-grow' | 'new-sockets' | 'next-listen' | 'new-devices';
    readonly risk: 1 | 2 | 3 | 4;
    readonly cost: string;
    /** Whether the link goes down for a moment. */
    readonly disruptive: boolean;
    /** Settings to read together with it, with their values now. */
    readonly alsoRead: readonly { readonly tunable: string; readonly value: string | null }[];
  })[];
  /** The largest risk of all. */
  readonly risk: 1 | 2 | 3 | 4;
  /** Whether `acceptRisk` must be said, and a person have proved themself in the last minutes. */
  readonly needsFreshProof: boolean;
  readonly confirmWithinSeconds: number;
  readonly persistPath: string;
}

/** Values by name; a tunable that cannot be read is in `unreadable` with the reason. */
export interface TunablesReport {
  readonly timeMs: number;
  readonly values: TunableValues;
  readonly unreadable: Readonly<Record<string, string>>;
  /** Settings of devices and of other namespaces that a change waits for or keeps; undefined until they were looked at. */
  readonly others?: readonly SettingValue[] | undefined;
  /** Sysctls that the kernel lets an agent read and not write, which may change settings: in a container, or in a network namespace. */
  readonly readOnly?: readonly string[] | undefined;
}
