import { type Advice, RULES } from '@netstrata/advisor';
import type { Labels, SampleWindow } from '@netstrata/metrics';
import type { SettingRef } from '@netstrata/protocol';
import { changeable } from '@netstrata/tunables';
import { loadOf, TRAFFIC } from './load.ts';
import { heldSeconds, type Measured, meanLoad, measure, measuredAs } from './measure.ts';
import { settleMsOf } from './settings.ts';
import type { LATER, UNMEASURED } from './verdictWords.ts';

/** Longest look before and after. */
const MOST_WINDOW_MS = 60_000;
/** With less history before there is nothing to compare with. */
const LEAST_WINDOW_MS = 10_000;
const MOST_EVIDENCE = 8;
/** Of the host's traffic: what carries most. */
const MOST_TRAFFIC = 2;

/** What is measured before a change, to be measured again after it. JSON, so that it outlives the server. */
export interface VerdictPlan {
  readonly windowMs: number;
  /** The newest sample when it was applied, on the host's clock. */
  readonly appliedSampleMs: number;
  /** What it does may need so long before it shows: until then only an improvement is told. */
  readonly settleMs?: number;
  readonly evidence: readonly (Measured & { readonly before: number | null })[];
  /** Which of the evidence is the symptom that should fall; undefined when nothing of it is one. */
  readonly symptom: number | undefined;
  /** Where the change is about speed, which people ask for: the first of the traffic in the evidence. Of both directions the verdict takes one. */
  readonly moved?: number | undefined;
  readonly load: { readonly metrics: readonly string[]; readonly before: number | null };
  /** Acts only on what is opened afterwards. */
  readonly later: keyof typeof LATER | undefined;
  /** Why nothing can be told, when that is known already. */
  readonly unmeasured: keyof typeof UNMEASURED | undefined;
}

export interface PlanInput {
  readonly window: SampleWindow;
  readonly settings: readonly SettingRef[];
  /** That proposed the change. */
  readonly advice: Pick<Advice, 'evidence'> | undefined;
  /** A verdict is wanted before the time to confirm is over. */
  readonly confirmWithinMs: number;
  /** Since the last change of this host was made or taken back: what was before that is of other values. */
  readonly quietMs?: number;
}

/** Measures now, right before a change, what will tell whether it helped. */
export function planVerdict({
  window,
  settings,
  advice,
  confirmWithinMs,
  quietMs = Number.POSITIVE_INFINITY,
}: PlanInput): VerdictPlan {
  const named = advice === undefined ? metricsOfRules(settings) : advice.evidence;
  const found = distinct(
    named.filter(({ metric }) => !BESIDE.test(metric)).flatMap((each) => measuredAs(window, each)),
  );
  const isSpeed = isAboutSpeed(settings);
  const traffic =
    found.some(isSymptom) && !isSpeed
      ? []
      : TRAFFIC.flatMap((metric) => measuredAs(window, { metric, labels: {} })).filter(
          ({ metric }) => !found.some((each) => each.metric === metric),
        );
  const held = [...found, ...traffic].map((each) => heldSeconds(window, each) * 1000);
  const settleMs = settleMsOf(settings);
  const wanted = Math.min(wantedMs(confirmWithinMs, settleMs), Math.max(LEAST_WINDOW_MS, quietMs));
  // What began a moment ago, or had a gap, shortens no look at what is known for longer.
  const enough = held.filter((ms) => ms >= LEAST_WINDOW_MS);
  const windowMs =
    Math.floor(Math.min(wanted, ...(enough.length > 0 ? enough : held.filter((ms) => ms > 0))) / 1000) * 1000;
  const seconds = windowMs / 1000;
  const measured = (each: Measured) => ({ ...each, before: measure(window, each, seconds) ?? null });
  const most = traffic.map(measured).toSorted((a, b) => (b.before ?? 0) - (a.before ?? 0));
  const evidence = [...most.slice(0, MOST_TRAFFIC), ...found.map(measured)];
  const symptoms = evidence.flatMap((each, at) => (each.before !== null && isSymptom(each) ? [at] : []));
  const symptom = symptoms.find((at) => (evidence[at]?.before ?? 0) > 0) ?? symptoms[0];
  const main = symptom === undefined ? undefined : evidence[symptom];
  const metrics = main === undefined ? [] : (loadOf(main.metric)?.metrics ?? []);
  return {
    windowMs,
    appliedSampleMs: window.nowMs,
    settleMs,
    evidence,
    symptom,
    moved: isSpeed && traffic.length > 0 ? 0 : undefined,
    load: { metrics, before: meanLoad(window, metrics, seconds) ?? null },
    later: laterOf(settings),
    unmeasured: problemOf(window, main, windowMs, advice === undefined),
  };
}

/**
 * Before the time to confirm is over there must be a verdict: half of it, without the time that the change needs to show. Where somebody
 * left too little for that, ten seconds.
 */
const wantedMs = (confirmWithinMs: number, settleMs: number): number => {
  const least = Math.min(LEAST_WINDOW_MS, confirmWithinMs / 2);
  return Math.min(MOST_WINDOW_MS, Math.max(least, (confirmWithinMs - settleMs) / 2));
};

/** What is changed so that connections move more: then people ask how much they move. */
const SPEED = /tcp_[rw]mem|core\.[rw]mem_|notsent_lowat|moderate_rcvbuf|window_scaling|congestion_control|mtu_probing/;

const isAboutSpeed = (settings: readonly SettingRef[]): boolean => settings.some(({ tunable }) => SPEED.test(tunable));

/** What a cure does when it works, although it is counted as a failure: a larger packet size that was tried and did not pass. */
const CURE = /mtupFail/;

/** What advice names to say where or how far, and no change is to move: limits, and round trips of all connections. */
const BESIDE = /acceptQueueMaxBacklog|rttMedian|minRtt/;

/** Counters of what went wrong, and shares of a limit: what should fall. */
const WRONG =
  /drop|overflow|err|fail|discard|retrans|prune|collaps|abort|timeout|fulls|squeeze|pressure|qfull|reversepath|ratelimit|missed|fifo|rejected|rsts/i;
const FULL = /share|fill|notsent|silent|orphan|unanswered/i;

function isSymptom({ metric, kind }: Measured): boolean {
  const measure = metric.slice(metric.lastIndexOf('.') + 1);
  return (kind === 'counter' ? WRONG : FULL).test(measure) && !CURE.test(measure);
}

/** Without advice: what rules look at that may change one of these settings. */
function metricsOfRules(
  settings: readonly SettingRef[],
): readonly { readonly metric: string; readonly labels: Labels }[] {
  const names = new Set(settings.map(({ tunable }) => tunable));
  const metrics = RULES.filter(({ tunables }) => tunables.some((each) => names.has(each))).flatMap(
    (rule) => rule.metrics,
  );
  return [...new Set(metrics)].map((metric) => ({ metric, labels: {} }));
}

function distinct(found: readonly Measured[]): readonly Measured[] {
  const seen = new Map(found.map((each) => [JSON.stringify([each.metric, each.labels]), each]));
  return [...seen.values()].slice(0, MOST_EVIDENCE);
}

function problemOf(
  window: SampleWindow,
  main: Measured | undefined,
  windowMs: number,
  freely: boolean,
): VerdictPlan['unmeasured'] {
  if (main === undefined) return freely ? 'no-rule' : 'nothing-counted';
  const known = Math.min(windowMs, heldSeconds(window, main) * 1000);
  return known < LEAST_WINDOW_MS ? 'little-history' : undefined;
}

function laterOf(settings: readonly SettingRef[]): VerdictPlan['later'] {
  const effects = settings.map(({ tunable }) => changeable(tunable)?.takesEffect);
  return (['next-listen', 'new-sockets', 'as-they-grow', 'new-devices'] as const).find((effect) =>
    effects.includes(effect),
  );
}
