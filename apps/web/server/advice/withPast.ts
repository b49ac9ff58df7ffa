import type { Advice, SettingPast, TunableChange } from '@netstrata/advisor';
import { joinWords, SEMICOLONS, type Words } from '@netstrata/metrics';

/** What is known of how a setting came to its value of now. */
export type PastOf = (change: TunableChange, adviceId: string) => SettingPast | undefined;

/** A value before that is so many times what is needed may be why somebody changed it. */
const MOST_TIMES = 64;

const numbersOf = (value: string): readonly number[] => value.trim().split(/\s+/).map(Number);

/** Its two numbers are the ends of a range, of which the size counts. */
const PORT_RANGE = 'net.ipv4.ip_local_port_range';
const sizeOf = ([first = Number.NaN, last = Number.NaN]: readonly number[]): number => last - first + 1;

/** Whether the value before does what the proposed one does: each number goes as far, the same way, and none goes where none should. */
export function suffices(
  before: string,
  { tunable, current, proposed }: Pick<TunableChange, 'tunable' | 'current' | 'proposed'>,
): boolean {
  const [was, is, wanted] = [numbersOf(before), numbersOf(current), numbersOf(proposed)];
  if (tunable === PORT_RANGE) return was.length === 2 && sizeOf(was) >= sizeOf(wanted);
  if (was.length !== is.length || is.length !== wanted.length) return false;
  return was.every((old, at) => {
    const [now = Number.NaN, next = Number.NaN] = [is[at], wanted[at]];
    if (next === now) return old === now;
    return next > now ? old >= next && old <= next * MOST_TIMES : old <= next && old * MOST_TIMES >= next;
  });
}

const enoughWords = (before: string): Words => ({
  en: `the value before, ${before}, is enough`,
  'zh-CN': `之前的值 ${before} 就够`,
});

/** Advice whose settings somebody changed says so, and proposes the value before where that is enough. */
export function withPast(advice: Advice<Words>, pastOf: PastOf): Advice<Words> {
  // What was made, and is being verified, is told as it was made.
  if (advice.applied !== undefined && advice.applied.state !== 'undone') return advice;
  const changes = advice.changes.map((change): TunableChange => {
    const past = pastOf(change, advice.id);
    return past === undefined ? change : { ...change, past };
  });
  if (changes.every(({ past }) => past === undefined)) return advice;
  // Values of several settings fit each other: all are put back, or none.
  const isEnough = changes.every((change) => change.past !== undefined && suffices(change.past.before, change));
  const isNew = changes.some(({ past, proposed }) => past?.before !== proposed);
  if (!isEnough || !isNew) return { ...advice, changes };
  const enough = changes.map(({ past }) => enoughWords(past?.before ?? ''));
  return {
    ...advice,
    changes: changes.map((change) => ({ ...change, proposed: change.past?.before ?? change.proposed })),
    arithmetic: joinWords([advice.arithmetic, ...enough], SEMICOLONS),
  };
}
