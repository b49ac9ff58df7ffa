'use client';
import type { Layer, LayerModel } from '@netstrata/metrics';
import { StateIcon, stateInk } from '../../components/State.tsx';
import { LAYER_NAMES, STACK_TEXT } from './text.ts';
import { type Verdict as VerdictModel, verdictOf } from './verdict.ts';

const namesOf = (layers: readonly Layer[]): string => {
  const names = layers.map((layer) => LAYER_NAMES[layer]);
  const last = names.pop() ?? '';
  return names.length === 0 ? last : `${names.join(STACK_TEXT.listComma)}${STACK_TEXT.listAnd}${last}`;
};

/** The verdict as a headline and the sentence under it. */
const wordsOf = ({ state, layer, reason, also, unknown }: VerdictModel): readonly [title: string, line: string] => {
  const text = STACK_TEXT.verdict;
  if (layer !== undefined && (state === 'saturated' || state === 'busy'))
    return [text[state](LAYER_NAMES[layer]), also.length === 0 ? reason : `${reason}. ${text.also(namesOf(also))}`];
  if (state === 'unknown') return [text.unknown, ''];
  return unknown.length > 0 ? [text.partly(namesOf(unknown)), ''] : [text.calm, text.calmReason];
};

/** One glance: which layer hurts, and why. Spoken politely when it changes. */
export const Verdict = ({ layers }: { readonly layers: readonly LayerModel[] }) => {
  const verdict = verdictOf(layers);
  const [title, line] = wordsOf(verdict);
  return (
    <div className="flex min-w-0 items-start gap-3">
      <StateIcon state={verdict.state} className="mt-1 size-6!" />
      <p className="min-w-0 text-pretty text-base text-soft sm:text-lg sm:leading-8">
        <strong aria-live="polite" className={`mr-1.5 font-semibold text-xl tracking-tight ${stateInk(verdict.state)}`}>
          {title}
        </strong>
        {line}
      </p>
    </div>
  );
};
