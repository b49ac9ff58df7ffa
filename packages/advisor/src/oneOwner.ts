import { NO_WORDS, type Words } from '@netstrata/metrics';
import type { Advice, TunableChange } from './types.ts';
import { byUrgency } from './urgency.ts';

interface Claim {
  readonly advice: Advice<Words>;
  readonly change: TunableChange;
}

const keyOf = ({ namespace, tunable, device, queue }: TunableChange): string =>
  `${namespace} ${tunable} ${device ?? ''}/${queue ?? ''}`;
const numbersOf = (value: string): readonly number[] => value.trim().split(/\s+/).map(Number);

/** +1 when a change makes no number smaller, -1 when it makes none larger; undefined for words and for a mixture. */
function directionOf({ current, proposed }: TunableChange): 1 | -1 | undefined {
  const before = numbersOf(current);
  const steps = numbersOf(proposed).map((number, n) => number - (before[n] ?? Number.NaN));
  if (steps.every((step) => step >= 0)) return 1;
  return steps.every((step) => step <= 0) ? -1 : undefined;
}

function farthest(claims: readonly Claim[]): Claim | undefined {
  const distance = ({ change }: Claim) =>
    numbersOf(change.proposed).reduce(
      (sum, number, n) => sum + Math.abs(number - (numbersOf(change.current)[n] ?? 0)),
      0,
    );
  return claims.toSorted((a, b) => distance(b) - distance(a) || byUrgency(a.advice, b.advice))[0];
}

/** The one that goes farthest where all go the same way, else the most urgent. */
function ownerOf(claims: readonly Claim[]): Claim | undefined {
  const directions = new Set(claims.map(({ change }) => directionOf(change)));
  const agreed = directions.size === 1 && !directions.has(undefined);
  return agreed ? farthest(claims) : claims.toSorted((a, b) => byUrgency(a.advice, b.advice))[0];
}

/**
 * Lets each tunable be changed by one advice only, so that no two disagree on its value: the others point to the one that does.
 */
export function oneOwner(open: readonly Advice<Words>[]): readonly Advice<Words>[] {
  const claims = open.flatMap((advice) => advice.changes.map((change): Claim => ({ advice, change })));
  const byTunable = Map.groupBy(claims, ({ change }) => keyOf(change));
  const owners = new Map([...byTunable].map(([key, all]) => [key, ownerOf(all)?.advice]));
  return open.map((advice) => {
    const lost = advice.changes.filter((change) => owners.get(keyOf(change)) !== advice);
    if (lost.length === 0) return advice;
    const pointers = lost.map((change) => {
      const owner = owners.get(keyOf(change));
      const title = owner?.title ?? NO_WORDS;
      return {
        en: `${change.tunable} is changed by another advice that is open here: “${title.en}”. Follow that one first; this one is judged anew afterwards.`,
        'zh-CN': `${change.tunable} 由此处另一条未关闭的建议修改：“${title['zh-CN']}”。先照那条做；之后会重新判断这一条。`,
      };
    });
    const changes = advice.changes.filter((change) => !lost.includes(change));
    return {
      ...advice,
      changes,
      arithmetic: changes.length === 0 ? NO_WORDS : advice.arithmetic,
      actions: [...pointers, ...advice.actions],
    };
  });
}
