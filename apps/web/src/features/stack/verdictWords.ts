import type { Advice } from '@netstrata/advisor/types';
import type { Layer } from '@netstrata/metrics';
import type { useTranslations } from 'next-intl';
import { isMade } from '../advice/advice.ts';
import { speaksFirst, type Verdict } from './verdict.ts';

interface VerdictWords {
  readonly title: string;
  readonly reason: string;
  /** What else is not calm. */
  readonly others: string;
}

interface Judged {
  readonly verdict: Verdict;
  readonly isPast: boolean;
  /** The most urgent advice that is open. */
  readonly advised: Pick<Advice, 'title' | 'severity' | 'applied'> | undefined;
  /** That something of the host holds traffic back, which is told below. */
  readonly isLimited?: boolean;
}

/**
 * A verdict in words: of old numbers in the past tense, as one in the present would vouch for a host that nobody sees.
 * Layers that are calm are not the whole answer where advice is open: it is named, as else the page contradicts itself, and what is
 * critical is the headline. Nor are they while a change is not seen to help yet.
 */
export const verdictWords = (
  { verdict, isPast, advised, isLimited = false }: Judged,
  t: ReturnType<typeof useTranslations<never>>,
): VerdictWords => {
  const { state, layer, reason, also, unknown } = verdict;
  const of = isPast ? 'stack.pastVerdict' : 'stack.verdict';
  const namesOf = (layers: readonly Layer[]): string => {
    const names = layers.map((each) => t(`layers.names.${each}`));
    const last = names.pop() ?? '';
    return names.length === 0 ? last : t('layers.list.and', { first: names.join(t('layers.list.comma')), last });
  };
  const hurts = layer !== undefined && (state === 'saturated' || state === 'busy');
  const layerTitle = hurts ? t(`${of}.${state}`, { layer: t(`layers.names.${layer}`) }) : '';
  const notJudged = t(`${of}.partlyReason`, { layers: namesOf(unknown) });
  const others = also.length === 0 ? '' : t(`${of}.also`, { layers: namesOf(also) });
  if (advised !== undefined && !isPast && speaksFirst(verdict, advised.severity)) {
    if (advised.severity !== 'critical') {
      const { title, applied } = advised;
      const as = isMade(applied) ? 'verifying' : 'advised';
      return { title: t(`stack.verdict.${as}`), reason: t(`stack.verdict.${as}Reason`, { title }), others };
    }
    const calm = unknown.length === 0 ? t('stack.verdict.criticalReason') : notJudged;
    const why = hurts ? t('layers.list.of', { what: layerTitle, text: reason }) : calm;
    return { title: advised.title, reason: why, others };
  }
  if (hurts) return { title: layerTitle, reason, others };
  if (state === 'unknown') return { title: t(`${of}.unknown`), reason: t(`${of}.unknownReason`), others: '' };
  return unknown.length > 0
    ? { title: t(`${of}.partly`), reason: notJudged, others: '' }
    : { title: t(`${of}.calm`), reason: t(isLimited ? 'stack.verdict.limitedReason' : `${of}.calmReason`), others: '' };
};
