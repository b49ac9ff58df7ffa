'use client';
import type { Bottleneck } from '@netstrata/advisor/types';
import type { Layer, LayerModel } from '@netstrata/metrics';
import type { ReactNode } from 'react';
import { keepUnits } from '../../components/keepUnits.ts';
import { StateIcon, stateInk } from '../../components/State.tsx';
import { LAYER_NAMES, STACK_TEXT } from './text.ts';
import { type Verdict as VerdictModel, verdictOf } from './verdict.ts';

const namesOf = (layers: readonly Layer[]): string => {
  const names = layers.map((layer) => LAYER_NAMES[layer]);
  const last = names.pop() ?? '';
  return names.length === 0 ? last : `${names.join(STACK_TEXT.listComma)}${STACK_TEXT.listAnd}${last}`;
};

/** The verdict as a headline, the reason under it, and what else is not calm. */
const wordsOf = (verdict: VerdictModel, stale: boolean): readonly [string, string, string] => {
  const { state, layer, reason, also, unknown } = verdict;
  const text = stale ? STACK_TEXT.pastVerdict : STACK_TEXT.verdict;
  const others = also.length === 0 ? '' : text.also(namesOf(also));
  if (layer !== undefined && (state === 'saturated' || state === 'busy'))
    return [text[state](LAYER_NAMES[layer]), reason, others];
  if (state === 'unknown') return [text.unknown, text.unknownReason, ''];
  return unknown.length > 0 ? [text.partly, text.partlyReason(namesOf(unknown)), ''] : [text.calm, text.calmReason, ''];
};

interface VerdictProps {
  readonly layers: readonly LayerModel[];
  /** What keeps the host from moving more now. */
  readonly bottleneck: Bottleneck;
  /** True when the numbers are old. */
  readonly stale: boolean;
  /** At the end of the line: the way to what helps. */
  readonly children?: ReactNode;
}

/** One glance: which layer hurts, and why. Spoken politely when it changes. */
export const Verdict = ({ layers, bottleneck, stale, children }: VerdictProps) => {
  const verdict = verdictOf(layers);
  const [title, reason, others] = wordsOf(verdict, stale);
  return (
    <div className="flex min-w-0 items-start gap-3" data-verdict={verdict.state}>
      <StateIcon state={verdict.state} className="mt-1 size-6!" />
      <div className="flex min-w-0 flex-1 flex-wrap items-baseline gap-x-4 gap-y-0.5">
        <p aria-live="polite" className={`font-semibold text-xl tracking-tight ${stateInk(verdict.state)}`}>
          {title}
        </p>
        <p className="min-w-0 text-pretty break-words text-base">
          {keepUnits(reason)}
          {others !== '' && <span className="inline-block text-soft sm:ml-3">{others}</span>}
        </p>
        {children}
        {!stale && (
          <p className="basis-full text-pretty break-words text-sm text-soft" data-limiter={bottleneck.limiter}>
            {keepUnits(bottleneck.sentence)} {keepUnits(bottleneck.not)}
          </p>
        )}
      </div>
    </div>
  );
};

/** Keeps the place of the verdict before the first sample. */
export const VerdictSkeleton = () => (
  <div className="flex items-center gap-3" aria-hidden="true">
    <div className="skeleton size-6 rounded-full!" />
    <div className="skeleton my-1 h-5 w-80 max-w-3/5" />
  </div>
);
