import { type Advice, RULES } from '@netstrata/advisor';
import {
  describeMetric,
  formatRate,
  formatValue,
  joinWords,
  type Labels,
  NO_WORDS,
  type SampleWindow,
  SENTENCES,
  type Words,
} from '@netstrata/metrics';
import { metricWords } from '@netstrata/metrics/zh-CN';
import type { SettingRef, Verdict } from '@netstrata/protocol';
import { changeable } from '@netstrata/tunables';
import { loadMetrics, TRAFFIC } from './load.ts';
import { heldSeconds, type Measured, meanLoad, measure, measuredAs } from './measure.ts';

/** Longest look before and after. */
const MOST_WINDOW_MS = 60_000;
/** With less history before there is nothing to compare with. */
const LEAST_WINDOW_MS = 10_000;
/** Fewer events than this within the window, before and after, are too few to tell chance from effect. */
const FEW_EVENTS = 5;
/** Of a load that fell below this share, the symptom is compared by what it is of the load. */
const LOAD_SAME = 0.8;
/** Of one that fell below this, nothing can be told. */
const LOAD_GONE = 0.2;
const IMPROVED = 0.5;
const WORSE = 1.25;
const MOST_EVIDENCE = 8;
/** Of the host's traffic, where that is all there is to compare: what carries most. */
const MOST_TRAFFIC = 2;

/** When a change acts that does not act at once. */
const LATER = {
  'next-listen': {
    en: 'It acts when a program calls listen() again: restart the program.',
    'zh-CN': '它在程序再次调用 listen() 时生效：重启该程序。',
  },
  'new-sockets': {
    en: 'It acts on sockets that are opened after it.',
    'zh-CN': '它对之后打开的套接字生效。',
  },
  'as-they-grow': {
    en: 'It acts on open sockets as they grow, and on those that are opened after it.',
    'zh-CN': '它对正在增长的已打开套接字，以及之后打开的套接字生效。',
  },
  'new-devices': {
    en: 'It acts on devices that are made after it.',
    'zh-CN': '它对之后创建的设备生效。',
  },
} as const;

const UNMEASURED = {
  'no-rule': {
    en: 'No rule measures what this setting does: look at the charts yourself.',
    'zh-CN': '没有规则测量此设置的效果：请自行查看图表。',
  },
  'nothing-counted': {
    en: 'The advice names nothing that can be counted again: look at the charts yourself.',
    'zh-CN': '该建议没有给出可再次计数的指标：请自行查看图表。',
  },
  'little-history': {
    en: 'There is too little history from before the change to compare with.',
    'zh-CN': '更改之前的历史太少，无法比较。',
  },
} as const;

/** Said beside those where the traffic of the host was measured. */
const TRAFFIC_INSTEAD: Words = {
  en: 'What this host receives and sends is shown instead.',
  'zh-CN': '改为显示本机收发的流量。',
};

/** What is measured before a change, to be measured again after it. JSON, so that it outlives the server. */
export interface VerdictPlan {
  readonly windowMs: number;
  /** The newest sample when it was applied, on the host's clock. */
  readonly appliedSampleMs: number;
  readonly evidence: readonly (Measured & { readonly before: number | null })[];
  /** Which of the evidence is the symptom that should fall; undefined when nothing of it is one. */
  readonly symptom: number | undefined;
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
}

/** Measures now, right before a change, what will tell whether it helped. */
export function planVerdict({ window, settings, advice, confirmWithinMs }: PlanInput): VerdictPlan {
  const named = advice === undefined ? metricsOfRules(settings) : advice.evidence;
  const found = distinct(named.flatMap((each) => measuredAs(window, each)));
  const traffic = found.some(isSymptom)
    ? []
    : TRAFFIC.flatMap((metric) => measuredAs(window, { metric, labels: {} })).filter(
        ({ metric }) => !found.some((each) => each.metric === metric),
      );
  const held = [...found, ...traffic].map((each) => heldSeconds(window, each) * 1000);
  const wanted = Math.min(MOST_WINDOW_MS, confirmWithinMs / 2);
  const windowMs = Math.floor(Math.min(wanted, ...held.filter((ms) => ms > 0)) / 1000) * 1000;
  const seconds = windowMs / 1000;
  const measured = (each: Measured) => ({ ...each, before: measure(window, each, seconds) ?? null });
  const most = traffic.map(measured).toSorted((a, b) => (b.before ?? 0) - (a.before ?? 0));
  const evidence = [...most.slice(0, MOST_TRAFFIC), ...found.map(measured)];
  const symptoms = evidence.flatMap((each, at) => (each.before !== null && isSymptom(each) ? [at] : []));
  const symptom = symptoms.find((at) => (evidence[at]?.before ?? 0) > 0) ?? symptoms[0];
  const main = symptom === undefined ? undefined : evidence[symptom];
  const metrics = main === undefined ? [] : loadMetrics(main.metric);
  return {
    windowMs,
    appliedSampleMs: window.nowMs,
    evidence,
    symptom,
    load: { metrics, before: meanLoad(window, metrics, seconds) ?? null },
    later: laterOf(settings),
    unmeasured: problemOf(main, windowMs, advice === undefined),
  };
}

/** Says by the newest samples whether the change helped. Pure: the same samples give the same verdict. */
export function judge(plan: VerdictPlan, window: SampleWindow): Verdict<Words> {
  const { windowMs, appliedSampleMs } = plan;
  const passedMs = window.nowMs - appliedSampleMs;
  const hasTraffic = plan.evidence.some(({ metric }) => TRAFFIC.includes(metric));
  if (passedMs < windowMs && (plan.unmeasured === undefined || hasTraffic)) {
    const left = Math.ceil((windowMs - passedMs) / 1000);
    return say(plan, 'too-early', {
      en: `Too early: it is measured over ${windowMs / 1000} s, ${left} s more.`,
      'zh-CN': `为时尚早：要测量 ${windowMs / 1000} s，还需 ${left} s。`,
    });
  }
  const seconds = windowMs / 1000;
  const after = plan.evidence.map((each) => (windowMs > 0 ? (measure(window, each, seconds) ?? null) : null));
  if (plan.unmeasured !== undefined) {
    const why = UNMEASURED[plan.unmeasured] ?? NO_WORDS;
    return say(plan, 'unmeasured', hasTraffic ? joinWords([why, TRAFFIC_INSTEAD], SENTENCES) : why, after);
  }
  return { ...say(plan, 'unmeasured', NO_WORDS, after), ...compare(plan, after, window) };
}

function compare(plan: VerdictPlan, after: readonly (number | null)[], window: SampleWindow) {
  const at = plan.symptom ?? 0;
  const main = plan.evidence[at];
  const was = main?.before ?? null;
  const is = after[at] ?? null;
  if (main === undefined || was === null || is === null)
    return {
      state: 'unmeasured',
      reason: { en: 'Samples from before or after the change are missing.', 'zh-CN': '缺少更改之前或之后的样本。' },
    } as const;
  const seconds = plan.windowMs / 1000;
  // After a reboot or an outage the window begins anew.
  if (heldSeconds(window, main) < seconds * 0.8)
    return {
      state: 'too-early',
      reason: {
        en: 'Samples since the change are missing: more of them are awaited.',
        'zh-CN': '缺少更改之后的样本：还在等待。',
      },
    } as const;
  const isCounter = main.kind === 'counter';
  const title = titleOf(main);
  if (isCounter && Math.max(was, is) * seconds < FEW_EVENTS)
    return {
      state: 'unmeasured',
      reason: {
        en: `${title.en} hardly showed, neither before nor after: there is nothing to compare.`,
        'zh-CN': `${title['zh-CN']}：前后都几乎没有出现，无从比较。`,
      },
    } as const;
  const numbers = {
    en: `${title.en}: ${shown(main, was)} before, ${shown(main, is)} after`,
    'zh-CN': `${title['zh-CN']}：之前 ${shown(main, was)}，之后 ${shown(main, is)}`,
  };
  const load = loadShare(plan, window);
  if (load !== undefined && load.share < LOAD_GONE)
    return {
      state: 'unmeasured',
      reason: {
        en: `${numbers.en}, but the load fell from ${load.text.en}: nothing can be told without traffic.`,
        'zh-CN': `${numbers['zh-CN']}，但负载${load.text['zh-CN']}：没有流量就无法判断。`,
      },
    } as const;
  const fair = load === undefined || load.share >= LOAD_SAME ? is : is / load.share;
  const beside =
    load === undefined || load.share >= LOAD_SAME
      ? NO_WORDS
      : {
          en: `, counted for the load, which fell from ${load.text.en}`,
          'zh-CN': `，按负载折算（负载${load.text['zh-CN']}）`,
        };
  const compared = { en: `${numbers.en}${beside.en}.`, 'zh-CN': `${numbers['zh-CN']}${beside['zh-CN']}。` };
  const later = plan.later === undefined ? NO_WORDS : (LATER[plan.later] ?? NO_WORDS);
  if (was > 0 && fair <= was * IMPROVED) return { state: 'improved', reason: compared } as const;
  if (fair > was * WORSE)
    return {
      state: 'worse',
      reason: joinWords([compared, { en: 'Take the change back.', 'zh-CN': '请撤回更改。' }], SENTENCES),
    } as const;
  const advised = { en: 'Take the change back if that stays so.', 'zh-CN': '若一直如此，请撤回更改。' };
  return { state: 'unchanged', reason: joinWords([compared, later, advised], SENTENCES) } as const;
}

function loadShare({ load, windowMs }: VerdictPlan, window: SampleWindow) {
  const { metrics, before } = load;
  if (before === null || before <= 0) return undefined;
  const [first = ''] = metrics;
  const after = meanLoad(window, metrics, windowMs / 1000) ?? 0;
  const { unit } = describeMetric(first);
  const english = (value: number) => formatRate(value, unit, { noun: true });
  const text = {
    en: `${english(before)} to ${english(after)}`,
    'zh-CN': `从 ${formatRate(before, unit)} 降到 ${formatRate(after, unit)}`,
  };
  return { share: after / before, text };
}

const say = (
  plan: VerdictPlan,
  state: Verdict['state'],
  reason: Words,
  after: readonly (number | null)[] = [],
): Verdict<Words> => ({
  state,
  reason,
  windowMs: plan.windowMs,
  evidence: plan.evidence.map(({ metric, labels, unit, before }, at) => ({
    metric,
    labels: labels ?? {},
    unit,
    before,
    after: after[at] ?? null,
  })),
});

/** Counters of what went wrong, and shares of a limit: what should fall. */
const WRONG =
  /drop|overflow|err|fail|discard|retrans|prune|collaps|abort|timeout|fulls|squeeze|pressure|qfull|reversepath|ratelimit|missed|fifo|rejected/i;
const FULL = /share|fill|notsent|silent|orphan/i;

const isSymptom = ({ metric, kind }: Measured): boolean =>
  (kind === 'counter' ? WRONG : FULL).test(metric.slice(metric.lastIndexOf('.') + 1));

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

function problemOf(main: Measured | undefined, windowMs: number, freely: boolean): VerdictPlan['unmeasured'] {
  if (main === undefined) return freely ? 'no-rule' : 'nothing-counted';
  return windowMs < LEAST_WINDOW_MS ? 'little-history' : undefined;
}

function laterOf(settings: readonly SettingRef[]): VerdictPlan['later'] {
  const effects = settings.map(({ tunable }) => changeable(tunable)?.takesEffect);
  return (['next-listen', 'new-sockets', 'as-they-grow', 'new-devices'] as const).find((effect) =>
    effects.includes(effect),
  );
}

function titleOf({ metric }: Measured): Words {
  const described = describeMetric(metric);
  return { en: described.title, 'zh-CN': metricWords(described).title };
}

const shown = ({ metric, kind }: Measured, value: number): string => {
  const { unit } = describeMetric(metric);
  return kind === 'counter' ? formatRate(value, unit) : formatValue(value, unit);
};
