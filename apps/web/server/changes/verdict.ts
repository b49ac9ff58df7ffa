import {
  describeMetric,
  formatRate,
  formatValue,
  joinWords,
  NO_WORDS,
  QUIET_BYTES_PER_SECOND,
  type SampleWindow,
  SENTENCES,
  type Words,
} from '@netstrata/metrics';
import { metricWords } from '@netstrata/metrics/zh-CN';
import type { Verdict } from '@netstrata/protocol';
import { loadOf, TRAFFIC } from './load.ts';
import { heldSeconds, type Measured, meanLoad, measure } from './measure.ts';
import type { VerdictPlan } from './verdictPlan.ts';
import { LATER, MORE, NOT_MORE, NOT_YET, settling, TAKE_BACK, TRAFFIC_INSTEAD, UNMEASURED } from './verdictWords.ts';

/** Fewer events than this within the window, before and after, are too few to tell chance from effect. */
const FEW_EVENTS = 5;
const LITTLE_SHARE = 0.01;
/** Of a load that fell below this share, the symptom is compared by what it is of the load. */
const LOAD_SAME = 0.8;
/** Of one that fell below this, nothing can be told. */
const LOAD_GONE = 0.2;
const IMPROVED = 0.5;
const WORSE = 1.25;

/** Says by the newest samples whether the change helped. Pure: the same samples give the same verdict. */
export function judge(plan: VerdictPlan, window: SampleWindow): Verdict<Words> {
  const { windowMs, appliedSampleMs } = plan;
  const passedMs = window.nowMs - appliedSampleMs;
  const hasTraffic = plan.evidence.some(({ metric }) => TRAFFIC.includes(metric));
  if (passedMs < windowMs && (plan.unmeasured === undefined || hasTraffic)) {
    const left = Math.ceil((windowMs - passedMs) / 1000);
    return say(plan, 'too-early', {
      en: `It is measured over ${windowMs / 1000} s, ${left} s more.`,
      'zh-CN': `要测量 ${windowMs / 1000} s，还需 ${left} s。`,
    });
  }
  const seconds = windowMs / 1000;
  const after = plan.evidence.map((each) => (windowMs > 0 ? (measure(window, each, seconds) ?? null) : null));
  if (plan.unmeasured !== undefined) {
    if (plan.moved !== undefined && plan.unmeasured !== 'little-history')
      return { ...say(plan, 'unmeasured', NO_WORDS, after), ...judgeMoved(plan, movedOf(plan, after)) };
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
  const title = titleOf(main);
  const moved = movedOf(plan, after);
  if (isLittle(main, Math.max(was, is), seconds))
    return {
      state: 'unmeasured',
      reason: joinWords(
        [
          {
            en: `${title.en} hardly showed, neither before nor after: there is nothing to compare.`,
            'zh-CN': `${title['zh-CN']}：前后都几乎没有出现，无从比较。`,
          },
          moved.words,
        ],
        SENTENCES,
      ),
    } as const;
  const numbers = numbersOf(main, was, is);
  const load = loadShare(plan, main, window);
  if (load !== undefined && load.share < LOAD_GONE)
    return {
      state: 'unmeasured',
      reason: {
        en: `${numbers.en}, but ${load.text.en}: nothing can be told without that load.`,
        'zh-CN': `${numbers['zh-CN']}，但负载下降（${load.text['zh-CN']}）：没有负载就无法判断。`,
      },
    } as const;
  const fair = load === undefined || load.share >= LOAD_SAME ? is : is / load.share;
  const beside =
    load === undefined || load.share >= LOAD_SAME
      ? NO_WORDS
      : {
          en: `, counted for the load: ${load.text.en}`,
          'zh-CN': `，按负载折算（${load.text['zh-CN']}）`,
        };
  const compared = joinWords(
    [{ en: `${numbers.en}${beside.en}.`, 'zh-CN': `${numbers['zh-CN']}${beside['zh-CN']}。` }, moved.words],
    SENTENCES,
  );
  if (was > 0 && fair <= was * IMPROVED) return { state: 'improved', reason: compared } as const;
  if (moved.factor >= WORSE) return { state: 'improved', reason: joinWords([compared, MORE], SENTENCES) } as const;
  const { settleMs = 0 } = plan;
  if (window.nowMs - plan.appliedSampleMs < plan.windowMs + settleMs)
    return { state: 'too-early', reason: settling(settleMs / 1000) } as const;
  if (fair > was * WORSE)
    return {
      state: 'worse',
      reason: joinWords([compared, { en: 'Take the change back.', 'zh-CN': '请撤回更改。' }], SENTENCES),
    } as const;
  return notHelped(plan, compared);
}

function loadShare({ load, windowMs }: VerdictPlan, symptom: Measured, window: SampleWindow) {
  const { metrics, before } = load;
  if (before === null || before <= 0) return undefined;
  const [first = ''] = metrics;
  const after = meanLoad(window, metrics, windowMs / 1000) ?? 0;
  const { unit } = describeMetric(first);
  const name = loadOf(symptom.metric)?.name ?? NO_WORDS;
  const text = {
    en: `${name.en} fell from ${formatRate(before, unit)} to ${formatRate(after, unit)}`,
    'zh-CN': `${name['zh-CN']}从 ${formatRate(before, unit)} 降到 ${formatRate(after, unit)}`,
  };
  return { share: after / before, text };
}

/** What the host moved before and after, where the change is about that; the factor is 0 where it is not or is not known. */
function movedOf({ moved, evidence }: VerdictPlan, after: readonly (number | null)[]) {
  // Both directions are measured: the one that moves most since.
  const at = moved === undefined ? -1 : mostOf(evidence, after);
  const row = evidence[at];
  const was = row?.before ?? null;
  const is = after[at] ?? null;
  if (row === undefined || was === null || is === null) return { words: NO_WORDS, factor: 0 };
  const { en, 'zh-CN': chinese } = numbersOf(row, was, is);
  return { words: { en: `${en}.`, 'zh-CN': `${chinese}。` }, factor: was < QUIET_BYTES_PER_SECOND ? 0 : is / was };
}

const mostOf = (evidence: VerdictPlan['evidence'], after: readonly (number | null)[]): number => {
  const traffic = evidence.flatMap(({ metric }, at) => (TRAFFIC.includes(metric) ? [at] : []));
  return traffic.toSorted((a, b) => (after[b] ?? 0) - (after[a] ?? 0))[0] ?? -1;
};

type Told = Pick<Verdict<Words>, 'state' | 'reason'>;

/** Nothing is better: of what acts on what is opened afterwards that says nothing. */
function notHelped({ later }: VerdictPlan, compared: Words): Told {
  const acts = later === undefined ? undefined : LATER[later];
  return acts === undefined
    ? { state: 'unchanged', reason: joinWords([compared, TAKE_BACK], SENTENCES) }
    : { state: 'waits', reason: joinWords([acts, NOT_YET], SENTENCES) };
}

/** Where what a host moves is all that is known: more of it is what was wanted, less may be for want of anything to move. */
function judgeMoved(plan: VerdictPlan, { words, factor }: ReturnType<typeof movedOf>): Told {
  if (factor >= WORSE) return { state: 'improved', reason: joinWords([words, MORE], SENTENCES) };
  if (factor < LOAD_SAME) return { state: 'unmeasured', reason: joinWords([words, NOT_MORE], SENTENCES) };
  return notHelped(plan, words);
}

/** Too few events to tell chance from effect, less than one of what is counted, or next to nothing of a limit. */
function isLittle({ metric, kind }: Measured, most: number, seconds: number): boolean {
  if (kind === 'counter') return most * seconds < FEW_EVENTS;
  return most < (describeMetric(metric).unit === 'share' ? LITTLE_SHARE : 1);
}

const MEAN: Words = { en: ', on average', 'zh-CN': '（平均）' };

const numbersOf = (row: Measured, was: number, is: number): Words => {
  const title = titleOf(row);
  // A count over a while need not be whole, and is not how many there are now.
  const isWhole = row.kind === 'counter' || describeMetric(row.metric).unit === 'share';
  const mean = isWhole ? NO_WORDS : MEAN;
  return {
    en: `${title.en}${mean.en}: ${shown(row, was)} before, ${shown(row, is)} after`,
    'zh-CN': `${title['zh-CN']}${mean['zh-CN']}：之前 ${shown(row, was)}，之后 ${shown(row, is)}`,
  };
};

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

function titleOf({ metric }: Measured): Words {
  const described = describeMetric(metric);
  return { en: described.title, 'zh-CN': metricWords(described).title };
}

const shown = ({ metric, kind }: Measured, value: number): string => {
  const { unit } = describeMetric(metric);
  return kind === 'counter' ? formatRate(value, unit) : formatValue(value, unit);
};
