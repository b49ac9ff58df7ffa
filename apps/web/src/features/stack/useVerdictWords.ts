import type { Layer } from '@netstrata/metrics';
import { useTranslations } from 'next-intl';
import { useCallback } from 'react';
import type { Verdict } from './verdict.ts';

export interface VerdictWords {
  readonly title: string;
  readonly reason: string;
  /** What else is not calm. */
  readonly others: string;
}

/**
 * A verdict in words: of old numbers in the past tense, as one in the present would vouch for a host that nobody sees.
 * Layers that are calm are not the whole answer where advice is open: it is named, as else the page contradicts itself.
 */
export const useVerdictWords = (): ((verdict: Verdict, isPast: boolean, advised?: string) => VerdictWords) => {
  const t = useTranslations();
  return useCallback(
    (verdict, isPast, advised) => {
      const { state, layer, reason, also, unknown } = verdict;
      const of = isPast ? 'stack.pastVerdict' : 'stack.verdict';
      const namesOf = (layers: readonly Layer[]): string => {
        const names = layers.map((each) => t(`layers.names.${each}`));
        const last = names.pop() ?? '';
        return names.length === 0 ? last : t('layers.list.and', { first: names.join(t('layers.list.comma')), last });
      };
      if (layer !== undefined && (state === 'saturated' || state === 'busy'))
        return {
          title: t(`${of}.${state}`, { layer: t(`layers.names.${layer}`) }),
          reason,
          others: also.length === 0 ? '' : t(`${of}.also`, { layers: namesOf(also) }),
        };
      if (state === 'unknown') return { title: t(`${of}.unknown`), reason: t(`${of}.unknownReason`), others: '' };
      if (advised !== undefined && !isPast && unknown.length === 0)
        return {
          title: t('stack.verdict.advised'),
          reason: t('stack.verdict.advisedReason', { title: advised }),
          others: '',
        };
      return unknown.length > 0
        ? { title: t(`${of}.partly`), reason: t(`${of}.partlyReason`, { layers: namesOf(unknown) }), others: '' }
        : { title: t(`${of}.calm`), reason: t(`${of}.calmReason`), others: '' };
    },
    [t],
  );
};
