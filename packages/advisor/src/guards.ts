import { ID, NO_WORDS, shareOf, type Words } from '@netstrata/metrics';
import type { RuleContext } from './types.ts';

/** One application of a change multiplies a value by this at most; the next step comes from a new measurement. */
const MAX_STEP = 4;
/** Rules say nothing from less history than this. */
const MIN_COVERED_SECONDS = 10;
/** Below this share of available memory no limit is raised. */
const MIN_AVAILABLE_SHARE = 0.1;

/** The next power of two at or above a positive number. */
export function pow2ceil(value: number): number {
  return value <= 1 ? 1 : 2 ** Math.ceil(Math.log2(value));
}

/** True when a counter has been seen for long enough to be judged. */
export function seenLongEnough({ window }: RuleContext, metric: string): boolean {
  return window.coveredSeconds(metric) >= MIN_COVERED_SECONDS;
}

/** True when less than a tenth of the memory is available. Unknown memory is no reason to hold back. */
export function memoryIsShort({ window, host }: RuleContext): boolean {
  const total = window.last(ID.memory.totalBytes) ?? host.memTotalBytes;
  const share = shareOf(window.last(ID.memory.availableBytes), total);
  return share !== undefined && share < MIN_AVAILABLE_SHARE;
}

export interface Raise {
  /** Undefined when nothing above the current value is allowed. */
  readonly proposed: number | undefined;
  /** Why it is less than what was asked for, ready to follow the arithmetic; empty when it is not. */
  readonly limitedBy: Words;
}

const forSafety = (most: number): Words => ({
  en: `; at most ${most} for safety`,
  'zh-CN': `；为安全起见最多 ${most}`,
});

/**
 * The same for a limit that somebody set below the kernel's own default: at once to that default, which costs nothing until it is used.
 * @param own the kernel's default
 */
export function raiseToDefault({
  current,
  wanted,
  most,
  own,
}: Readonly<Record<'current' | 'wanted' | 'most' | 'own', number>>): Raise {
  const step = raise(current, wanted, most);
  const least = Math.floor(Math.min(own, most));
  if (current >= least || (step.proposed ?? 0) >= least) return step;
  if (least < own) return { proposed: least, limitedBy: forSafety(most) };
  return {
    proposed: own,
    limitedBy: { en: `; at least the kernel's own default: ${own}`, 'zh-CN': `；至少取内核自己的默认值：${own}` },
  };
}

/** A value raised towards `wanted`: never lowered, at most four times the current one, at most `most`. */
export function raise(current: number, wanted: number, most: number): Raise {
  const step = current * MAX_STEP;
  const proposed = Math.floor(Math.min(wanted, step, most));
  if (proposed <= current) return { proposed: undefined, limitedBy: NO_WORDS };
  if (proposed === Math.floor(wanted)) return { proposed, limitedBy: NO_WORDS };
  const limitedBy =
    proposed === Math.floor(step)
      ? {
          en: `; at most ${MAX_STEP} times the current value in one step: ${proposed}`,
          'zh-CN': `；单步最多为当前值的 ${MAX_STEP} 倍：${proposed}`,
        }
      : forSafety(most);
  return { proposed, limitedBy };
}
